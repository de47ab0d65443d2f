using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Moot.Commons;
using Moot.Kernel.Membership;
using Moot.Programs;
using Xunit;

namespace Moot.Host.Tests.Attacks;

/// <summary>Words that were hidden or erased, looked for by everybody, in every language, by every route that reads and every form that is refused; erased ones on the disk too.</summary>
public sealed class WithdrawnTests : IAsyncLifetime
{
    private const string Marker = "Quetzalcoatlus";
    private const string Ground = "\"ground\":\"privacy\",\"reason\":\"private\"";

    /// <summary>Routes by which what is withdrawn comes back or goes, or by which one goes oneself.</summary>
    private static readonly string[] Apart = ["show", "erase", "hide", "me", "sign-out", "sign-in", "join", "enter", "language", "found"];

    private static readonly byte[][] Written = [Encoding.UTF8.GetBytes(Marker), Encoding.UTF8.GetBytes(Marker.ToLowerInvariant())];

    private readonly List<long> entries = [];
    private readonly List<Reader> readers = [];
    private AttackSite site = null!;
    private HttpClient guest = null!;

    private sealed record Reader(string Name, HttpClient Client)
    {
        /// <summary>What the reader was given before: by address, the tag and whether the words were in it.</summary>
        public Dictionary<string, (string Tag, bool HadWords)> Known { get; } = new(StringComparer.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        site = await AttackSite.Start();
        guest = site.Browser();
        var member = site.Browser();
        await Post(member, "join", ("name", "Bea"), ("passphrase", "a long passphrase"), ("again", "a long passphrase"));
        readers.AddRange([
            Named("stranger", site.Browser(), "en"),
            Named("Fremde", site.Browser(), "de"),
            Named("guest", guest, "en"),
            Named("member", member, "de"),
            Named("program", site.Program(), "en"),
        ]);
        readers[^1].Client.DefaultRequestHeaders.Add("Accept", "application/json");
    }

    public async ValueTask DisposeAsync()
    {
        readers.ForEach(r => r.Client.Dispose());
        await site.DisposeAsync();
    }

    private static Reader Named(string name, HttpClient client, string language)
    {
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        return new(name, client);
    }

    [Fact]
    public async Task What_is_out_of_sight_is_in_no_answer_and_what_is_erased_on_no_disk()
    {
        await Write();
        await Indexed();
        var had = 0;
        foreach (var reader in readers)
        {
            foreach (var address in Addresses())
            {
                var (answer, bytes) = await Get(reader, address, tag: null);
                var hasWords = Has(bytes) || Has(answer);
                had += hasWords ? 1 : 0;
                reader.Known[address] = (answer.Headers.ETag?.ToString() ?? "", hasWords);
            }
        }

        Assert.True(had > 300, $"only {had} answers had the words to begin with");
        Assert.NotEmpty(OnDisk());

        var theirs = entries.Where(e => !site.Log.Head.World.Entries.Author(e).IsMember).ToList();
        foreach (var entry in entries)
        {
            await site.Act("body.hide/1", $$"""{"entry":{{entry}},{{Ground}}}""");
        }

        await Look("hidden");
        await Send("hidden");
        await Look("hidden, after all forms");

        foreach (var entry in entries.Except(theirs))
        {
            await site.Act("body.erase/1", $$"""{"entry":{{entry}},{{Ground}}}""");
        }

        foreach (var entry in theirs)
        {
            var (status, _) = await Post(guest, $"erase/{entry}", ("ground", "privacy"), ("reason", "mine"), ("sure", "on"));
            Assert.True(status == HttpStatusCode.SeeOther, $"a guest may erase entry {entry}: {status}");
        }

        await Indexed();
        await Look("erased");
        await Send("erased");
        await Indexed();
        for (var i = 0; OnDisk().Length > 0; i++)
        {
            Assert.True(i < 200, "erased words are in " + string.Join(", ", OnDisk()));
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, Cancel);
        }

        Assert.Empty(site.Told);
    }

    /// <summary>Members and guests write the words wherever words can be written.</summary>
    private async Task Write()
    {
        var first = site.Log.Head.World.Size;
        var page = await site.Act(
            "page.create/1",
            $$"""{"title":"{{Marker}} page","summary":"{{Marker}} sum","text":"# {{Marker}}\n\n[[{{Marker}}]] [[Category:{{Marker}}]]","format":"markdown"}"""
        );
        await site.Act("page.create/1", $$"""{"title":"Tap","summary":"{{Marker}}","text":"It drips.","format":"markdown"}""");
        var tap = site.Log.Head.World.Size - 1;
        await site.Act("page.edit/1", $$"""{"page":{{tap}},"from":{{tap}},"text":"It drips.\n\n{{Marker}} drips","format":"markdown"}""");
        await site.Act("page.edit/1", $$"""{"page":{{tap}},"from":{{tap}},"text":"{{Marker}} rains","summary":"{{Marker}} beside","format":"markdown"}""");
        await site.Act("page.move/1", $$"""{"page":{{page}},"title":"Second {{Marker}}","reason":"{{Marker}}"}""");
        var thread = await site.Act("talk.open/1", $$"""{"title":"About {{Marker}}","text":"{{Marker}} speaks","subject":"association"}""");
        var said = await site.Act("talk.say/1", $$"""{"replyTo":{{thread}},"text":"{{Marker}} drips"}""");
        await site.Act("talk.edit/1", $$"""{"message":{{said}},"text":"{{Marker}} drips again"}""");
        await site.Act("talk.say/1", $$"""{"text":"{{Marker}} drips on","subject":"page:{{page}}"}""");
        await site.Act("talk.resolve/1", $$"""{"thread":{{thread}},"outcome":"{{Marker}} it is"}""");
        await site.Act(
            "file.add/1",
            $$"""{"content":"{{Marker}} in a file","type":"text","name":"{{Marker}}.txt","author":"{{Marker}}","licence":"CC0-1.0","summary":"{{Marker}} drips"}"""
        );
        await site.Act("filter.set/1", $$"""{"rule":{"word":"casino"},"effect":"tag","note":"Against {{Marker}}"}""");
        await site.Act("member.rename/1", $$"""{"name":"{{Marker}} Ann"}""");
        await Guest("edit/Well", ("text", $"{Marker} of a guest"), ("summary", $"{Marker} by a guest"), ("save", "1"));
        await Guest("talk/begin", ("subject", "association"), ("title", $"{Marker} asks"), ("text", $"{Marker} drips?"), ("save", "1"));
        await Guest($"talk/answer/{thread}", ("text", $"{Marker} answers"), ("save", "1"));
        entries.AddRange(Enumerable.Range((int)first, (int)(site.Log.Head.World.Size - first)).Select(e => (long)e));
        Assert.Contains(entries, e => site.Log.Head.World.Entries.Author(e).Guest is not null);

        async Task Guest(string path, params (string, string)[] fields)
        {
            var (status, page) = await Post(guest, path, fields);
            Assert.True(status == HttpStatusCode.SeeOther, $"{path}: {status}\n{page}");
        }
    }

    /// <summary>Reads everything again, as somebody does who has it from before.</summary>
    private async Task Look(string when)
    {
        foreach (var reader in readers)
        {
            foreach (var address in Addresses())
            {
                var (tag, hadWords) = reader.Known.GetValueOrDefault(address, ("", false));
                var (answer, bytes) = await Get(reader, address, tag.Length > 0 ? tag : null);
                Assert.False((int)answer.StatusCode >= 500, $"{when}, {reader.Name}, {address}: {answer.StatusCode}");
                Assert.False(Has(bytes) || Has(answer), $"{when}, {reader.Name}, {address}: {answer.StatusCode}");
                Assert.False(
                    hadWords && answer.StatusCode == HttpStatusCode.NotModified,
                    $"{when}, {reader.Name}, {address}: the words are said to be as they were"
                );
            }
        }
    }

    /// <summary>Sends every form, rightly and wrongly: what comes back, and what is saved by it, must not have the words.</summary>
    private async Task Send(string when)
    {
        foreach (var reader in readers.Skip(2))
        {
            var key = await FormKey(reader.Client);
            foreach (var route in site.Routes.Where(r => OpenApi.MethodsOf(r).Contains("POST") && !Apart.Contains(First(r))))
            {
                foreach (var entry in entries)
                {
                    var path = Fill(route, entry).First();
                    foreach (var turn in First(route) is "edit" or "settle" ? new[] { "save", "preview", "changes" } : ["save"])
                    {
                        (string, string)[] fields =
                        [
                            ("form-key", key),
                            ("from", $"{entry}"),
                            ("onto", $"{entry}"),
                            ("entry", $"{entry}"),
                            ("subject", $"entry:{entry}"),
                            ("text", "Mine."),
                            (turn, "1"),
                        ];
                        var (status, page) = await Post(reader.Client, path, fields);
                        Assert.False((int)status >= 500, $"{when}, {reader.Name}, POST {path}: {status}");
                        Assert.False(page.Contains(Marker, StringComparison.OrdinalIgnoreCase), $"{when}, {reader.Name}, POST {path} {turn}: {status}\n{page}");
                    }
                }
            }
        }
    }

    private IEnumerable<string> Addresses() =>
        site
            .Routes.Where(r => OpenApi.MethodsOf(r).Contains("GET") && First(r) is not ("assets" or "enter" or "invite"))
            .SelectMany(route => entries.SelectMany(e => Fill(route, e)))
            .Distinct(StringComparer.Ordinal);

    private static string First(RouteEndpoint route) => route.RoutePattern.RawText?.TrimStart('/').Split('/')[0] ?? "";

    /// <summary>Addresses of a route that may have to do with an entry.</summary>
    private IEnumerable<string> Fill(RouteEndpoint route, long entry)
    {
        var path = route.RoutePattern.RawText?.TrimStart('/') ?? "";
        var world = site.Log.Head.World;
        var size = world.Size;
        var queries = new[]
        {
            "",
            "?q=drips&word=drips&kind=all",
            $"?at={entry}",
            $"?from={entry}",
            $"?before={entry + 1}",
            "?section=1",
            $"?subject=entry:{entry}",
            $"?entry={entry}",
        };
        if (!path.Contains('{', StringComparison.Ordinal))
        {
            return queries.Select(q => path + q);
        }

        var author = world.Entries.Author(entry);
        string[] values = path switch
        {
            "feed/{**path}" =>
            [
                "recent.atom",
                "recent.json",
                "talk.atom",
                "pages.atom",
                "members.json",
                "search.atom?q=drips",
                $"history/~{entry}.atom",
                "talk/association.json",
                $"talk/entry/{entry}.atom",
                $"talk/page/~{entry}.atom",
                $"member/{site.Ann.ToString()[..16]}/acts.atom",
            ],
            "tile/{**path}" => [$"entries/000.p/{size}", $"0/000.p/{size}"],
            "body/{**path}" or "blobs/{**path}" => [$"000.p/{size}"],
            "blob/{id}" =>
            [
                .. new[] { world.Get<Library>().FindRevision(entry)?.Text, world.Get<Library>().Files.GetValueOrDefault(entry)?.Content }.Select(b => $"{b}"),
            ],
            "file/{entry:long}/{name}" => [$"{entry}/{Marker}.txt"],
            "diff/{old:long}/{new:long}" => [.. entries.Where(e => world.Get<Library>().FindRevision(e) is not null).Select(e => $"{entry}/{e}")],
            _ when path.Contains("{id}", StringComparison.Ordinal) => [.. world.Get<Roster>().Members.Keys.Select(m => m.ToString())],
            _ when path.Contains("{key}", StringComparison.Ordinal) => [$"{author.Guest}"],
            _ when path.Contains("**", StringComparison.Ordinal) => [$"~{entry}", "Tap"],
            _ => [$"{entry}"],
        };
        var at = path.IndexOf('{', StringComparison.Ordinal);
        var rest = values.Any(v => v.Contains('/', StringComparison.Ordinal)) ? "" : path[(path.LastIndexOf('}') + 1)..];
        return values.SelectMany(v =>
            (
                v.Contains('?', StringComparison.Ordinal) || path.StartsWith("feed/", StringComparison.Ordinal)
                    ? [""]
                    : queries.Skip(path.Contains("**", StringComparison.Ordinal) ? 2 : 0).Take(4).Prepend("")
            ).Select(q => path[..at] + v + rest + q)
        );
    }

    private static async Task<(HttpResponseMessage Answer, byte[] Bytes)> Get(Reader reader, string address, string? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        }

        using var answer = await reader.Client.SendAsync(request, Cancel);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancel);
        var isAsked = address.Contains(Marker, StringComparison.Ordinal); // then the address itself may be said again
        return (answer, isAsked && answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone ? [] : bytes);
    }

    private static bool Has(byte[] bytes) => Written.Any(w => bytes.AsSpan().IndexOf(w) >= 0);

    private static bool Has(HttpResponseMessage answer) => $"{answer.Headers}{answer.Content.Headers}".Contains(Marker, StringComparison.OrdinalIgnoreCase);

    private static async Task<string> FormKey(HttpClient client) =>
        Regex
            .Match(await (await client.GetAsync("me", Cancel)).Content.ReadAsStringAsync(Cancel), "name=\"form-key\" value=\"([0-9a-f]{64})\"")
            .Groups[1]
            .Value;

    private static async Task<(HttpStatusCode Status, string Page)> Post(HttpClient client, string path, params (string Name, string Value)[] fields)
    {
        var sent = fields.Any(f => f.Name is "form-key") ? fields : [("form-key", await FormKey(client)), .. fields];
        using var form = new FormUrlEncodedContent(sent.Where(f => f is not ("form-key", "")).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        using var answer = await client.PostAsync(path, form, Cancel);
        return (answer.StatusCode, $"{answer.Headers.Location} {await answer.Content.ReadAsStringAsync(Cancel)}");
    }

    /// <summary>Files in which the words stand.</summary>
    private string[] OnDisk() =>
        [
            .. Directory
                .EnumerateFiles(site.Log.Folder.DirectoryPath, "*", SearchOption.AllDirectories)
                .Where(file =>
                {
                    using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                    var bytes = new byte[open.Length];
                    return open.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) > 0 && Has(bytes);
                }),
        ];

    private async Task Indexed()
    {
        for (var i = 0; i < 400 && site.Room.Served.Search.Size < site.Log.Head.World.Size; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, Cancel);
        }

        Assert.Equal(site.Log.Head.World.Size, site.Room.Served.Search.Size);
    }
}
