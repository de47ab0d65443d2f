using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Counting;

/// <summary>How somebody wants ballots counted, as it was typed: a method and its rules.</summary>
/// <param name="Method">The method's name.</param>
public sealed record CountOrder(string Method)
{
    /// <summary>Options that a refusal names.</summary>
    private const int NamedMax = 20;

    /// <summary>All methods, by their names.</summary>
    public static ImmutableArray<string> Methods { get; } =
    [
        DebianCount.Method,
        SchulzeCount.Method,
        MeekCount.Method,
        StvCount.Method,
        StvCount.Runoff,
        SumCount.Approval,
        SumCount.Score,
        StarCount.Method,
        StarCount.Bloc,
        QuadraticCount.Method,
        SupportCount.Method,
        MajorityCount.Method,
    ];

    private static readonly string[] Scored = [SumCount.Approval, SumCount.Score, StarCount.Method, StarCount.Bloc, QuadraticCount.Method, SupportCount.Method];

    private static readonly string[] Single = [DebianCount.Method, SchulzeCount.Method, StvCount.Runoff, StarCount.Method, MajorityCount.Method];

    /// <summary>How many are chosen; null for what the file says, or 1.</summary>
    public int? Seats { get; init; }

    /// <summary>How many are needed, as 15, 1/3 or 3Q; null for none.</summary>
    public string? Quorum { get; init; }

    /// <summary>How many could vote; 0 where that is not known.</summary>
    public long Voters { get; init; }

    /// <summary>Majorities that are needed, as 3:1, or NAME=3:1 for one option.</summary>
    public ImmutableArray<string> Majorities { get; init; } = [];

    /// <summary>The option that stands for none of these; null for what the file says.</summary>
    public string? None { get; init; }

    /// <summary>Who wins ties, the first preferred.</summary>
    public ImmutableArray<string> Casting { get; init; } = [];

    /// <summary>The option that stands for an abstention; null for one of that name.</summary>
    public string? Abstain { get; init; }

    /// <summary>What a ballot may spend on quadratic votes.</summary>
    public long Budget { get; init; } = QuadraticCount.UsualBudget;

    /// <summary>True if Meek's rule leaves no seat empty.</summary>
    public bool Fills { get; init; }

    /// <summary>True if marks are scores for this method, where a file could mean either.</summary>
    public bool WantsScores => Scored.Contains(Method, StringComparer.Ordinal);

    /// <summary>True if this method chooses one alone.</summary>
    public bool IsSingle => Single.Contains(Method, StringComparer.Ordinal);

    /// <summary>True if there is such a method.</summary>
    public bool IsKnown => Methods.Contains(Method, StringComparer.Ordinal);

    /// <summary>Counts.</summary>
    /// <param name="poll">The ballots.</param>
    /// <param name="tally">The count; null where it is refused.</param>
    /// <param name="patience">Ends it.</param>
    /// <returns>Lawful, or what is wrong with the order or does not fit the ballots.</returns>
    public Verdict Count(Poll poll, out Tally? tally, Patience patience = default)
    {
        tally = null;
        var places = IsSingle ? 1 : Seats ?? poll.Seats ?? 1;
        var verdict = Fits(poll, places);
        var order = verdict.IsLawful ? Options(poll, Casting, ref verdict) : [];
        var needed = verdict.IsLawful ? Needed(ref verdict) : null;
        var rules = verdict.IsLawful && Method == DebianCount.Method ? Debian(poll, order, needed, ref verdict) : DebianRules.None;
        var share =
            verdict.IsLawful && Method is MajorityCount.Method or SupportCount.Method && Majorities is [var one, ..]
                ? Share(one, ref verdict)
                : Majority.Simple;
        var abstain = verdict.IsLawful && Abstain is { } name ? Option(poll, name, ref verdict) : poll.Find("Abstain");
        if (!verdict.IsLawful)
        {
            return verdict;
        }

        tally = Method switch
        {
            DebianCount.Method => DebianCount.Of(poll, rules),
            SchulzeCount.Method => SchulzeCount.Of(poll, order),
            MeekCount.Method => MeekCount.Of(poll, places, Fills, patience),
            StvCount.Method => StvCount.Of(poll, places, order, patience),
            StvCount.Runoff => StvCount.InstantRunoff(poll, order, patience),
            SumCount.Approval => SumCount.Approvals(poll, places, order),
            SumCount.Score => SumCount.Scores(poll, places, order),
            StarCount.Method or StarCount.Bloc => StarCount.Of(Method, poll, places, order, patience),
            QuadraticCount.Method => QuadraticCount.Of(poll, places, Budget, order),
            SupportCount.Method => SupportCount.Of(poll, places, share.Times / (share.Times + 1), share.IsStrict, needed?.Least ?? 0, order),
            _ => MajorityCount.Of(poll, needed, share, abstain),
        };
        return verdict;
    }

    private Verdict Fits(Poll poll, int places) =>
        !IsKnown ? NoSuchMethod(Method)
        : poll.Matrix is not null && Method is not (DebianCount.Method or SchulzeCount.Method)
            ? Verdict.Refused("needs-ballots", $"The file has a matrix and no ballots: count it with {DebianCount.Method} or {SchulzeCount.Method}.")
        : !poll.IsScored && Method is (SumCount.Score or StarCount.Method or StarCount.Bloc or QuadraticCount.Method or SupportCount.Method)
            ? Verdict.Refused("needs-scores", $"{Method} counts scores and the file has ranks: use .csv, .abif or .json with scores.", Method)
        : places < 1 || places > poll.Options.Length || (IsSingle && Seats is > 1) ? SeatsWrong(IsSingle ? "1" : $"1–{poll.Options.Length}")
        : Verdict.Lawful;

    /// <summary>There is no such method.</summary>
    public static Verdict NoSuchMethod(string method) =>
        Verdict.Refused("no-such-method", $"There is no method {method}. There are: {string.Join(", ", Methods)}.", method);

    private Verdict SeatsWrong(string seats) => Verdict.Refused("seats-wrong", $"{Method} can fill {seats} seats here: change --seats.", seats);

    private DebianRules Debian(Poll poll, ImmutableArray<int> order, Quorum? needed, ref Verdict verdict)
    {
        var none = None is null ? poll.Default : Option(poll, None, ref verdict);
        if (none is null && verdict.IsLawful && (needed is not null || Majorities.Length > 0))
        {
            verdict = Verdict.Refused(
                "needs-default",
                "Quorum and majority are over an option that stands for none of these: say which with --default OPTION."
            );
        }

        var majorities = ImmutableDictionary<int, Majority>.Empty;
        foreach (var text in Majorities)
        {
            var at = text.LastIndexOf('=');
            var majority = Share(text[(at + 1)..], ref verdict);
            majorities =
                at >= 0
                    ? majorities.SetItem(Option(poll, text[..at], ref verdict) ?? 0, majority)
                    : majorities.SetItems(
                        Enumerable.Range(0, poll.Options.Length).Where(o => !majorities.ContainsKey(o)).Select(o => KeyValuePair.Create(o, majority))
                    );
        }

        return new(none, needed, majorities, order);
    }

    private Quorum? Needed(ref Verdict verdict)
    {
        if (Quorum is null)
        {
            return null;
        }

        if (Counting.Quorum.TryRead(Quorum, Voters, out var quorum, out var error))
        {
            return quorum;
        }

        verdict = Verdict.Refused("quorum-unreadable", error, Quorum);
        return null;
    }

    private static Majority Share(string text, ref Verdict verdict)
    {
        if (Majority.Read(text.Trim()) is { } majority)
        {
            return majority;
        }

        verdict = Verdict.Refused("majority-unreadable", $"\"{text}\" is no majority: write 3:1, 2/3 or 65%, or NAME=3:1 for one option.", text);
        return Majority.Simple;
    }

    private static ImmutableArray<int> Options(Poll poll, ImmutableArray<string> names, ref Verdict verdict)
    {
        var options = ImmutableArray.CreateBuilder<int>();
        foreach (var name in names)
        {
            options.Add(Option(poll, name, ref verdict) ?? 0);
        }

        return options.ToImmutable();
    }

    private static int? Option(Poll poll, string name, ref Verdict verdict)
    {
        var found = poll.Find(name.Trim());
        if (found is null)
        {
            var all = string.Join("; ", poll.Options.Take(NamedMax));
            verdict = Verdict.Refused("no-such-option", $"There is no option {name}. There are: {all}.", name, all);
        }

        return found;
    }
}
