using System.Diagnostics;
using System.Text.Json.Nodes;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;

namespace Moot.Benchmarks;

/// <summary>A matter in which thousands took a position and hundreds object: its page, its steps and its JSON as a stranger gets them, beside a page of the same server that is empty.</summary>
internal static class MatterBench
{
    private const int Views = 60;

    /// <summary>One of so many who take a position objects too, and is answered.</summary>
    private const int ObjectorsIn = 10;

    private const int Writers = 64;

    public static async Task Run(int positions)
    {
        using var folder = new Bench.Folder();
        await using var log = await Bench.Found(folder, "matter");
        var people = await Join(log, positions);
        var objections = new long?[positions];
        var matter = await Act(log, people[0], "matter.open/1", new(), new() { ["title"] = "Shall we buy a pump?", ["text"] = "The **large** one." });
        Console.Error.WriteLine($"{positions:N0} positions, {positions / ObjectorsIn:N0} objections with answers...");
        await Each(
            people,
            async (n, person) =>
            {
                await Act(log, person, "matter.position/1", new() { ["matter"] = matter, ["stance"] = n % 3 == 0 ? "against" : "for" }, Because(n));
                if (n % ObjectorsIn == 1)
                {
                    objections[n] = await Act(log, person, "objection.raise/1", new() { ["matter"] = matter }, Because(n));
                }
            }
        );
        await Each(
            people,
            async (n, person) =>
            {
                if (n + 1 < positions && objections[n + 1] is { } objection)
                {
                    await Act(log, person, "objection.answer/1", new() { ["objection"] = objection }, new() { ["answer"] = $"It runs by day, number {n}." });
                }
            }
        );
        await using var server = await Server.Start([(IServedLog)log], isSingle: true, "http://127.0.0.1:0");
        using var http = new HttpClient { BaseAddress = new Uri(Server.Address(server)) };
        _ = await http.GetByteArrayAsync(new Uri("/promises", UriKind.Relative));
        var clock = Stopwatch.StartNew();
        _ = await http.GetByteArrayAsync(new Uri($"/matter/{matter}", UriKind.Relative));
        Console.WriteLine($"{log.Head.World.Size:N0} entries; first view, which reads the steps from the log: {clock.Elapsed.TotalMilliseconds:N1} ms");
        var empty = 0.0;
        foreach (
            var path in new[]
            {
                "/promises",
                $"/matter/{matter}",
                $"/matter/{matter}?before={matter + positions}",
                $"/matter/{matter}/steps?from=3000",
                $"/matter/{matter}.json",
                "/matters",
            }
        )
        {
            var (times, bytes) = (new List<double>(), 0);
            for (var view = 0; view < Views; view++)
            {
                clock.Restart();
                bytes = (await http.GetByteArrayAsync(new Uri(path, UriKind.Relative))).Length;
                times.Add(clock.Elapsed.TotalMilliseconds);
            }

            empty = empty == 0 ? Bench.Median(times) : empty;
            Console.WriteLine(
                $"{path, -34} {bytes, 9:N0} bytes, p50 {Bench.Median(times), 7:N2} ms, p95 {Bench.At(times, 95), 7:N2} ms, {Bench.Median(times) / empty:N1} × the empty page"
            );
        }

        foreach (var (_, key) in people)
        {
            key.Dispose();
        }
    }

    private static JsonObject Because(int n) => new() { ["reason"] = $"The old one leaks at gate {n}, and nobody can carry the diesel up there on a Tuesday." };

    private static async Task<(MemberId Id, SigningKey Key)[]> Join(HostedLog log, int count)
    {
        var people = new (MemberId, SigningKey)[count];
        await Each(
            people,
            async (n, _) =>
            {
                var key = SigningKey.Create();
                var act = ActPen.Compose(
                    ActPen.Place.Of(log.Head, log.Folder.Origin, member: null),
                    TimeProvider.System,
                    "member.join/1",
                    [],
                    new() { ["name"] = $"Member {n}" },
                    key
                );
                Founding.Need(await log.Submit(act.ToBytes()));
                people[n] = (new(act.Act.Id), key);
            }
        );
        return people;
    }

    private static Task Each<T>(T[] all, Func<int, T, Task> work)
    {
        var next = -1;
        return Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (var n = Interlocked.Increment(ref next); n < all.Length; n = Interlocked.Increment(ref next))
                        {
                            await work(n, all[n]);
                        }
                    })
                )
        );
    }

    private static async Task<long> Act(HostedLog log, (MemberId Id, SigningKey Key) person, string kind, JsonObject content, JsonObject prose)
    {
        var place = ActPen.Place.Of(log.Head, log.Folder.Origin, person.Id);
        var act = ActPen.Compose(place, TimeProvider.System, kind, content, prose, person.Key);
        return Founding.Need(await log.Submit(act.ToBytes())).Index!.Value;
    }
}
