using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Web;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Xunit;

namespace Moot.Host.Tests.Web.Talk;

/// <summary>An association that is served over HTTP, with its founder Ann, and guests who come with a browser each.</summary>
internal sealed partial class TalkSite : IAsyncDisposable
{
    private readonly TestFolder folder = new();
    private readonly SigningKey ann = SigningKey.Create();
    private readonly List<Guest> guests = [];
    private Founding.Result founded = null!;
    private HostedLog log = null!;
    private WebApplication app = null!;

    public string Path => folder.Path;

    public AssociationFolder Folder => founded.Folder;

    public World World => log.Head.World;

    public string Url => Server.Address(app);

    public static async Task<TalkSite> Start()
    {
        var site = new TalkSite();
        site.founded = await Founding.Found(site.folder["allotment"], "Allotment 7", purpose: null, "Ann", origin: null, site.ann, TimeProvider.System);
        await site.Open();
        return site;
    }

    /// <summary>Stops the server and starts it again.</summary>
    public async Task Restart()
    {
        await Close();
        await Open();
    }

    /// <summary>Ann does something with her own key.</summary>
    public async Task<Receipt> Ann(string kind, JsonObject content, JsonObject? prose = null)
    {
        var act = ActPen.Compose(ActPen.Place.Of(log.Head, founded.Folder.Origin, founded.Founder), TimeProvider.System, kind, content, prose ?? [], ann);
        return await log.Submit(act.ToBytes());
    }

    public Guest NewGuest()
    {
        guests.Add(new(this));
        return guests[^1];
    }

    public async ValueTask DisposeAsync()
    {
        guests.ForEach(g => g.Dispose());
        await Close();
        ann.Dispose();
        folder.Dispose();
    }

    private async Task Open()
    {
        log = HostedLog.Open(founded.Folder, TimeProvider.System);
        app = await Server.Start([log], isSingle: true, "http://127.0.0.1:0");
    }

    private async Task Close()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await log.DisposeAsync();
    }

    /// <summary>Somebody without an account, with a browser that keeps cookies.</summary>
    internal sealed partial class Guest(TalkSite site) : IDisposable
    {
        private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        private string formKey = "";

        public void Dispose() => http.Dispose();

        /// <summary>A page, which must be there.</summary>
        public async Task<string> Get(string path, HttpStatusCode expected = HttpStatusCode.OK)
        {
            using var answer = await http.GetAsync($"{site.Url}/{path}", TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == expected, $"{path}: {answer.StatusCode}\n{text}");
            return Noted(text);
        }

        /// <summary>Where a path leads.</summary>
        public async Task<string> Redirected(string path)
        {
            using var answer = await http.GetAsync($"{site.Url}/{path}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            return answer.Headers.Location!.ToString();
        }

        public async Task<HttpStatusCode> Send(HttpMethod method, string path, string header = "X-None", string value = "1")
        {
            using var request = new HttpRequestMessage(method, $"{site.Url}/{path}");
            request.Headers.Add(header, value);
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }

        /// <summary>Sends a form. Answers where it leads; a refused form's page otherwise.</summary>
        public async Task<(HttpStatusCode Status, string Answer)> Post(string path, params (string Name, string Value)[] fields)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{site.Url}/{path}");
            request.Headers.Add("Origin", site.Url);
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
            request.Content = new FormUrlEncodedContent(fields.Append(("form-key", formKey)).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return (answer.StatusCode, answer.Headers.Location?.ToString() ?? Noted(text));
        }

        /// <summary>Sends a form that must be taken; answers with the entry of the act.</summary>
        public async Task<long> Do(string path, params (string Name, string Value)[] fields)
        {
            var (status, answer) = await Post(path, fields);
            Assert.True(status == HttpStatusCode.SeeOther, $"{path}: {status}\n{answer}");
            _ = await Get("talk");
            return site.World.Size - 1;
        }

        /// <summary>Sends a form that must be refused; answers with the page.</summary>
        public async Task<string> Refused(string path, params (string Name, string Value)[] fields)
        {
            var size = site.World.Size;
            var (status, answer) = await Post(path, fields);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, size), (status, site.World.Size));
            Assert.Contains("role=\"alert\"", answer, StringComparison.Ordinal);
            return answer;
        }

        private string Noted(string page)
        {
            formKey = FormKey().Match(page) is { Success: true } found ? found.Groups[1].Value : formKey;
            return page;
        }

        [GeneratedRegex("name=\"form-key\" value=\"([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
        private static partial Regex FormKey();
    }
}
