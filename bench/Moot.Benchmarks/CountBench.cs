using System.Diagnostics;
using Moot.Counting;
using Moot.Counting.Files;
using Moot.Testing;

namespace Moot.Benchmarks;

/// <summary>Counting: Schulze's method over many different ballots beside the bare loop that compares every two options and a library from npm, and Meek's rule over real ballots.</summary>
internal static class CountBench
{
    private const int Options = 20;
    private const int Rounds = 5;
    private const int SeatsMost = 5;

    public static Task Run(int ballots)
    {
        var poll = Random(ballots);
        var (ours, bare) = (new List<double>(), new List<double>());
        long[] cells = [];
        for (var i = 0; i < Rounds; i++)
        {
            bare.Add(Bench.Seconds(() => cells = Loop(poll.Marks.AsSpan(), ballots)));
            SchulzeTally tally = null!;
            ours.Add(Bench.Seconds(() => tally = SchulzeCount.Of(poll, [])));
            if (!tally.Matrix.Cells.AsSpan().SequenceEqual(cells))
            {
                throw new InvalidOperationException("The bare loop and the count disagree.");
            }
        }

        var (one, other) = (Bench.Median(ours), Bench.Median(bare));
        Console.WriteLine(
            $"schulze, {ballots:N0} different ballots x {Options} options: {one:N3} s; bare loop {other:N3} s; ratio {one / other:N2} (goal 1.2)"
        );
        var peer = VotesPeer.Count(poll, ballots, ballots / 2, ballots / 10, ballots / 100);
        Console.WriteLine(
            peer.Ballots == 0
                ? $"votes (npm), Schulze: {peer.Missing}"
                : $"votes (npm), Schulze, {peer.Ballots:N0} of the same ballots, same winner: {peer.Seconds:N3} s in {peer.Memory / 1_048_576:N0} MiB; "
                    + $"{peer.Seconds / peer.Ballots * 1_000_000:N2} µs a ballot, ours {one / ballots * 1_000_000:N2}; "
                    + $"ratio ours to its {one / ballots / (peer.Seconds / peer.Ballots):N4}"
        );
        Meek();
        return Task.CompletedTask;
    }

    private static Poll Random(int ballots)
    {
        var dice = new Random(3797);
        var marks = new short[ballots * Options];
        for (var i = 0; i < marks.Length; i++)
        {
            marks[i] = dice.Next(6) == 0 ? Poll.Unranked : (short)(1 + dice.Next(Options));
        }

        return new(
            [.. Enumerable.Range(1, Options).Select(i => $"{i}")],
            [.. Enumerable.Repeat(1L, ballots)],
            System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(marks),
            IsScored: false
        );
    }

    // What is left when everything but the comparisons is taken away.
    private static long[] Loop(ReadOnlySpan<short> marks, int ballots)
    {
        var cells = new long[Options * Options];
        for (var b = 0; b < ballots; b++)
        {
            var ballot = marks.Slice(b * Options, Options);
            for (var i = 0; i < Options; i++)
            {
                for (var j = 0; j < Options; j++)
                {
                    if (ballot[i] < ballot[j])
                    {
                        cells[(i * Options) + j]++;
                    }
                }
            }
        }

        return cells;
    }

    private static void Meek()
    {
        var (folder, isThere) = Project.Shared("elections/preflib");
        if (!isThere)
        {
            Console.WriteLine($"meek: no shared data at {folder}");
            return;
        }

        var files = Directory
            .EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".soi" or ".toi" or ".toc" or ".soc")
            .ToList();
        var (read, counted, votes, rounds, slowest) = (0.0, 0.0, 0L, 0, (Name: "", Seconds: 0.0));
        foreach (var file in files)
        {
            var clock = Stopwatch.StartNew();
            if (!BallotFile.TryRead(File.ReadAllBytes(file), file, false, out var poll, out var error))
            {
                throw new InvalidOperationException($"{file}: {error}");
            }

            read += clock.Elapsed.TotalSeconds;
            clock.Restart();
            var tally = MeekCount.Of(poll, Math.Min(SeatsMost, poll.Options.Length - 1));
            var seconds = clock.Elapsed.TotalSeconds;
            counted += seconds;
            slowest = seconds > slowest.Seconds ? (Path.GetFileName(file), seconds) : slowest;
            (votes, rounds) = (votes + poll.Votes, rounds + tally.Rounds.Length);
        }

        Console.WriteLine(
            $"meek, {files.Count} PrefLib files, {votes:N0} votes, {SeatsMost} seats: read in {read:N2} s, counted in {counted:N2} s over {rounds:N0} rounds; slowest {slowest.Name} {slowest.Seconds:N2} s"
        );
    }
}
