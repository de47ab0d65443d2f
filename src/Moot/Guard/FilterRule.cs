using System.Text.Json.Serialization;
using Moot.Kernel.Acts;

namespace Moot.Guard;

/// <summary>Which acts a filter hits: all that is said here must be so.</summary>
/// <remarks>It counts, so it stands in the leaf and can never be erased: no place for anybody's name or address.</remarks>
/// <param name="Who">Only acts by such authors.</param>
/// <param name="NewPage">Only acts that begin a page.</param>
/// <param name="Links">The text has at least so many more links to other places than before.</param>
/// <param name="Removes">At least so many percent of the text are gone.</param>
/// <param name="Adds">At least so many bytes more than before.</param>
/// <param name="Acts">The author did at least so many acts in the last hour.</param>
/// <param name="Word">These words stand in it, in whatever case.</param>
/// <param name="Pattern">This regular expression matches in it.</param>
/// <param name="In">Where words and pattern are looked for; everywhere where it is left out.</param>
public sealed record FilterRule(
    AuthorKind? Who = null,
    bool NewPage = false,
    int? Links = null,
    int? Removes = null,
    int? Adds = null,
    int? Acts = null,
    string? Word = null,
    string? Pattern = null,
    TextPlace? In = null
)
{
    /// <summary>UTF-16 characters of the words or of the regular expression.</summary>
    public const int PatternCharactersMax = 500;

    /// <summary>Greatest number in a rule.</summary>
    public const int NumberMax = 10_000_000;

    private bool IsEmpty => Who is null && !NewPage && Links is null && Removes is null && Adds is null && Acts is null && Word is null && Pattern is null;

    /// <summary>Is it a rule at all? Whether a program can read the pattern is not asked: programs differ in that, and the log must not.</summary>
    internal Verdict Judge() =>
        IsEmpty ? Verdict.Refused("rule-empty", "A filter without a condition would hit everything. Give at least one.")
        : new[] { Links, Removes, Adds, Acts }.Any(n => n is < 1 or > NumberMax)
            ? Verdict.Refused("rule-number", $"Numbers in a rule are from 1 to {NumberMax}.")
        : Removes > 100 ? Verdict.Refused("rule-percent", "At most 100 percent of a text can be removed.")
        : Word is { Length: 0 or > PatternCharactersMax } || Pattern is { Length: 0 or > PatternCharactersMax }
            ? Verdict.Refused("rule-pattern", $"Words and patterns have 1 to {PatternCharactersMax} characters.")
        : In is not null && Word is null && Pattern is null ? Verdict.Refused("rule-place", "A place is said, but no words or pattern to look for there.")
        : Verdict.Lawful;

    /// <summary>The rule as values of a row.</summary>
    internal string ToRow() =>
        string.Join(
            ',',
            Who is { } who ? WordJson<AuthorKind>.Word(who) : "-",
            NewPage,
            Links,
            Removes,
            Adds,
            Acts,
            Coded(Word),
            Coded(Pattern),
            In is { } place ? WordJson<TextPlace>.Word(place) : "-"
        );

    /// <summary>In hexadecimal digits, so that no character of it can end a row.</summary>
    private static string Coded(string? text) => text is null ? "-" : Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(text));
}

/// <summary>How sure the author of an act is, as rules tell it.</summary>
[JsonConverter(typeof(WordJson<AuthorKind>))]
public enum AuthorKind
{
    Guest = 1,
    Vouched,
    Signed,
}

/// <summary>Where a filter looks for words.</summary>
[JsonConverter(typeof(WordJson<TextPlace>))]
public enum TextPlace
{
    Title = 1,
    Summary,
    Text,
}

/// <summary>What a filter does to the acts that it hits.</summary>
[JsonConverter(typeof(WordJson<FilterEffect>))]
public enum FilterEffect
{
    /// <summary>The act is done; that it was hit is shown.</summary>
    Tag = 1,

    /// <summary>The author is shown the filter's note first, and may go on.</summary>
    Warn,

    /// <summary>The author may do one such act in a while.</summary>
    Slow,

    /// <summary>The act is not taken here.</summary>
    Refuse,
}
