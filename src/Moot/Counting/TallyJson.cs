using System.Text.Json.Nodes;
using Moot.Ui;

namespace Moot.Counting;

/// <summary>A count as JSON: winners by name, the whole trace, and the explanation.</summary>
/// <remarks>Exact numbers that are not whole are texts: fractions as 61/3, Meek's numbers with ten decimals.</remarks>
public static class TallyJson
{
    /// <summary>Writes a count.</summary>
    /// <param name="tally">The count.</param>
    /// <param name="words">The language of the explanation.</param>
    public static JsonObject Of(Tally tally, Words words)
    {
        var names = new Naming(tally);
        return new()
        {
            ["method"] = tally.Method,
            ["winners"] = names.List(tally.Winners),
            ["tied"] = names.List(tally.Tied),
            ["tied_seats"] = tally.TiedSeats,
            ["broken_by_order"] = names.List(tally.Broken),
            ["seats"] = tally.Seats,
            ["votes"] = tally.Votes,
            ["options"] = new JsonArray([.. tally.Options.Select(o => (JsonNode)o)]),
            ["trace"] = tally switch
            {
                DebianTally debian => names.Trace(debian),
                SchulzeTally schulze => names.Trace(schulze),
                StvTally stv => names.Trace(stv),
                MeekTally meek => names.Trace(meek),
                StarTally star => names.Trace(star),
                SumTally sum => new()
                {
                    ["totals"] = names.Map(o => sum.Totals[o]),
                    ["refused"] = sum.Refused,
                    ["budget"] = sum.Budget,
                },
                SupportTally support => new()
                {
                    ["supports"] = names.Map(o => support.Supports[o]),
                    ["opposes"] = names.Map(o => support.Opposes[o]),
                    ["share"] = support.Share.ToString(),
                    ["is_more"] = support.IsMore,
                    ["least"] = support.Least,
                },
                MajorityTally majority => new()
                {
                    ["totals"] = names.Map(o => majority.Totals[o]),
                    ["abstained"] = majority.Abstained,
                    ["quorum"] = majority.Quorum?.Least,
                    ["has_quorum"] = majority.HasQuorum,
                    ["majority"] = majority.Majority.ToString(),
                },
                _ => throw new System.Diagnostics.UnreachableException(),
            },
            ["explanation"] = new JsonArray([.. Explanation.Of(tally, words).Select(s => (JsonNode)s)]),
        };
    }

    /// <summary>Ten-billionths as a text with ten decimals.</summary>
    public static string Fixed(long value)
    {
        var (whole, after) = Math.DivRem(Math.Abs(value), MeekCount.One);
        return $"{(value < 0 ? "-" : "")}{whole}.{after:D10}";
    }

    private sealed class Naming(Tally tally)
    {
        public JsonArray List(IEnumerable<int> options) => new([.. options.Select(o => (JsonNode)tally.Options[o])]);

        public JsonObject Map(Func<int, JsonNode?> value) =>
            new(Enumerable.Range(0, tally.Options.Length).Select(o => KeyValuePair.Create(tally.Options[o], value(o))));

        public JsonObject Trace(DebianTally tally) =>
            new()
            {
                ["default"] = tally.Rules.Default is { } none ? tally.Options[none] : null,
                ["quorum"] = tally.Rules.Quorum?.Least,
                ["matrix"] = Rows(tally.Matrix),
                ["dropped"] = new JsonArray([
                    .. tally.Dropped.Select(d => new JsonObject
                    {
                        ["option"] = tally.Options[d.Option],
                        ["reason"] = d.Reason == DropReason.Quorum ? "quorum" : "majority",
                        ["above"] = d.Above,
                        ["below"] = d.Below,
                        ["needs"] = d.Majority.ToString(),
                    }),
                ]),
                ["defeats"] = Defeats(tally.Defeats),
                ["rounds"] = new JsonArray([
                    .. tally.Rounds.Select(r => new JsonObject { ["schwartz"] = List(r.Schwartz), ["dropped_defeats"] = Defeats(r.Weakest) }),
                ]),
            };

        public JsonObject Trace(SchulzeTally tally) =>
            new()
            {
                ["matrix"] = Rows(tally.Matrix),
                ["strengths"] = Rows(tally.Strengths),
                ["order"] = new JsonArray([.. tally.Places.Select(p => List(p))]),
            };

        public JsonObject Trace(StvTally tally) =>
            new()
            {
                ["rounds"] = new JsonArray([
                    .. tally.Rounds.Select(r => new JsonObject
                    {
                        ["round"] = r.Number,
                        ["quota"] = r.Quota.ToString(),
                        ["totals"] = Map(o => r.Totals[o]?.ToString()),
                        ["exhausted"] = r.Exhausted.ToString(),
                        ["elected"] = List(r.Elected),
                        ["eliminated"] = List(r.Eliminated),
                        ["surplus_of"] = r.Passing is { } from ? tally.Options[from] : null,
                        ["surplus"] = r.Surplus.ToString(),
                        ["tied"] = List(r.Tied),
                    }),
                ]),
            };

        public JsonObject Trace(MeekTally tally) =>
            new()
            {
                ["eliminated"] = List(tally.Eliminated),
                ["rounds"] = new JsonArray([
                    .. tally.Rounds.Select(r => new JsonObject
                    {
                        ["round"] = r.Number,
                        ["quota"] = Fixed(r.Quota),
                        ["surplus"] = Fixed(r.Surplus),
                        ["totals"] = Map(o => Fixed(r.Totals[o])),
                        ["keep_factors"] = Map(o => Fixed(r.Keep[o])),
                        ["elected"] = List(r.Elected),
                        ["eliminated"] = List(r.Eliminated),
                    }),
                ]),
            };

        public JsonObject Trace(StarTally tally) =>
            new()
            {
                ["totals"] = Map(o => tally.Totals[o]),
                ["runoffs"] = new JsonArray([
                    .. tally.Rounds.Select(r => new JsonObject
                    {
                        ["winner"] = tally.Options[r.Winner],
                        ["loser"] = r.Loser is { } loser ? tally.Options[loser] : null,
                        ["for"] = r.For,
                        ["against"] = r.Against,
                        ["equal"] = r.Equal,
                    }),
                ]),
            };

        private static JsonArray Rows(Pairwise matrix) =>
            new([.. Enumerable.Range(0, matrix.Size).Select(i => new JsonArray([.. Enumerable.Range(0, matrix.Size).Select(j => (JsonNode)matrix[i, j])]))]);

        private JsonArray Defeats(IEnumerable<Defeat> defeats) =>
            new([
                .. defeats.Select(d => new JsonObject
                {
                    ["winner"] = tally.Options[d.Winner],
                    ["loser"] = tally.Options[d.Loser],
                    ["for"] = d.For,
                    ["against"] = d.Against,
                }),
            ]);
    }
}
