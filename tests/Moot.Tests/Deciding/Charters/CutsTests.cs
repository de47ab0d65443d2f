using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Moot.Deciding.Charters;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Deciding.Charters;

/// <summary>The smallest groups that can prevent something.</summary>
public sealed class CutsTests
{
    private const int HoldersMax = 9;

    [Fact]
    public void Of_all_each_alone_and_of_alternatives_all_together()
    {
        var (a, b, c) = (Need.Of(0), Need.Of(1), Need.Of(2));
        Assert.Equal([0b001UL, 0b110UL], Cuts.Of(Need.All(a, Need.Any(b, c))));
        Assert.Equal([0b011UL, 0b101UL], Cuts.Of(Need.Any(a, Need.All(b, c))));
        Assert.Equal([0b011UL, 0b101UL, 0b110UL], Cuts.Of(Need.AtLeast(2, (1, a), (1, b), (1, c))));
        Assert.Equal([0b001UL, 0b110UL], Cuts.Of(Need.AtLeast(3, (2, a), (1, b), (1, c))));
        Assert.Empty(Cuts.Of(Need.Nothing));
        Assert.Equal([0UL], Cuts.Of(Need.Impossible));
        Assert.Equal([0UL], Cuts.Of(Need.AtLeast(4, (1, a), (1, b), (1, c))));
        Assert.Equal([0b011UL, 0b101UL], Cuts.Forcing(Need.All(a, Need.Any(b, c))));
    }

    /// <summary>Groups of more than six are left out: seven alternatives cannot be shut by so few.</summary>
    [Fact]
    public void Six_are_the_most_that_are_looked_for()
    {
        Assert.Single(Cuts.Of(Need.Any([.. Enumerable.Range(0, 6).Select(Need.Of)])));
        Assert.Empty(Cuts.Of(Need.Any([.. Enumerable.Range(0, 7).Select(Need.Of)])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Need.Of(64));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void They_are_those_that_trying_everything_finds(int seed)
    {
        var dice = new Dice((ulong)seed);
        for (var round = 0; round < 300; round++)
        {
            var need = Random(dice, depth: 4);
            var why = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, round {round}");
            Assert.True(Cuts.Of(need).Order().SequenceEqual(ByTrying(refusing => !need.Holds(refusing))), why);

            // Whoever has a group behind them has it against everybody else.
            Assert.True(Cuts.Forcing(need).Order().SequenceEqual(ByTrying(agreeing => need.Holds(~agreeing & ((1UL << HoldersMax) - 1)))), why);
        }
    }

    [Fact]
    public void The_worked_examples_of_the_field_come_out()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("field/freedom/worked_examples.json")));
        var models = 0;
        foreach (var model in json.RootElement.EnumerateArray())
        {
            var holders = model.GetProperty("holders").EnumerateArray().Select(h => h.GetProperty("Id").GetString()!).ToArray();
            if (holders.Length > Cuts.HoldersMax)
            {
                continue;
            }

            var systems = new Dictionary<string, Need>(StringComparer.Ordinal);
            foreach (var system in model.GetProperty("systems").EnumerateArray())
            {
                var requires = Read(system.GetProperty("requires").GetString()!, systems);
                var deniers = system.GetProperty("deniers").EnumerateArray().Select(d => Need.Any([.. d.EnumerateArray().Select(Holder)]));
                systems.Add(system.GetProperty("Id").GetString()!, Need.All([requires, .. deniers]));
            }

            foreach (var expected in model.GetProperty("capabilities").EnumerateArray())
            {
                var cuts = Cuts.Of(systems[expected.GetProperty("capability").GetString()!]);
                var sets = expected.GetProperty("minimal_cut_sets").EnumerateArray();
                var masks = sets.Select(s => s.EnumerateArray().Aggregate(0UL, (m, h) => m | 1UL << Array.IndexOf(holders, h.GetString()!)));
                Assert.Equal(masks.Where(m => BitOperations.PopCount(m) <= Cuts.SizeMax).Order(), cuts.Order());
            }

            models++;

            Need Holder(JsonElement holder) => Need.Of(Array.IndexOf(holders, holder.GetString()!));
        }

        Assert.True(models > 1);
    }

    /// <summary>Reads <c>and(a,or(b,c))</c>, <c>atleast(0.5,0.3*a,0.4*b)</c>, <c>true</c>, <c>false</c>, <c>never</c> or the name of a system.</summary>
    private static Need Read(string text, Dictionary<string, Need> systems)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return text switch
            {
                "true" => Need.Nothing,
                "never" or "false" => Need.Impossible,
                _ => systems[text],
            };
        }

        var parts = Parts(text[(open + 1)..^1]);
        return text[..open] switch
        {
            "and" => Need.All([.. parts.Select(p => Read(p, systems))]),
            "or" => Need.Any([.. parts.Select(p => Read(p, systems))]),
            "atleast" => Need.AtLeast(Thousandths(parts[0]), [.. parts.Skip(1).Select(p => (Thousandths(p.Split('*')[0]), Read(p.Split('*')[1], systems)))]),
            _ => throw new InvalidDataException(text),
        };
    }

    private static long Thousandths(string text) => (long)Math.Round(decimal.Parse(text, CultureInfo.InvariantCulture) * 1000);

    private static List<string> Parts(string text)
    {
        var (parts, depth, start) = (new List<string>(), 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth +=
                text[i] == '(' ? 1
                : text[i] == ')' ? -1
                : 0;
            if (text[i] == ',' && depth == 0)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static Need Random(Dice dice, int depth)
    {
        if (depth == 0 || dice.OnceIn(4))
        {
            return dice.OnceIn(12) ? Need.Nothing : Need.Of(dice.Below(HoldersMax));
        }

        ImmutableArray<Need> parts = [.. Enumerable.Range(0, 1 + dice.Below(3)).Select(_ => Random(dice, depth - 1))];
        return dice.Below(3) switch
        {
            0 => Need.All(parts),
            1 => Need.Any(parts),
            _ => Need.AtLeast(1 + dice.Below(4), [.. parts.Select(p => ((long)(1 + dice.Below(2)), p))]),
        };
    }

    /// <summary>Every group that does it and of which no part does.</summary>
    private static IEnumerable<ulong> ByTrying(Func<ulong, bool> does)
    {
        var found = new List<ulong>();
        foreach (var group in Enumerable.Range(0, 1 << HoldersMax).Select(g => (ulong)g).OrderBy(BitOperations.PopCount))
        {
            if (BitOperations.PopCount(group) <= Cuts.SizeMax && found.TrueForAll(f => (f & group) != f) && does(group))
            {
                found.Add(group);
            }
        }

        return found.Order();
    }
}
