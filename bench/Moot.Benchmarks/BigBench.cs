using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Moot.Commons;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.People;
using Moot.Host.Web;
using Moot.Kernel.Membership;
using Moot.Talk;

namespace Moot.Benchmarks;

/// <summary>A large association: how long a server needs to open and index it, and to make each kind of page; then edits, and memory after many requests.</summary>
internal static class BigBench
{
    private const int Views = 20;

    /// <summary>Pages that take longer than this are marked.</summary>
    private const double SlowMilliseconds = 300;

    /// <summary>Requests after which memory is looked at again.</summary>
    private const int Requests = 50_000;

    private const int Rounds = 4;

    public static async Task Run(int pages)
    {
        var kept = Environment.GetEnvironmentVariable("MOOT_BENCH_KEEP");
        using var folder = new Bench.Folder(kept);
        if (!AssociationFolder.Exists(folder.In("big")))
        {
            await using var log = await Bench.Found(folder, "big");
            await BigLog.Grow(log, pages);
        }

        await Pages(folder, pages);
        await using (var log = HostedLog.Open(AssociationFolder.Open(folder.In("big")), TimeProvider.System))
        await using (var server = await Server.Start([(IServedLog)log], isSingle: true, "http://127.0.0.1:0"))
        {
            foreach (var editors in (int[])[1, 8, 64])
            {
                await PageBench.Edits(new Uri(Server.Address(server)), $"Edited_{editors}", editors, Math.Max(10, 1_500 / editors));
            }
        }
    }

    private static async Task Pages(Bench.Folder folder, int pages)
    {
        var known = await Look(folder);
        var (cookie, member, size, busy, large, thread) = known;
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(
            new ProcessStartInfo(Bench.Moot, ["serve", folder.In("big"), "--urls", url.ToString()])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = url };
        try
        {
            while (!await Answers(http))
            {
                await Task.Delay(10, CancellationToken.None);
            }

            process.Refresh();
            Console.WriteLine(
                $"{size:N0} entries: first answer after {clock.Elapsed.TotalSeconds:N2} s, {process.TotalProcessorTime.TotalMicroseconds / size:N1} µs of processor time an entry, {process.WorkingSet64 >> 20} MiB"
            );
            while (
                !(await http.GetStringAsync(new Uri("/search?q=%22answer+99%22", UriKind.Relative))).Contains($"/entry/{size - 1}\"", StringComparison.Ordinal)
            )
            {
                await Task.Delay(50, CancellationToken.None);
            }

            process.Refresh();
            Console.WriteLine($"all of it indexed after {clock.Elapsed.TotalSeconds:N1} s, {process.WorkingSet64 >> 20} MiB");
            foreach (
                var path in (string[])
                    [
                        "",
                        "page/Page_77",
                        $"page/{BigLog.Busy}?at={busy[0]}",
                        $"page/{BigLog.Busy}",
                        $"page/{BigLog.Large}",
                        $"edit/{BigLog.Large}",
                        "history/Page_77",
                        $"history/{BigLog.Busy}",
                        $"history/{BigLog.Busy}?before={busy[5_000]}",
                        $"diff/{busy[10]}/{busy[9_000]}",
                        $"diff/{large[0]}/{large[1]}",
                        "blame/Page_77",
                        $"blame/{BigLog.Busy}",
                        $"blame/{BigLog.Large}",
                        "about/Page_77",
                        $"about/{BigLog.Busy}",
                        "recent",
                        $"recent?before={size / 2}",
                        "feed/recent.atom",
                        "search?q=gate",
                        "search?q=%22second+gate+7%22+brook",
                        "search?q=place77",
                        "pages",
                        "pages?from=Page_5",
                        "categories",
                        "category/Kind_7",
                        "wanted",
                        "files",
                        "review",
                        "talk",
                        $"talk/page/{BigLog.Busy}",
                        $"talk/thread/{thread}",
                        "members",
                        $"member/{member}",
                        $"member/{member}/acts",
                        $"entry/{size / 2}",
                        "for-me",
                        "me",
                        "more",
                        "settings",
                        "filters",
                    ]
            )
            {
                await View(http, path, cookie);
            }

            // What fills caches up to their limits levels off; what leaks goes on.
            for (var round = 0; round < Rounds; round++)
            {
                await Mixed(http, process, known, pages);
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>A member's cookie, and what there is to be looked at.</summary>
    private static async Task<Known> Look(Bench.Folder folder)
    {
        await using var log = HostedLog.Open(AssociationFolder.Open(folder.In("big")), TimeProvider.System);
        var (world, library) = (log.Head.World, log.Head.World.Get<Library>());
        var member = world.Get<Roster>().Members.Keys.First();
        using var people = PeopleOf.Open(log, TimeProvider.System)!;
        var (_, token) = people.Sessions.Begin(member);
        var busy = library.Pages.Values.MaxBy(p => p.Revisions.Count)!;
        var large = library.Pages.Values.MaxBy(p => library.FindRevision(p.Newest)!.Value.Bytes)!;
        var talk = world.Get<Conversations>();
        var thread = talk.Subjects.SelectMany(talk.ThreadsOn).MaxBy(t => t.Count)!;
        return new(
            $"{Room.SessionCookieOf(log.Folder.Vkey)}={token}",
            member.ToString()[..16],
            world.Size,
            [.. busy.Revisions.Span],
            [.. large.Revisions.Span],
            thread.Root
        );
    }

    private static int FreePort()
    {
        using var any = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        any.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)any.LocalEndPoint!).Port;
    }

    private static async Task<bool> Answers(HttpClient http)
    {
        try
        {
            return (await http.GetAsync(new Uri("/checkpoint", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>One kind of page for a member: it is made anew each time.</summary>
    private static async Task View(HttpClient http, string path, string cookie)
    {
        var times = new List<double>();
        var (status, bytes) = (HttpStatusCode.OK, 0);
        for (var i = 0; i <= Views; i++)
        {
            var start = Stopwatch.GetTimestamp();
            (status, bytes) = await Get(http, path, cookie);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        var (first, usual) = (times[0], Bench.Median(times[1..]));
        var mark = Math.Max(first, usual) > SlowMilliseconds ? "  SLOW" : "";
        Console.WriteLine($"{path, -42} {(int)status} {bytes, 9:N0} bytes: first {first, 7:N1} ms, then {usual, 7:N1} ms{mark}");
    }

    private static async Task<(HttpStatusCode Status, int Bytes)> Get(HttpClient http, string path, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/" + path);
        if (cookie.Length > 0)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, (await answer.Content.ReadAsByteArrayAsync()).Length);
    }

    /// <summary>Memory before and after many requests of all sorts.</summary>
    private static async Task Mixed(HttpClient http, Process process, Known known, int pages)
    {
        process.Refresh();
        var (before, clock) = (process.WorkingSet64, Stopwatch.StartNew());
        var next = 0;
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async _ =>
                {
                    for (var n = Interlocked.Increment(ref next); n <= Requests; n = Interlocked.Increment(ref next))
                    {
                        var path = (n % 10) switch
                        {
                            < 5 => $"page/Page_{n % pages}",
                            5 => $"history/Page_{n % pages}",
                            6 => $"diff/{known.Busy[n % 9_000]}/{known.Busy[(n % 9_000) + 500]}",
                            7 => $"search?q=place{n % pages}",
                            8 => $"recent?before={known.Size - (n % 5_000)}",
                            _ => $"edit/Page_{n % pages}",
                        };
                        await Get(http, path, n % 2 == 0 ? known.Cookie : "");
                    }
                })
        );
        process.Refresh();
        Console.WriteLine(
            $"{Requests:N0} mixed requests in {clock.Elapsed.TotalSeconds:N0} s: working set {before >> 20} MiB before, {process.WorkingSet64 >> 20} MiB after"
        );
    }

    /// <summary>What there is to be looked at, and the cookie of a member who looks.</summary>
    private sealed record Known(string Cookie, string Member, long Size, long[] Busy, long[] Large, long Thread);
}
