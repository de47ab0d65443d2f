using System.Collections.Immutable;
using System.Text.Json;
using Moot.Counting;
using Moot.Testing;

namespace Moot.Tests.Counting;

/// <summary>Polls for tests: written short, read from the shared data, or drawn by dice.</summary>
internal static class Polls
{
    /// <summary>As <c>28 A&gt;B=C; 14 C</c>.</summary>
    public static Poll Ranked(string options, string ballots)
    {
        ImmutableArray<string> names = [.. options.Split(' ')];
        var builder = new PollBuilder(names, isScored: false);
        foreach (var ballot in ballots.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (count, order) = ballot.Split(' ', 2) is [var c, var o] ? (long.Parse(c), o) : throw new FormatException(ballot);
            var marks = Enumerable.Repeat(Poll.Unranked, names.Length).ToArray();
            foreach (var (place, group) in order.Split('>').Index())
            {
                foreach (var name in group.Split('='))
                {
                    marks[names.IndexOf(name.Trim())] = (short)(place + 1);
                }
            }

            builder.Add(count, marks);
        }

        return builder.Build();
    }

    /// <summary>As <c>3 5 0 1; 2 0 5 4</c>: the count, then one score for each option.</summary>
    public static Poll Scored(string options, string ballots)
    {
        var builder = new PollBuilder([.. options.Split(' ')], isScored: true);
        foreach (var ballot in ballots.Split(';', StringSplitOptions.TrimEntries))
        {
            var numbers = ballot.Split(' ').Select(long.Parse).ToArray();
            builder.Add(numbers[0], numbers[1..].Select(n => (short)n).ToArray());
        }

        return builder.Build();
    }

    public static JsonElement Json(string relative) => JsonDocument.Parse(File.ReadAllBytes(SharedData.Path($"elections/{relative}"))).RootElement;

    public static ImmutableArray<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(e => e.GetString()!)];

    public static ImmutableArray<int> Numbers(JsonElement list) => [.. list.EnumerateArray().Select(e => e.GetInt32())];

    public static Pairwise Matrix(JsonElement rows)
    {
        var cells = rows.EnumerateArray().SelectMany(r => r.EnumerateArray().Select(c => c.GetInt64())).ToImmutableArray();
        return new(rows.GetArrayLength(), cells);
    }

    /// <summary>A random election with equal ranks, gaps and unranked options.</summary>
    public static Poll Random(Dice dice, int options, int ballots, bool strict = false)
    {
        var builder = new PollBuilder([.. Enumerable.Range(0, options).Select(i => ((char)('A' + i)).ToString())], isScored: false);
        var marks = new short[options];
        for (var b = 0; b < ballots; b++)
        {
            if (strict)
            {
                var places = Enumerable.Range(1, options).OrderBy(_ => dice.Next()).ToArray();
                for (var i = 0; i < options; i++)
                {
                    marks[i] = (short)places[i];
                }
            }
            else
            {
                for (var i = 0; i < options; i++)
                {
                    marks[i] = dice.OnceIn(4) ? Poll.Unranked : (short)(1 + dice.Below(options + 1));
                }
            }

            builder.Add(1 + dice.Below(5), marks);
        }

        return builder.Build();
    }

    public static Poll RandomScores(Dice dice, int options, int ballots, int most)
    {
        var builder = new PollBuilder([.. Enumerable.Range(0, options).Select(i => ((char)('A' + i)).ToString())], isScored: true);
        for (var b = 0; b < ballots; b++)
        {
            builder.Add(1 + dice.Below(3), [.. Enumerable.Range(0, options).Select(_ => (short)dice.Below(most + 1))]);
        }

        return builder.Build();
    }
}
