using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Moot.Counting;

namespace Moot.Benchmarks;

/// <summary>The library "votes" from npm, which many programs in JavaScript count with, over the same ballots.</summary>
/// <remarks>It is installed into a folder that goes away again. Its ballots are lists of lists of names, which it wants in memory all at once: how many it is given is said.</remarks>
internal static class VotesPeer
{
    private const string Package = "votes@3.0.0";

    private const string Script = """
        import { readFileSync } from 'node:fs'
        import { Schulze, utils } from 'votes'
        const [options, count] = process.argv.slice(2).map(Number)
        const bytes = readFileSync('marks')
        const marks = new Int16Array(bytes.buffer, bytes.byteOffset, options * count)
        const names = Array.from({ length: options }, (_, i) => String(i))
        const ballots = []
        for (let b = 0; b < count; b++) {
            const places = new Map()
            for (let o = 0; o < options; o++) {
                const mark = marks[b * options + o]
                places.set(mark, [...(places.get(mark) ?? []), names[o]])
            }
            ballots.push({ weight: 1, ranking: [...places].sort((x, y) => x[0] - y[0]).map(p => p[1]) })
        }
        const begin = performance.now()
        const matrix = utils.matrixFromBallots(ballots, names)
        const ranking = new Schulze(matrix).ranking()
        const seconds = (performance.now() - begin) / 1000
        console.log(JSON.stringify({ seconds, winners: ranking[0].map(Number), memory: process.memoryUsage().rss }))
        """;

    /// <summary>What it needed for as many of the ballots as it can bear, or why it could not.</summary>
    /// <param name="poll">Different ballots, one vote each.</param>
    /// <param name="sizes">How many of them are tried, the most first.</param>
    public static (int Ballots, double Seconds, long Memory, string Missing) Count(Poll poll, params ReadOnlySpan<int> sizes)
    {
        var folder = Directory.CreateTempSubdirectory("moot-votes-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "package.json"), """{ "private": true, "type": "module" }""");
            File.WriteAllText(Path.Combine(folder.FullName, "count.js"), Script);
            Programs.Time("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder.FullName, Package);
            File.WriteAllBytes(Path.Combine(folder.FullName, "marks"), MemoryMarshal.AsBytes(poll.Marks.AsSpan()));
            var missing = "";
            foreach (var size in sizes)
            {
                try
                {
                    string[] arguments = ["--max-old-space-size=6000", "count.js", $"{poll.Options.Length}", size.ToString(CultureInfo.InvariantCulture)];
                    var said = JsonDocument.Parse(Programs.Say(folder.FullName, "node", arguments)).RootElement;
                    Check(poll, size, [.. said.GetProperty("winners").EnumerateArray().Select(w => w.GetInt32())]);
                    return (size, said.GetProperty("seconds").GetDouble(), said.GetProperty("memory").GetInt64(), "");
                }
                catch (InvalidOperationException e)
                {
                    missing = e.Message.Split('\n')[0];
                }
            }

            return (0, 0, 0, missing);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return (0, 0, 0, e.Message.Split('\n')[0]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Check(Poll poll, int ballots, List<int> winners)
    {
        var part = poll with { Counts = poll.Counts[..ballots], Marks = poll.Marks[..(ballots * poll.Options.Length)] };
        if (!SchulzeCount.Of(part, []).Winners.SequenceEqual(winners.Order()))
        {
            throw new InvalidDataException($"{Package} finds other winners: {string.Join(' ', winners)}.");
        }
    }
}
