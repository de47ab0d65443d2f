using System.Text;
using System.Text.Json.Nodes;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;

namespace Moot.Benchmarks;

/// <summary>The log of a large association: many pages of ten revisions, a long page, a page that was edited ten thousand times, and much talk.</summary>
internal static class BigLog
{
    private const int Writers = 64;
    private const int RevisionsEach = 10;
    private const int BusyRevisions = 10_000;
    private const int LongThreadMessages = 2_000;
    private const int ThreadMessages = 100;

    /// <summary>A page of one megabyte.</summary>
    public const string Large = "Large";

    /// <summary>A page of ten thousand revisions.</summary>
    public const string Busy = "Busy";

    /// <summary>Grows a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="pages">Pages; twice as many messages.</param>
    public static async Task Grow(HostedLog log, int pages)
    {
        Console.Error.WriteLine($"writing {pages:N0} pages of {RevisionsEach} revisions, {BusyRevisions:N0} more of one page, {2 * pages:N0} messages...");
        using (var key = SigningKey.Create())
        {
            var busy = new Hand(log, key);
            await busy.Page(Busy, BusyRevisions, n => $"The list of the day, as it stood at turn {n}.\n\n" + Paragraph(n % 50, 3) + $"Turn {n}.\n");
            await busy.Page(Large, 2, n => Paragraph(n, 8_500));
            var subject = "page:" + busy.LastPage;
            var first = await busy.Say(subject, replyTo: null, "Who keeps this list?");
            await Together(LongThreadMessages, (hand, n) => hand.Say(subject, first, $"Message {n}: I do, on Tuesdays."), log);
        }

        await Together(
            pages,
            (hand, n) => hand.Page($"Page {n}", RevisionsEach, revision => Paragraph(n, 12) + $"Revision {revision}. [[Category:Kind {n % 20}]]\n"),
            log
        );
        await Together(
            Math.Max(1, ((2 * pages) - LongThreadMessages) / ThreadMessages),
            async (hand, n) =>
            {
                var root = await hand.Say("association", replyTo: null, $"Thread {n}: what of the pump at gate {n}?");
                for (var i = 1; i < ThreadMessages; i++)
                {
                    await hand.Say("association", root, $"Answer {i}: the upper path is dry.");
                }
            },
            log
        );
    }

    private static string Paragraph(int page, int count) =>
        string.Concat(
            Enumerable
                .Range(0, count)
                .Select(i =>
                    $"The upper path leads past [[Page {(page * 7 + i) % 97}]] place{page} to the second gate {i} of the brook; *one* carries **the other** ({i}).\n\n"
                )
        );

    private static Task Together(int count, Func<Hand, int, Task> work, HostedLog log)
    {
        var next = -1;
        return Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        using var key = SigningKey.Create();
                        var hand = new Hand(log, key);
                        for (var n = Interlocked.Increment(ref next); n < count; n = Interlocked.Increment(ref next))
                        {
                            await work(hand, n);
                        }
                    })
                )
        );
    }

    /// <summary>A guest who writes.</summary>
    private sealed class Hand(HostedLog log, SigningKey key)
    {
        /// <summary>The page that was begun last.</summary>
        public long LastPage { get; private set; }

        public async Task Page(string title, int revisions, Func<int, string> textOf)
        {
            var from = 0L;
            for (var revision = 0; revision < revisions; revision++)
            {
                var text = Encoding.UTF8.GetBytes(textOf(revision));
                var blob = Salt.NewBlob(text);
                var content = new JsonObject
                {
                    ["text"] = blob.Id.ToString(),
                    ["bytes"] = text.Length,
                    ["format"] = "markdown",
                };
                var prose = new JsonObject { ["summary"] = $"Turn {revision}" };
                if (revision == 0)
                {
                    prose["title"] = title;
                }
                else
                {
                    (content["page"], content["from"]) = (LastPage, from);
                }

                from = await Act(revision == 0 ? "page.create/1" : "page.edit/1", content, prose, blob);
                LastPage = revision == 0 ? from : LastPage;
            }
        }

        public Task<long> Say(string subject, long? replyTo, string text) =>
            Act(
                "talk.say/1",
                replyTo is null ? new JsonObject { ["subject"] = subject } : new JsonObject { ["subject"] = subject, ["replyTo"] = replyTo },
                new JsonObject { ["text"] = text }
            );

        private async Task<long> Act(string kind, JsonObject content, JsonObject prose, params StoredBlob[] blobs)
        {
            var place = ActPen.Place.Of(log.Head, log.Folder.Origin, member: null);
            var act = ActPen.Compose(place, TimeProvider.System, kind, content, prose, key);
            return Founding.Need(await log.Submit((act with { Blobs = [.. blobs] }).ToBytes())).Index!.Value;
        }
    }
}
