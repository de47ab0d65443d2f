using System.Diagnostics;
using System.Text;
using Moot.Host.Caches;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Kernel.Keys;
using Moot.Ui;

namespace Moot.Benchmarks;

/// <summary>Making the search index of a commons anew, and asking it. Each page has ten revisions.</summary>
internal static class SearchBench
{
    private const int RevisionsEach = 10;
    private const int Writers = 64;

    public static async Task Run(int pages)
    {
        using var folder = new Bench.Folder();
        await using var log = await Bench.Found(folder, "bench");
        Console.Error.WriteLine($"writing {pages:N0} pages with {pages * RevisionsEach:N0} revisions...");
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => Write(log, w, pages / Writers))));
        var clock = Stopwatch.StartNew();
        await using (var search = SqliteSearch.Follow(log, TimeProvider.System, Console.Error.WriteLine))
        {
            while (search.Size < log.Head.World.Size)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }

            var seconds = clock.Elapsed.TotalSeconds;
            var bytes = Directory.EnumerateFiles(log.Folder.CachePath).Sum(f => new FileInfo(f).Length);
            Console.WriteLine(
                $"{log.Head.World.Size:N0} entries, {pages:N0} pages: indexed in {seconds:N1} s ({log.Head.World.Size / seconds:N0} entries/s), {bytes / 1e6:N1} MB"
            );
            foreach (var words in (string[])["gate", "path gate brook", "\"second gate\"", "pla*", "place77", "gate -nothing"])
            {
                var times = new List<double>();
                var total = 0;
                for (var i = 0; i < 20; i++)
                {
                    var start = Stopwatch.GetTimestamp();
                    total = search.Find(new SearchQuery(words)).Total;
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }

                Console.WriteLine($"{words, -18} {total, 5} found, {Bench.Median(times):N1} ms");
            }
        }
    }

    private static async Task Write(HostedLog log, int writer, int pages)
    {
        using var key = SigningKey.Create();
        for (var page = 0; page < pages; page++)
        {
            long? id = null;
            var from = 0L;
            for (var revision = 0; revision < RevisionsEach; revision++)
            {
                var text = Encoding.UTF8.GetBytes(
                    string.Concat(
                        Enumerable
                            .Range(0, 12)
                            .Select(i =>
                                $"The upper path leads past [[Place {page % 97}]] place{page} to the second gate {i} of the brook, by hand {writer}.\n\n"
                            )
                    ) + $"Revision {revision}. [[Category:Kind {page % 20}]]\n"
                );
                var blob = Salt.NewBlob(text);
                var content = new System.Text.Json.Nodes.JsonObject
                {
                    ["text"] = blob.Id.ToString(),
                    ["bytes"] = text.Length,
                    ["format"] = "markdown",
                };
                var prose = new System.Text.Json.Nodes.JsonObject { ["summary"] = "Measured" };
                if (id is null)
                {
                    prose["title"] = $"Page {writer} {page}";
                }
                else
                {
                    (content["page"], content["from"]) = (id, from);
                }

                var place = ActPen.Place.Of(log.Head, log.Folder.Origin, member: null);
                var act = ActPen.Compose(place, TimeProvider.System, id is null ? "page.create/1" : "page.edit/1", content, prose, key);
                from = Founding.Need(await log.Submit((act with { Blobs = [blob] }).ToBytes())).Index!.Value;
                id ??= from;
            }
        }
    }
}
