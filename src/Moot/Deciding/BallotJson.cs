using System.Collections.Immutable;
using System.Globalization;
using Moot.Counting;
using Moot.Deciding.Charters;

namespace Moot.Deciding;

/// <summary>Everything from which anybody recounts a poll of a matter.</summary>
public static class BallotJson
{
    /// <summary>Writes it.</summary>
    /// <param name="origin">The association's origin.</param>
    /// <param name="matter">The matter.</param>
    /// <param name="title">The question.</param>
    /// <param name="result">What came out.</param>
    /// <param name="names">The names of the options by their ids; 0 is "none of these".</param>
    public static CountFile Of(string origin, Matter matter, string title, BallotResult result, Func<long, string> names)
    {
        var balloting = result.Balloting;
        var stage = balloting.Stage;
        ImmutableArray<long> ids = [.. balloting.Options, .. stage.HasDefault ? [0L] : ImmutableArray<long>.Empty];
        return new(
            origin,
            matter.Id,
            title,
            stage.Count!,
            BallotRules.IsSingle(stage) ? 1 : balloting.Seats,
            [.. ids.Select(o => new CountOption(o, names(o)) { Affiliation = stage.PerAffiliation is null ? null : AffiliationOf(balloting, o) })],
            result.Electorate,
            stage.IsSecret,
            [.. balloting.Papers.Keys.Select(a => a.ToString()).Order(StringComparer.Ordinal)],
            stage.IsSecret
                ? [.. balloting.Sheet.Select(l => new CountBallot(Marks(l.Marks)) { Receipt = l.Receipt })]
                :
                [
                    .. balloting
                        .Papers.OrderBy(p => p.Key.ToString(), StringComparer.Ordinal)
                        .Select(p => new CountBallot(Marks(p.Value.Marks!)) { Voter = p.Key.ToString() }),
                ]
        )
        {
            Default = stage.HasDefault ? balloting.Options.Length : null,
            Quorum = stage.Quorum?.ToString(),
            Majority = stage.Majority?.ToString(),
            Pass = stage.Pass is { } pass ? $"{(pass.IsMore ? "more than " : "")}{pass.Above}/{pass.Below}" : null,
            Approvals = stage.Approvals?.ToString(),
            PerAffiliation = stage.PerAffiliation,
            Budget = string.Equals(stage.Count, QuadraticCount.Method, StringComparison.Ordinal) ? BallotRules.Budget(stage) : null,
            Casting = balloting.Casting is var (preferred, _) ? [.. preferred.Select(o => ids.IndexOf(o)).Where(i => i >= 0)] : [],
            Seals = stage.IsSecret ? balloting.Papers.ToImmutableSortedDictionary(p => p.Key.ToString(), p => p.Value.Seal!, StringComparer.Ordinal) : null,
            Winners = result.HasDefaultWon ? [names(0)] : [.. result.Elected.Select(e => names(e.Option))],
            Tied = [.. result.Tied.Select(names)],
        };
    }

    private static long? AffiliationOf(Balloting balloting, long option) => balloting.Belongs.TryGetValue(option, out var organisation) ? organisation : null;

    private static ImmutableArray<int?> Marks(string marks) =>
        [.. marks.Split(',').Select(m => m is "-" ? (int?)null : int.Parse(m, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))];
}
