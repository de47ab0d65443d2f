using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Host.Door;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Programs;

namespace Moot.Benchmarks;

/// <summary>So many members vote in secret over HTTP, each by a request of their own, durably; then the sheet is published and every ballot is looked for on it.</summary>
internal static class VoteBench
{
    private const int AtOnce = 64;
    private const int Candidates = 8;
    private const string Pathway = """
        charter 1
        role council
          seats 3
          by election
        pathway election
          stage names nomination
            by members
            for 1d
            then poll
          stage poll ballot
            by members
            count meek-stv
            secret receipts
            for 1d
            at most 1d
            confirm 1d
        subject anything by election
        """;

    public static async Task Run(int voters)
    {
        using var folder = new Bench.Folder();
        var clock = new AheadClock();
        using var founder = SigningKey.Create();
        var founded = await Founding.Found(folder.In("votes"), "votes", purpose: null, "Founder", origin: null, founder, clock);
        await using var log = HostedLog.Open(AssociationFolder.Open(founded.Folder.DirectoryPath), clock);
        using var intake = KeyFile.Read(founded.Folder.IntakeKeyPath);
        await Act(log, founded.Founder, founder, clock, "charter.adopt/1", new() { ["charter"] = CharterText.Tidy(Pathway) }, []);
        Console.Error.WriteLine($"{voters:N0} members join, and get a token each...");
        var members = await Join(log, voters, intake, clock);
        var secrets = Tokens(founded.Folder, members, clock);
        var election = await Act(
            log,
            members[0],
            intake,
            clock,
            "matter.open/1",
            new() { ["role"] = "council" },
            new() { ["title"] = "Who?", ["text"] = "Three." }
        );
        for (var i = 0; i < Candidates; i++)
        {
            var self = new JsonObject { ["matter"] = election, ["member"] = members[i].ToString() };
            await Act(log, members[i], intake, clock, "option.nominate/1", self, new() { ["text"] = "I." });
        }

        clock.Ahead += TimeSpan.FromDays(1);
        var site = new Site(isSingle: true, clock) { Tell = _ => { } };
        site.Add(log);
        await using var server = await Server.Start(site, "http://127.0.0.1:0");
        var address = new Uri(Server.Address(server));
        var dice = new Random(6);
        var ballots = members.Select(m => (Member: m, Token: Salt.Fresh().ToHex()[..BallotViews.TokenDigits], Marks: Marks(dice))).ToArray();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = AtOnce, AllowAutoRedirect = false }) { BaseAddress = address };
        var latencies = new double[voters];
        var refused = 0;
        var next = -1;
        var seconds = await Bench.Seconds(() =>
            Task.WhenAll(
                Enumerable
                    .Range(0, AtOnce)
                    .Select(_ =>
                        Task.Run(async () =>
                        {
                            for (var n = Interlocked.Increment(ref next); n < voters; n = Interlocked.Increment(ref next))
                            {
                                var start = Stopwatch.GetTimestamp();
                                if (!await Cast(http, election, secrets[n], ballots[n].Token, ballots[n].Marks))
                                {
                                    Interlocked.Increment(ref refused);
                                }

                                latencies[n] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                            }
                        })
                    )
            )
        );
        Console.WriteLine(
            $"{voters:N0} secret ballots by {AtOnce} at once: {seconds:N1} s, {voters / seconds:N0}/s, p50 {Bench.Median([.. latencies]):N0} ms, p95 {Bench.At([.. latencies], 95):N0} ms; refused {refused:N0}"
        );
        clock.Ahead += TimeSpan.FromDays(1);
        seconds = await Bench.Seconds(async () =>
        {
            using var published = await http.PostAsync(new Uri($"matter/{election}/publish", UriKind.Relative), content: null);
        });
        var state = log.Head.World.Get<Assembly>();
        var matter = Progress.At(
            state.Find(election)!,
            Moment.Of(clock.GetUtcNow()),
            new Electorate(state, log.Head.World.Get<Roster>(), log.Head.World.Entries).Count
        );
        var sheet = matter.Balloting!.Sheet.ToDictionary(l => l.Receipt, l => l.Marks, StringComparer.Ordinal);
        var lost = ballots.Count(b => sheet.GetValueOrDefault(Balloting.Receipt(b.Token, b.Member, election)) != b.Marks);
        Console.WriteLine(
            $"the sheet: {sheet.Count:N0} lines in {matter.Balloting.SheetEntries.Length} parts, published in {seconds:N1} s; ballots lost or changed {lost:N0}"
        );
        seconds = await Bench.Seconds(async () => _ = await http.GetByteArrayAsync(new Uri($"matter/{election}/count", UriKind.Relative)));
        Console.WriteLine($"the page of the count, first view: {seconds * 1000:N0} ms");
    }

    private static async Task<bool> Cast(HttpClient http, long election, string secret, string token, string marks)
    {
        var form = marks.Split(',').Select((m, i) => KeyValuePair.Create($"mark-{i}", m)).Append(new("token", token));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"matter/{election}/ballot", UriKind.Relative))
        {
            Content = new FormUrlEncodedContent(form),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        request.Headers.Accept.Add(new("application/json"));
        using var answer = await http.SendAsync(request);
        return answer.IsSuccessStatusCode;
    }

    private static string Marks(Random dice) => string.Join(',', Enumerable.Range(1, Candidates).OrderBy(_ => dice.Next()).Select(r => r > 5 ? "-" : $"{r}"));

    private static async Task<MemberId[]> Join(HostedLog log, int count, SigningKey intake, TimeProvider clock)
    {
        var joined = new long[count];
        for (var from = 0; from < count; from += 500)
        {
            var first = from;
            await Task.WhenAll(
                Enumerable
                    .Range(first, Math.Min(500, count - first))
                    .Select(async i => joined[i] = await Act(log, null, intake, clock, Kernel.Membership.Join.Kind, [], new() { ["name"] = $"Member {i}" }))
            );
        }

        var byEntry = log.Head.World.Get<Roster>().Members.Values.ToDictionary(m => m.Joined, m => m.Id);
        return [.. joined.Select(j => byEntry[j])];
    }

    private static string[] Tokens(AssociationFolder folder, MemberId[] members, TimeProvider clock)
    {
        using var book = new TokenBook(Path.Combine(folder.PrivatePath, "tokens.db"));
        var now = Moment.Of(clock.GetUtcNow());
        return [.. members.Select(m => book.Make(m, "bench", TokenScopes.Edit, now, now + TimeSpan.FromDays(9)))];
    }

    private static async Task<long> Act(HostedLog log, MemberId? member, SigningKey key, TimeProvider clock, string kind, JsonObject content, JsonObject prose)
    {
        var receipt = await ActPen.Send(log, member, clock, new(kind, content, prose, []), key);
        return receipt.Verdict.IsLawful ? receipt.Index!.Value : throw new InvalidOperationException($"{kind}: {receipt.Verdict}");
    }

    /// <summary>A clock that can be set ahead, so that polls close.</summary>
    private sealed class AheadClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => TimeProvider.System.GetUtcNow() + Ahead;
    }
}
