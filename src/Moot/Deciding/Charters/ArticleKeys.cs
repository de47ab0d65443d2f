using System.Collections.Immutable;
using System.Globalization;

namespace Moot.Deciding.Charters;

/// <summary>What a line of a charter has after its first words.</summary>
public enum KeyForm
{
    /// <summary>Something of its own form.</summary>
    Text = 1,

    /// <summary>A length of time.</summary>
    Time,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A rule about people.</summary>
    People,

    /// <summary>Names of pathways.</summary>
    Pathways,

    /// <summary>Names of roles.</summary>
    Roles,

    /// <summary>So many people.</summary>
    Heads,

    /// <summary>A share of votes.</summary>
    Share,

    /// <summary>Nothing: that the line is there says it.</summary>
    Mark,

    /// <summary>A stage of the same pathway.</summary>
    Stage,
}

/// <summary>A line that a role, a pathway or a power can have.</summary>
/// <param name="Name">Its first words.</param>
/// <param name="Form">What follows them.</param>
/// <param name="Read">Puts the value into the article; null where it has another form.</param>
/// <param name="Write">The value as text; null where the article has none.</param>
public sealed record ArticleKey<T>(string Name, KeyForm Form, Func<T, string, T?> Read, Func<T, string?> Write)
    where T : class;

/// <summary>Every line that roles, pathways before their stages, and powers can have, in the order in which they are written.</summary>
public static class ArticleKeys
{
    /// <summary>The lines of a role.</summary>
    public static ImmutableArray<ArticleKey<Role>> OfRole { get; } =
    [
        Time<Role>("term", static (r, t) => r with { Term = t }, static r => r.Term),
        Number<Role>("seats", static (r, n) => r with { Seats = n }, static r => r.Seats),
        Time<Role>("ahead", static (r, t) => r with { Ahead = t }, static r => r.Ahead),
        Time<Role>("pause", static (r, t) => r with { Pause = t }, static r => r.Pause),
        People<Role>("eligible", static (r, w) => r with { Eligible = w }, static r => r.Eligible.Equals(Who.Members) ? null : r.Eligible),
        Names<Role>("by", KeyForm.Pathways, static (r, n) => r with { By = n }, static r => r.By),
        Names<Role>("recall", KeyForm.Pathways, static (r, n) => r with { Recall = n }, static r => r.Recall),
        Number<Role>("per affiliation", static (r, n) => r with { PerAffiliation = n }, static r => r.PerAffiliation),
        Names<Role>("not", KeyForm.Roles, static (r, n) => r with { Not = n }, static r => r.Not),
    ];

    /// <summary>The lines of a pathway before its stages.</summary>
    public static ImmutableArray<ArticleKey<Pathway>> OfPathway { get; } =
    [
        People<Pathway>("open", static (p, w) => p with { Open = w }, static p => p.Open.Equals(Who.Members) ? null : p.Open),
        new("appeal", KeyForm.Pathways, ReadAppeal, WriteAppeal),
        Time<Pathway>("reopen after", static (p, t) => p with { ReopenAfter = t }, static p => p.ReopenAfter),
        Mark<Pathway>("suspends", static p => p with { Suspends = true }, static p => p.Suspends),
        Mark<Pathway>("annuls only", static p => p with { OnlyAnnuls = true }, static p => p.OnlyAnnuls),
    ];

    /// <summary>The lines of an area.</summary>
    public static ImmutableArray<ArticleKey<Area>> OfArea { get; } =
    [
        People<Area>("maintainers", static (a, w) => a with { Maintainers = w }, static a => a.Maintainers.Equals(Who.Members) ? null : a.Maintainers),
        Names<Area>("by", KeyForm.Pathways, static (a, n) => a with { By = n }, static a => a.By),
    ];

    /// <summary>The lines of a power.</summary>
    public static ImmutableArray<ArticleKey<Power>> OfPower { get; } =
    [
        People<Power>("undo by", static (p, w) => p with { Undo = w }, static p => p.Undo),
        Mark<Power>("mandate", static p => p with { NeedsMandate = true }, static p => p.NeedsMandate),
        Time<Power>("for", static (p, t) => p with { For = t }, static p => p.For),
        Number<Power>("together", static (p, n) => p with { Together = n }, static p => p.Together > 1 ? p.Together : null),
        new(
            "stops",
            KeyForm.Text,
            static (p, v) =>
                v switch
                {
                    "acts" => p with { Stops = Stops.Acts },
                    "edits" => p with { Stops = Stops.Edits },
                    _ => null,
                },
            static p => p.Stops == Stops.Nothing ? null : Kernel.Acts.WordJson<Stops>.Word(p.Stops)
        ),
        People<Power>("allows", static (p, w) => p with { Allows = w }, static p => p.Allows),
        People<Power>("exception by", static (p, w) => p with { ExceptionBy = w }, static p => p.ExceptionBy),
        Time<Power>("exception for", static (p, t) => p with { ExceptionFor = t }, static p => p.ExceptionFor),
    ];

    /// <summary>Names with commas between them, each once; null where they have another form.</summary>
    public static ImmutableArray<string>? ReadNames(string text)
    {
        ImmutableArray<string> list = [.. text.Split(',', StringSplitOptions.TrimEntries)];
        return list.All(CharterText.IsName) && list.Distinct(StringComparer.Ordinal).Count() == list.Length ? list : null;
    }

    private static ArticleKey<T> Time<T>(string name, Func<T, TimeSpan, T> put, Func<T, TimeSpan?> get)
        where T : class =>
        new(name, KeyForm.Time, (a, v) => Spans.Read(v) is { } span ? put(a, span) : null, a => get(a) is { } span ? Spans.Write(span) : null);

    private static ArticleKey<T> Number<T>(string name, Func<T, int, T> put, Func<T, int?> get)
        where T : class =>
        new(
            name,
            KeyForm.Number,
            (a, v) =>
                int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= HeadCount.NumberMax
                    ? put(a, count)
                    : null,
            a => get(a)?.ToString(CultureInfo.InvariantCulture)
        );

    private static ArticleKey<T> People<T>(string name, Func<T, Who, T> put, Func<T, Who?> get)
        where T : class => new(name, KeyForm.People, (a, v) => Who.Read(v) is { } who ? put(a, who) : null, a => get(a)?.ToString());

    private static ArticleKey<T> Names<T>(string name, KeyForm form, Func<T, ImmutableArray<string>, T> put, Func<T, ImmutableArray<string>> get)
        where T : class =>
        new(name, form, (a, v) => ReadNames(v) is { } names ? put(a, names) : null, a => get(a) is { IsEmpty: false } names ? string.Join(", ", names) : null);

    private static ArticleKey<T> Mark<T>(string name, Func<T, T> put, Func<T, bool> get)
        where T : class => new(name, KeyForm.Mark, (a, v) => v.Length == 0 ? put(a) : null, a => get(a) ? "" : null);

    private static Pathway? ReadAppeal(Pathway pathway, string value)
    {
        var at = value.LastIndexOf(" within ", StringComparison.Ordinal);
        var within = at < 0 ? null : Spans.Read(value[(at + 8)..]);
        return ReadNames(at < 0 ? value : value[..at]) is { } names && (at < 0 || within is not null)
            ? pathway with
            {
                Appeal = names,
                AppealWithin = within,
            }
            : null;
    }

    private static string? WriteAppeal(Pathway pathway) =>
        pathway.Appeal.IsEmpty ? null : string.Join(", ", pathway.Appeal) + (pathway.AppealWithin is { } within ? $" within {Spans.Write(within)}" : "");
}
