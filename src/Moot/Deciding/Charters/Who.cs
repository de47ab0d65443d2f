using System.Collections.Immutable;
using System.Globalization;

namespace Moot.Deciding.Charters;

/// <summary>One condition on people.</summary>
public enum Trait
{
    /// <summary>Guests too.</summary>
    Anyone = 1,

    /// <summary>Every member.</summary>
    Members,

    /// <summary>Who holds a role now.</summary>
    Role,

    /// <summary>Members since so long.</summary>
    Since,

    /// <summary>Who did at least so many acts here, of one kind or of any.</summary>
    Acts,

    /// <summary>Who did something here within so long.</summary>
    Active,

    /// <summary>Who acts with a key of their own, and not by the host's word.</summary>
    Signed,

    /// <summary>Who has taken no part in the matter.</summary>
    Uninvolved,

    /// <summary>Who opened the matter.</summary>
    Opener,

    /// <summary>Members who said for whom they work or whom they belong to; also that it is nobody.</summary>
    Disclosed,

    /// <summary>Who changed pages of an area at least so often, and the last time within so long.</summary>
    Edits,

    /// <summary>Who was drawn by lot for the matter.</summary>
    Drawn,

    /// <summary>As long as nobody holds a role: so that a first holder can be chosen.</summary>
    Vacant,
}

/// <summary>One condition with its number.</summary>
/// <param name="Trait">What is asked.</param>
/// <param name="Name">The role, or the kind of act; empty for any.</param>
/// <param name="Count">How many acts.</param>
/// <param name="Span">How long.</param>
public sealed record Condition(Trait Trait, string Name = "", long Count = 0, TimeSpan Span = default)
{
    public override string ToString() =>
        Trait switch
        {
            Trait.Role => $"role {Name}",
            Trait.Since => $"members for {Spans.Write(Span)}",
            Trait.Acts => Name.Length == 0 ? $"{Count} acts" : $"{Count} acts {Name}",
            Trait.Active => $"active within {Spans.Write(Span)}",
            Trait.Anyone => "anyone",
            Trait.Members => "members",
            Trait.Signed => "signed",
            Trait.Uninvolved => "uninvolved",
            Trait.Opener => "opener",
            Trait.Disclosed => "disclosed",
            Trait.Drawn => "drawn",
            Trait.Edits => $"{Count} edits in {Name}{(Span == default ? "" : $" within {Spans.Write(Span)}")}",
            Trait.Vacant => $"vacant {Name}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

/// <summary>Whom a rule of the charter speaks of: all conditions of one of the alternatives hold. A pure function of the log.</summary>
/// <remarks>Written <c>members for 4d and 10 acts or role steward</c>: <c>and</c> binds more closely than <c>or</c>.</remarks>
public sealed class Who : IEquatable<Who>
{
    /// <summary>Conditions in one rule.</summary>
    public const int ConditionsMax = 16;

    private readonly string text;

    private Who(ImmutableArray<ImmutableArray<Condition>> alternatives)
    {
        Alternatives = alternatives;
        text = string.Join(" or ", alternatives.Select(a => string.Join(" and ", a)));
    }

    /// <summary>Every member.</summary>
    public static Who Members { get; } =
        new([
            [new(Trait.Members)],
        ]);

    /// <summary>Guests too.</summary>
    public static Who Anyone { get; } =
        new([
            [new(Trait.Anyone)],
        ]);

    /// <summary>The alternatives, each of conditions that hold together.</summary>
    public ImmutableArray<ImmutableArray<Condition>> Alternatives { get; }

    /// <summary>The roles that are named.</summary>
    public IEnumerable<string> Roles => Alternatives.SelectMany(a => a).Where(c => c.Trait is Trait.Role or Trait.Vacant).Select(c => c.Name);

    /// <summary>The areas that are named.</summary>
    public IEnumerable<string> Areas => Alternatives.SelectMany(a => a).Where(c => c.Trait == Trait.Edits).Select(c => c.Name);

    /// <summary>True where it depends on who holds roles and who is a member alone: then one can tell afterwards who it was at any time.</summary>
    public bool IsCountable =>
        IsDrawn || Alternatives.All(a => a is [{ Trait: Trait.Members or Trait.Role }, ..] && a.Skip(1).All(c => c.Trait == Trait.Vacant));

    /// <summary>True for those alone who were drawn by lot for the matter.</summary>
    public bool IsDrawn => Alternatives is [[{ Trait: Trait.Drawn }]];

    /// <summary>Reads a rule about people; null where it has another form.</summary>
    public static Who? Read(string text)
    {
        var alternatives = text.Split(" or ").Select(a => a.Split(" and ").Select(ReadOne).ToImmutableArray()).ToImmutableArray();
        return alternatives.Any(a => a.Any(c => c is null)) || alternatives.Sum(a => a.Length) > ConditionsMax
            ? null
            : new([.. alternatives.Select(a => a.Select(c => c!).ToImmutableArray())]);
    }

    public bool Equals(Who? other) => other is not null && string.Equals(text, other.text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Who);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(text);

    public override string ToString() => text;

    private static Condition? ReadOne(string text) =>
        text.Split(' ') switch
        {
            ["anyone"] => new(Trait.Anyone),
            ["members"] => new(Trait.Members),
            ["signed"] => new(Trait.Signed),
            ["uninvolved"] => new(Trait.Uninvolved),
            ["disclosed"] => new(Trait.Disclosed),
            ["drawn"] => new(Trait.Drawn),
            [var count, "edits", "in", var area] when Number(count) is { } edits && CharterText.IsName(area) => new(Trait.Edits, area, edits),
            [var count, "edits", "in", var area, "within", var span]
                when Number(count) is { } edits && CharterText.IsName(area) && Spans.Read(span) is { } time => new(Trait.Edits, area, edits, time),
            ["opener"] => new(Trait.Opener),
            ["role", var role] when CharterText.IsName(role) => new(Trait.Role, role),
            ["vacant", var role] when CharterText.IsName(role) => new(Trait.Vacant, role),
            ["members", "for", var span] when Spans.Read(span) is { } time => new(Trait.Since, Span: time),
            ["active", "within", var span] when Spans.Read(span) is { } time => new(Trait.Active, Span: time),
            [var count, "acts"] when Number(count) is { } acts => new(Trait.Acts, Count: acts),
            [var count, "acts", var kind] when Number(count) is { } acts && IsKind(kind) => new(Trait.Acts, kind, acts),
            _ => null,
        };

    private static long? Number(string text) =>
        text.Length is > 0 and <= 9 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && text[0] != '0' ? number : null;

    private static bool IsKind(string text) =>
        text.Length <= Kernel.Limits.KindCharactersMax && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '/' or '-');
}
