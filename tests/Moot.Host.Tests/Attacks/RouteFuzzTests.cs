using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Moot.Programs;
using Moot.Testing;
using Xunit;

namespace Moot.Host.Tests.Attacks;

/// <summary>Random requests to every route that there is: nothing breaks, hangs or grows.</summary>
public sealed class RouteFuzzTests(ITestOutputHelper output)
{
    private const int InCheck = 20_000;
    private const int Long = 1_000_000;
    private const int AtOnce = 4;

    /// <summary>What all caches may hold together, and what is in flight.</summary>
    private const long GrowthBytesMax = 256L << 20;

    /// <summary>What one entry more may cost in memory: the state holds numbers, texts lie on the disk.</summary>
    private const long EntryBytesMax = 2_048;

    /// <summary>So often the memory is looked at on the way.</summary>
    private const int Looks = 10;

    /// <summary>No answer takes so long, even of a program that gets hardly anything of a busy machine.</summary>
    private static readonly TimeSpan HangTime = TimeSpan.FromSeconds(100);

    private static readonly string[] Methods = ["GET", "GET", "GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "MOOT"];

    private static readonly string[] Values =
    [
        "",
        "0",
        "1",
        "2",
        "-1",
        "9223372036854775807",
        "9223372036854775808",
        "1e9",
        "0x1",
        "true",
        "Tap",
        "tap",
        "~1",
        "~999999999999999999999",
        "Category:x",
        "a/b/c",
        "..",
        ".",
        "../..",
        "%00",
        "%2f",
        "%2e%2e",
        "%",
        "%zz",
        "%ff%fe",
        "%ed%a0%80",
        "%c0%af",
        "%F0%9F%92%A9",
        "%E2%80%AE",
        "a%0d%0ab",
        "<script>",
        "{title}",
        "'\"",
        "//evil.example",
        "\\\\evil",
        "null",
        "entry:1",
        "association",
        "en",
        "../../etc/passwd",
        "moot.css",
        "x.p/1",
        "000",
        "tile/0/000",
        "guest",
        "[]",
        "{}",
        "%20",
        "+",
        "&",
        "=",
        "a=b",
        "#",
        "?",
    ];

    private static readonly string[] Fields =
    [
        "text",
        "title",
        "name",
        "summary",
        "reason",
        "from",
        "to",
        "section",
        "save",
        "preview",
        "minor",
        "then",
        "code",
        "id",
        "note",
        "who",
        "links",
        "pattern",
        "word",
        "in",
        "effect",
        "on",
        "label",
        "days",
        "edit",
        "form-key",
        "anyway",
        "kind",
        "at",
        "page",
        "entry",
        "q",
        "file",
        "passphrase",
        "replyTo",
        "subject",
        "over",
        "\0",
        "__proto__",
    ];

    private static readonly string[] Odd =
    [
        "\0",
        "\ud800",
        "\udfff",
        "\u202e",
        "\uffff",
        "é",
        "é",
        "💩",
        "\r\n",
        "\r",
        "<script>alert(1)</script>",
        "[[Tap]]",
        "{{Tap}}",
        "{{{{{{",
        "](javascript:alert(1))",
        "(a+)+$",
        "[",
        "\\1",
        "%s%n",
        "' OR 1=1 --",
        "1e400",
        "99999999999999999999",
        "-0",
        "NaN",
        "true",
        "false",
        "null",
        "[]",
        "{}",
    ];

    [Fact]
    public Task Random_requests_break_nothing() => Run(InCheck, 20261122);

    [Fact]
    [Trait("Category", "Long")]
    public async Task A_million_random_requests_break_nothing()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MOOT_LONG") is "1", "MOOT_LONG=1 runs it");
        await Run(Long, (ulong)Environment.TickCount64);
    }

    private async Task Run(int requests, ulong seed)
    {
        output.WriteLine($"seed {seed}");
        await using var site = await AttackSite.Start();
        await site.Act("page.create/1", """{"title":"Tap","text":"# The tap\n\nIt drips.\n\n## Parts\n\nA washer.","format":"markdown"}""");
        await site.Act("filter.set/1", """{"rule":{"pattern":"a+b"},"effect":"tag","note":"x"}""");
        var token = site.Token(TokenScopes.Read | TokenScopes.Edit | TokenScopes.Talk | TokenScopes.Files);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromMinutes(2) };
        var routes = site.Routes;
        var asked = new long[routes.Count];
        var (sizeBefore, before) = (site.Log.Head.World.Size, GC.GetTotalMemory(forceFullCollection: true));
        var failures = new List<string>();
        var watch = Stopwatch.StartNew();
        for (var look = 0; look < Looks && failures.Count == 0; look++)
        {
            var round = (ulong)look * AtOnce;
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(n => Task.Run(() => Attack(new(seed + round + (ulong)n), requests / AtOnce / Looks))));
            var (entries, growth) = (site.Log.Head.World.Size - sizeBefore, GC.GetTotalMemory(forceFullCollection: true) - before);
            output.WriteLine($"{asked.Sum()} requests in {watch.Elapsed:hh\\:mm\\:ss}, {entries} entries, {growth >> 20} MiB more");
            Assert.InRange(growth, long.MinValue, GrowthBytesMax + (EntryBytesMax * entries));
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures.Take(20)) + "\n" + string.Join("\n", site.Told.Take(5)));
        Assert.Empty(site.Told);
        Assert.Equal(requests, asked.Sum());
        Assert.All(asked, count => Assert.True(count > 0, "a route was never asked for"));

        async Task Attack(Dice dice, int count)
        {
            for (var i = 0; i < count && failures.Count == 0; i++)
            {
                var route = dice.Below(routes.Count);
                Interlocked.Increment(ref asked[route]);
                var (message, what) = Message(dice, site.Url, routes[route], token);
                using (message)
                {
                    await Send(client, message, what, failures);
                }
            }
        }
    }

    private static async Task Send(HttpClient client, HttpRequestMessage message, string what, List<string> failures)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            using var answer = await client.SendAsync(message);
            if ((int)answer.StatusCode >= 500)
            {
                Fail($"{(int)answer.StatusCode}: {what}");
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            // A client of its own accord refuses some requests; a server that drops a connection half-way shows in what it told.
            if (e is TaskCanceledException)
            {
                Fail($"no answer: {what}");
            }
        }

        if (watch.Elapsed > HangTime)
        {
            Fail($"{watch.Elapsed}: {what}");
        }

        void Fail(string sentence)
        {
            lock (failures)
            {
                failures.Add(sentence);
            }
        }
    }

    private static (HttpRequestMessage Message, string What) Message(Dice dice, string url, RouteEndpoint route, string token)
    {
        var path = Path(dice, route);
        var method = dice.PickFrom(Methods);
        var query = dice.OnceIn(3)
            ? "?"
                + string.Join(
                    '&',
                    Enumerable.Range(0, dice.Below(4)).Select(_ => $"{Uri.EscapeDataString(Well(dice.PickFrom(Fields)))}={dice.PickFrom(Values)}")
                )
            : "";
        var raw = url + new string([.. (path + query).Where(c => c is > ' ' and < (char)127 and not '#')]);
        if (!Uri.TryCreate(raw, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out var address))
        {
            address = new(url);
        }

        var message = new HttpRequestMessage(new(method), address);
        var (body, told) = method is "GET" or "HEAD" && !dice.OnceIn(20) ? (null, "") : Body(dice);
        message.Content = body;
        foreach (
            var (name, value) in new[]
            {
                ("Accept", dice.Pick("application/json", "text/html", "*/*", ";;q=x", "application/json, text/html;q=0.1")),
                ("Accept-Language", dice.Pick("de", "en", "xx;q=9", "de;q=0.5,en;q=1.0e9", new string(',', 200))),
                ("Cookie", dice.Pick("guest=1", "language=de", "language=../..", "guest=" + new string('a', 4000), "=;=;", "a", "session=%00")),
                ("Authorization", dice.Pick("Bearer " + token, "Bearer " + token, "Bearer", "Bearer x", "Basic !!!", "bearer  " + token)),
                ("If-None-Match", dice.Pick("*", "\"x\"", "W/\"", "x")),
                ("Range", dice.Pick("bytes=0-0", "bytes=-1", "bytes=9-1", "lines=1")),
                ("X-Forwarded-For", dice.Pick("192.0.2.1", "x", ",", "::1, 2001:db8::1")),
                ("Origin", dice.Pick("null", "https://evil.example", url.TrimEnd('/'))),
            }.Where(_ => dice.OnceIn(3))
        )
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return (message, $"{method} {address} {told} {message.Headers.ToString().ReplaceLineEndings("; ")}");
    }

    private static string Path(Dice dice, RouteEndpoint route)
    {
        var path = route.RoutePattern.RawText?.TrimStart('/') ?? "";
        foreach (var parameter in route.RoutePattern.Parameters)
        {
            var at = path.IndexOf('{', StringComparison.Ordinal);
            var end = path.IndexOf('}', StringComparison.Ordinal);
            path = path[..at] + (dice.OnceIn(4) ? $"{dice.Below(100)}" : dice.PickFrom(Values)) + path[(end + 1)..];
            _ = parameter;
        }

        return dice.Below(30) switch
        {
            0 => path + "/",
            1 => "/" + path,
            2 => path.ToUpperInvariant(),
            3 => path + new string('a', dice.Below(6000)),
            4 => path + "/" + dice.PickFrom(Values),
            _ => path,
        };
    }

    private static (HttpContent Content, string What) Body(Dice dice)
    {
        var fields = Enumerable.Range(0, dice.Below(8)).Select(_ => (Name: dice.PickFrom(Fields), Value: Text(dice))).ToList();
        switch (dice.Below(8))
        {
            case 6 or 7:
                var plain = string.Join(
                    '&',
                    Fields
                        .Where(f => f[0] > ' ')
                        .Select(f => (f, Text: Plausible(dice, f)))
                        .Where(f => f.Text.Length > 0)
                        .Select(f => $"{f.f}={Escaped(f.Text)}")
                );
                return (Of(Encoding.ASCII.GetBytes(plain), "application/x-www-form-urlencoded"), Brief(plain));
            case 0 or 1:
                var form = string.Join('&', fields.Select(f => $"{Escaped(f.Name)}={Escaped(f.Value)}")) + (dice.OnceIn(20) ? "&%ed%a0%80=%ff&%=%zz" : "");
                return (Of(Encoding.ASCII.GetBytes(form), "application/x-www-form-urlencoded"), Brief(form));
            case 2:
                var parts = new MultipartFormDataContent("b" + dice.Below(1000));
                foreach (var (name, value) in fields)
                {
                    var part = new ByteArrayContent(Encoding.UTF8.GetBytes(Well(value)));
                    part.Headers.TryAddWithoutValidation(
                        "Content-Disposition",
                        $"form-data; name=\"{Well(name).Replace('\0', 'x')}\"" + (dice.OnceIn(2) ? "; filename=\"x.png\"" : "")
                    );
                    parts.Add(part);
                }

                return (parts, "multipart");
            case 3 or 4:
                var json = Json(dice, fields);
                return (Of(Encoding.UTF8.GetBytes(json), "application/json"), Brief(json));
            default:
                var bytes = Enumerable.Range(0, dice.Below(400)).Select(_ => (byte)dice.Below(256)).ToArray();
                var type = dice.Pick(
                    "application/json",
                    "application/x-www-form-urlencoded",
                    "multipart/form-data",
                    "multipart/form-data; boundary=x",
                    "text/plain",
                    "application/json; charset=x"
                );
                return (Of(bytes, type), $"{type} {Convert.ToHexString(bytes)}");
        }
    }

    /// <summary>What a person might type, so that some of it is taken and the log grows.</summary>
    private static string Plausible(Dice dice, string field) =>
        field switch
        {
            "from" or "to" or "section" or "preview" or "form-key" or "edit" => dice.OnceIn(4) ? $"{dice.Below(100)}" : "",
            "entry" or "page" or "replyTo" or "at" => $"{dice.Below(100)}",
            "subject" => dice.Pick("association", "page:2", "entry:1"),
            "passphrase" => "",
            _ => dice.OnceIn(8) ? Text(dice) : $"Words {dice.Below(1_000_000)}",
        };

    private static string Json(Dice dice, List<(string Name, string Value)> fields)
    {
        var members = fields
            .Select(f =>
                $"\"{Quoted(f.Name)}\":{(dice.OnceIn(3) ? dice.Pick("1", "-1", "1e999", "true", "null", "[]", "{}", "[1,[2,[3]]]", "99999999999999999999", "\"\\ud800\"") : $"\"{Quoted(f.Value)}\"")}"
            )
            .ToList();
        if (dice.OnceIn(2))
        {
            members.Insert(0, $"\"kind\":\"{dice.PickFrom(Capabilities.Registry.Kinds).Name}\"");
        }

        return dice.Below(12) switch
        {
            0 => new string('[', dice.Below(3000)),
            1 => "{" + string.Join(',', members),
            2 => "[" + string.Join(',', fields.Select(_ => "1")) + "]",
            3 => "null",
            _ => "{" + string.Join(',', members) + "}",
        };
    }

    private static string Text(Dice dice) =>
        dice.Below(5) switch
        {
            0 => dice.PickFrom(Odd),
            1 => dice.PickFrom(Odd) + dice.PickFrom(Odd) + dice.Below(100),
            2 => string.Concat(Enumerable.Repeat(dice.PickFrom(Odd), dice.Below(300))),
            3 => $"{dice.Below(20)}",
            _ => $"words {dice.Below(100)}",
        };

    private static ByteArrayContent Of(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.TryParse(type, out var read) ? read : null;
        return content;
    }

    private static string Brief(string text) => text.Length > 500 ? text[..500] : text;

    /// <summary>Without half characters, which an encoder would not take.</summary>
    private static string Well(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Percent-coded; half characters as the bytes that would be theirs.</summary>
    private static string Escaped(string text) => string.Concat(text.Select(c => char.IsSurrogate(c) ? "%ED%A0%80" : Uri.EscapeDataString(c.ToString())));

    private static string Quoted(string text) =>
        string.Concat(text.Select(c => c is '"' or '\\' or < ' ' || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : c.ToString()));
}
