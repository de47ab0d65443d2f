using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Moot.Counting;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Counting;

/// <summary>Meek's rule, to the last of ten decimals.</summary>
public sealed class MeekCountTests
{
    [Fact]
    public void Twenty_eight_elections_agree_in_every_round_total_quota_and_keep_factor()
    {
        var files = Directory.GetFiles(SharedData.Path("elections/meek-stv-securepoll"), "*.json").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(28, files.Count);
        foreach (var file in files)
        {
            var pair = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
            var (poll, ids) = Read(pair[0]);
            var tally = MeekCount.Of(poll, pair[0].GetProperty("seats").GetInt32());
            var name = Path.GetFileName(file);
            var rounds = pair[1].GetProperty("rounds").EnumerateArray().ToList();
            foreach (var (told, round) in rounds.Zip(tally.Rounds))
            {
                var at = $"{name}, round {round.Number}";
                Assert.True(round.Number == told.GetProperty("round").GetInt32(), at);
                Same(told.GetProperty("quota"), round.Quota, at + ", quota");
                Same(told.GetProperty("surplus"), round.Surplus, at + ", surplus");
                Same(told.GetProperty("totalVotes"), round.Totals.Sum(), at + ", total");
                foreach (var (i, id) in ids.Index())
                {
                    Same(told.GetProperty("rankings").GetProperty(id).GetProperty("total"), round.Totals[i], $"{at}, votes of {id}");
                    Same(told.GetProperty("keepFactors").GetProperty(id), round.Keep[i], $"{at}, keep factor of {id}");
                }

                Assert.True(Ids(told.GetProperty("elected")).SetEquals(round.Elected.Select(e => ids[e])), at + ", elected");
                Assert.True(Ids(told.GetProperty("eliminated")).SetEquals(round.Eliminated.Select(e => ids[e])), at + ", eliminated");
            }

            Assert.Equal(rounds.Count, tally.Rounds.Length);
            Assert.Equal(pair[1].GetProperty("elected").EnumerateArray().Select(Id).Order(), tally.Winners.Select(w => ids[w]).Order());
            Assert.Equal(pair[1].GetProperty("eliminated").EnumerateArray().Select(Id).Order(), tally.Eliminated.Select(w => ids[w]).Order());
        }
    }

    [Fact]
    public void A_seat_stays_empty_unless_the_rule_fills_it()
    {
        var poll = Polls.Ranked("A B", "5 A");
        Assert.Equal([0], MeekCount.Of(poll, 2).Winners);
        Assert.Equal([0, 1], MeekCount.Of(poll, 2, fills: true).Winners);
    }

    [Fact]
    public void Where_seats_are_filled_those_tied_for_the_last_seat_are_a_set()
    {
        var poll = Polls.Ranked("A B C", "5 A; 1 B; 1 C");
        Assert.Equal([0], MeekCount.Of(poll, 2).Winners);
        var tally = MeekCount.Of(poll, 2, fills: true);
        Assert.Equal([0], tally.Winners);
        Assert.Equal([1, 2], tally.Tied);
    }

    [Fact]
    public void Equal_ranks_share_a_vote()
    {
        var tally = MeekCount.Of(Polls.Ranked("A B C", "2 A=B; 1 C"), 1);
        Assert.Equal([MeekCount.One, MeekCount.One, MeekCount.One], tally.Rounds[0].Totals);
    }

    internal static (Poll Poll, ImmutableArray<string> Ids) Read(JsonElement election)
    {
        ImmutableArray<string> ids = [.. election.GetProperty("candidates").EnumerateObject().Select(c => c.Name)];
        var builder = new PollBuilder(ids, isScored: false);
        foreach (var ballot in election.GetProperty("rankedVotes").EnumerateObject().Select(b => b.Value))
        {
            var marks = Enumerable.Repeat(Poll.Unranked, ids.Length).ToArray();
            ImmutableArray<int> written = [.. ballot.GetProperty("rank").EnumerateObject().Select(r => ids.IndexOf(Id(r.Value)))];
            foreach (var (place, option) in written.Distinct().Index())
            {
                marks[option] = (short)(place + 1);
            }

            var isTwice = written.Distinct().Count() < written.Length;
            Assert.True(builder.Add(long.Parse(Id(ballot.GetProperty("count")), CultureInfo.InvariantCulture), marks, isTwice ? written : default));
        }

        return (builder.Build(), ids);
    }

    private static string Id(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static HashSet<string> Ids(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? [.. value.EnumerateObject().Select(p => Id(p.Value))] : [.. value.EnumerateArray().Select(Id)];

    private static void Same(JsonElement told, long ours, string what)
    {
        var text = Id(told);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var scaled = point < 0 ? text + "0000000000" : text[..point] + text[(point + 1)..].PadRight(MeekCount.Digits, '0');
        Assert.True(long.Parse(scaled, CultureInfo.InvariantCulture) == ours, $"{what}: {text}, and we have {ours}");
    }
}
