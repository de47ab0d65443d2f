using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Moot.Commons;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>An association on the disk, served over HTTP: visitors use it as browsers do, and members act with keys of their own.</summary>
internal sealed partial class TestSite : IAsyncDisposable
{
    private readonly TestFolder folder;
    private readonly WebApplication app;
    private readonly Dictionary<string, (SigningKey Key, MemberId Id)> members = new(StringComparer.Ordinal);

    private TestSite(TestFolder folder, HostedLog log, WebApplication app) => (this.folder, Log, this.app) = (folder, log, app);

    public HostedLog Log { get; }

    public string Url => Server.Address(app);

    public Library Library => Log.Head.World.Get<Library>();

    /// <summary>Founds an association, whose first member is Ann, and serves it.</summary>
    public static async Task<TestSite> Start()
    {
        var folder = new TestFolder();
        var ann = SigningKey.Create();
        var founded = await Founding.Found(folder["site"], "Allotment", "Share the water.", "Ann", origin: null, ann, TimeProvider.System);
        var log = HostedLog.Open(founded.Folder, TimeProvider.System);
        var site = new TestSite(folder, log, await Server.Start([log], isSingle: true, "http://127.0.0.1:0"));
        site.members["Ann"] = (ann, founded.Founder);
        return site;
    }

    /// <summary>Somebody with a browser of their own.</summary>
    public TestVisitor Visit() => new(this);

    /// <summary>Somebody joins with a key of their own.</summary>
    public async Task Join(string name)
    {
        var key = SigningKey.Create();
        var join = ActPen.Compose(
            ActPen.Place.Of(Log.Head, Log.Folder.Origin, member: null),
            TimeProvider.System,
            Kernel.Membership.Join.Kind,
            [],
            new() { ["name"] = name },
            key
        );
        Founding.Need(await Log.Submit(join.ToBytes()));
        members[name] = (key, new(join.Act.Id));
    }

    /// <summary>A member acts; where it goes in the log.</summary>
    public async Task<long> Do(string name, string kind, JsonObject content, JsonObject? prose = null) =>
        Founding.Need(await Try(name, kind, content, prose)).Index!.Value;

    /// <summary>A member tries to act.</summary>
    public Task<Kernel.Receipt> Try(string name, string kind, JsonObject content, JsonObject? prose = null)
    {
        var (key, id) = members[name];
        return Log.Submit(ActPen.Compose(ActPen.Place.Of(Log.Head, Log.Folder.Origin, id), TimeProvider.System, kind, content, prose ?? [], key).ToBytes());
    }

    /// <summary>A member saves a text of a page.</summary>
    /// <param name="name">Who.</param>
    /// <param name="page">The page.</param>
    /// <param name="from">The revision that it was written from.</param>
    /// <param name="text">The text.</param>
    public Task<Kernel.Receipt> Save(string name, long page, long from, string text)
    {
        var (key, id) = members[name];
        var blob = Salt.NewBlob(System.Text.Encoding.UTF8.GetBytes(text));
        var content = new JsonObject
        {
            ["page"] = page,
            ["from"] = from,
            ["text"] = blob.Id.ToString(),
            ["bytes"] = blob.Bytes.Length,
            ["format"] = "markdown",
        };
        var act = ActPen.Compose(ActPen.Place.Of(Log.Head, Log.Folder.Origin, id), TimeProvider.System, "page.edit/1", content, [], key);
        return Log.Submit((act with { Blobs = [blob] }).ToBytes());
    }

    /// <summary>A member begins a page; its id.</summary>
    public async Task<long> Create(string name, string title, string text, string summary = "")
    {
        var (key, id) = members[name];
        var blob = Salt.NewBlob(System.Text.Encoding.UTF8.GetBytes(text));
        var content = new JsonObject
        {
            ["text"] = blob.Id.ToString(),
            ["bytes"] = blob.Bytes.Length,
            ["format"] = "markdown",
        };
        var prose = new JsonObject { ["title"] = title, ["summary"] = summary };
        var act = ActPen.Compose(ActPen.Place.Of(Log.Head, Log.Folder.Origin, id), TimeProvider.System, "page.create/1", content, prose, key);
        return Founding.Need(await Log.Submit((act with { Blobs = [blob] }).ToBytes())).Index!.Value;
    }

    /// <summary>The newest text of a page.</summary>
    public string Text(long page) => TextOf(Library.Find(page)!.Newest);

    /// <summary>The text of a revision.</summary>
    public string TextOf(long revision) => System.Text.Encoding.UTF8.GetString(Log.Store.Blob(Library.FindRevision(revision)!.Value.Text)!.Value.Bytes.Span);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await Log.DisposeAsync();
        foreach (var (key, _) in members.Values)
        {
            key.Dispose();
        }

        folder.Dispose();
    }

    /// <summary>A browser: cookies, redirects by hand, and the key of its forms.</summary>
    internal sealed partial class TestVisitor(TestSite site) : IDisposable
    {
        private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() });

        /// <summary>Asks for a page; the status must be as expected.</summary>
        public async Task<string> Get(string path, HttpStatusCode expected = HttpStatusCode.OK)
        {
            using var answer = await http.GetAsync($"{site.Url}/{path}", TestContext.Current.CancellationToken);
            var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == expected, $"{path}: {answer.StatusCode}\n{page}");
            return page;
        }

        /// <summary>Where a page sends on to.</summary>
        public async Task<string> SentTo(string path)
        {
            using var answer = await http.GetAsync($"{site.Url}/{path}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            return answer.Headers.Location!.OriginalString;
        }

        /// <summary>Sends a form as a browser does: where it leads, and what is shown.</summary>
        public async Task<(HttpStatusCode Status, string To, string Page)> Post(string path, params (string Name, string Value)[] fields)
        {
            using var blank = await http.GetAsync($"{site.Url}/recent-or-not", TestContext.Current.CancellationToken);
            var key = FormKey().Match(await blank.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            var sent = fields.Select(f => KeyValuePair.Create(f.Name, f.Value)).ToList();
            if (key.Success)
            {
                sent.Add(new("form-key", key.Groups[1].Value));
            }

            using var request = new HttpRequestMessage(HttpMethod.Post, $"{site.Url}/{path}") { Content = new FormUrlEncodedContent(sent) };
            request.Headers.Add("Origin", site.Url);
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return (
                answer.StatusCode,
                answer.Headers.Location?.OriginalString ?? "",
                await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
            );
        }

        /// <summary>Sends a form that must be taken; where it leads.</summary>
        public async Task<string> Send(string path, params (string Name, string Value)[] fields)
        {
            var (status, to, page) = await Post(path, fields);
            Assert.True(status == HttpStatusCode.SeeOther, $"{path}: {status}\n{page}");
            return to;
        }

        /// <summary>Begins a page; its id.</summary>
        public async Task<long> Begin(string title, string text, string summary = "")
        {
            await Send("edit/" + Commons.Texts.Titles.ToSlug(title), ("text", text), ("summary", summary));
            return site.Library.Pages.Keys.Last();
        }

        /// <summary>Saves a text that was written from a revision; the entry it got.</summary>
        public async Task<long> Save(string title, long from, string text, string summary = "")
        {
            await Send("edit/" + Commons.Texts.Titles.ToSlug(title), ("from", $"{from}"), ("text", text), ("summary", summary));
            return site.Library.Revisions[site.Library.Revisions.Count - 1].Entry;
        }

        public void Dispose() => http.Dispose();

        [GeneratedRegex("name=\"form-key\" value=\"([^\"]+)\"")]
        private static partial Regex FormKey();
    }
}
