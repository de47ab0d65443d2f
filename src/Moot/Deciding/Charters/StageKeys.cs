using System.Collections.Immutable;

namespace Moot.Deciding.Charters;

/// <summary>A line that a stage can have.</summary>
/// <param name="Name">Its first words.</param>
/// <param name="Methods">The methods that know it.</param>
/// <param name="Read">Puts its value into a stage; null where it has another form.</param>
/// <param name="Write">The value as text; null where the stage has none.</param>
/// <param name="Form">What follows the first words.</param>
public sealed record StageKey(
    string Name,
    ImmutableArray<Method> Methods,
    Func<Stage, string, Stage?> Read,
    Func<Stage, string?> Write,
    KeyForm Form = KeyForm.Text
);

/// <summary>Every line that a stage can have, in the order in which they are written.</summary>
public static class StageKeys
{
    private static readonly ImmutableArray<Method> Every = [.. Enum.GetValues<Method>()];

    /// <summary>The lines.</summary>
    public static ImmutableArray<StageKey> All { get; } =
    [
        new(
            "by",
            Every.Remove(Method.Discussion),
            static (s, v) => Who.Read(v) is { } who ? s with { By = who } : null,
            static s => s.Method == Method.Discussion ? null : s.By.ToString(),
            KeyForm.People
        ),
        new(
            "of",
            [Method.Lot],
            static (s, v) => Who.Read(v) is { } who ? s with { Of = who } : null,
            static s => s.Of.Equals(Who.Members) ? null : s.Of.ToString(),
            KeyForm.People
        ),
        new(
            "count",
            [Method.Ballot],
            static (s, v) => BallotRules.Methods.Contains(v, StringComparer.Ordinal) ? s with { Count = v } : null,
            static s => s.Count
        ),
        Number("seats", [Method.Lot, Method.Ballot], static (s, n) => s with { Seats = n }, static s => s.Seats),
        Mark("default", [Method.Ballot], static s => s with { HasDefault = true }, static s => s.HasDefault),
        new("secret", [Method.Ballot], static (s, v) => v is "receipts" ? s with { IsSecret = true } : null, static s => s.IsSecret ? "receipts" : null),
        Number("scores", [Method.Ballot], static (s, n) => n <= BallotRules.ScoreMax ? s with { Scores = n } : null, static s => s.Scores),
        Number("budget", [Method.Ballot], static (s, n) => n <= BallotRules.BudgetMax ? s with { Budget = n } : null, static s => s.Budget),
        Time("for", Every, static (s, t) => s with { For = t }, static s => s.For),
        Time(
            "at most",
            [Method.Discussion, Method.RoughConsensus, Method.Closing, Method.Opinion, Method.Lot, Method.Ballot],
            static (s, t) => s with { AtMost = t },
            static s => s.AtMost
        ),
        Time("extend", [Method.Discussion], static (s, t) => s with { Extend = t }, static s => s.Extend),
        Time("confirm", [Method.RoughConsensus, Method.Lot, Method.Ballot], static (s, t) => s with { Confirm = t }, static s => s.Confirm),
        Heads("signatures", [Method.Petition], static (s, h) => s with { Signatures = h }, static s => s.Signatures),
        Heads("quorum", [Method.Vote, Method.StrawPoll, Method.Ballot], static (s, h) => s with { Quorum = h }, static s => s.Quorum),
        Heads("approvals", [Method.Vote, Method.Ballot], static (s, h) => s with { Approvals = h }, static s => s.Approvals),
        new(
            "majority",
            [Method.Ballot],
            static (s, v) => Counting.Majority.Read(v) is { } majority ? s with { Majority = majority } : null,
            static s => s.Majority?.ToString()
        ),
        new(
            "pass",
            [Method.Vote, Method.Ballot],
            static (s, v) => Share.Read(v) is { } share ? s with { Pass = share } : null,
            static s => s.Pass?.ToString(),
            KeyForm.Share
        ),
        new("between", [Method.Vote], ReadBetween, static s => s.Between is null ? null : $"{s.Between} then {s.BetweenThen}"),
        new("below", [Method.Ballot], ReadShorter, static s => s.Shorter is { } less ? $"{less.Above}/{less.Below} for {Spans.Write(less.Term)}" : null),
        new(
            "casting",
            [Method.Vote, Method.Ballot],
            static (s, v) => Who.Read(v) is { } who ? s with { Casting = who } : null,
            static s => s.Casting?.ToString(),
            KeyForm.People
        ),
        Number(
            "per affiliation",
            [Method.Vote, Method.Petition, Method.Lot, Method.Ballot],
            static (s, n) => s with { PerAffiliation = n },
            static s => s.PerAffiliation
        ),
        Mark("suspends", [Method.Vote, Method.Petition], static s => s with { Suspends = true }, static s => s.Suspends),
        Mark("veto", [Method.Vote], static s => s with { HasVeto = true }, static s => s.HasVeto),
        Mark("until certain", [Method.Vote], static s => s with { EndsWhenCertain = true }, static s => s.EndsWhenCertain),
        Time(
            "review",
            [Method.Consent, Method.LazyConsensus, Method.RoughConsensus, Method.Vote, Method.Closing, Method.Ballot],
            static (s, t) => s with { Review = t },
            static s => s.Review
        ),
        Next("tie", [Method.Ballot], static (s, n) => s with { Tie = n }, static s => s.Tie),
        Next("then", Every, static (s, n) => s with { Then = n }, static s => s.Then),
        Next("else", Every, static (s, n) => s with { Else = n }, static s => s.Else),
    ];

    private static StageKey Time(string name, ImmutableArray<Method> methods, Func<Stage, TimeSpan, Stage> put, Func<Stage, TimeSpan?> get) =>
        new(name, methods, (s, v) => Spans.Read(v) is { } span ? put(s, span) : null, s => get(s) is { } span ? Spans.Write(span) : null, KeyForm.Time);

    private static StageKey Heads(string name, ImmutableArray<Method> methods, Func<Stage, HeadCount, Stage> put, Func<Stage, HeadCount?> get) =>
        new(name, methods, (s, v) => HeadCount.Read(v) is { } count ? put(s, count) : null, s => get(s)?.ToString(), KeyForm.Heads);

    private static StageKey Mark(string name, ImmutableArray<Method> methods, Func<Stage, Stage> put, Func<Stage, bool> get) =>
        new(name, methods, (s, v) => v.Length == 0 ? put(s) : null, s => get(s) ? "" : null, KeyForm.Mark);

    private static StageKey Number(string name, ImmutableArray<Method> methods, Func<Stage, int, Stage?> put, Func<Stage, int?> get) =>
        new(
            name,
            methods,
            (s, v) => HeadCount.Read(v) is { Form: HeadForm.Number } n ? put(s, n.Above) : null,
            s => get(s) is { } number ? $"{number}" : null,
            KeyForm.Number
        );

    private static Stage? ReadShorter(Stage stage, string value) =>
        value.Split(" for ") is [var share, var term] && Share.Fraction(share) is var (above, below) && Spans.Read(term) is { } span
            ? stage with
            {
                Shorter = new(above, below, span),
            }
            : null;

    private static StageKey Next(string name, ImmutableArray<Method> methods, Func<Stage, string, Stage> put, Func<Stage, string?> get) =>
        new(name, methods, (s, v) => CharterText.IsName(v) ? put(s, v) : null, get, KeyForm.Stage);

    private static Stage? ReadBetween(Stage stage, string value)
    {
        var at = value.LastIndexOf(" then ", StringComparison.Ordinal);
        return at > 0 && Share.Read(value[..at]) is { } share && CharterText.IsName(value[(at + 6)..])
            ? stage with
            {
                Between = share,
                BetweenThen = value[(at + 6)..],
            }
            : null;
    }
}
