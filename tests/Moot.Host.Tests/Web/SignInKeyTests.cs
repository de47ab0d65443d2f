using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Tests.Foreign;
using Moot.Host.Web;
using Moot.Kernel.Keys;
using Moot.Kernel.Proofs;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>Signing in by a key of one's own, over HTTP: what is let in and what is not.</summary>
public sealed class SignInKeyTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private readonly SigningKey ann = SigningKey.Create();
    private readonly List<IServedLog> logs = [];
    private WebApplication app = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var site = new Site(isSingle: false, clock);
        foreach (var name in new[] { "one", "two" })
        {
            var founded = await Founding.Found(folder[name], name, null, "Ann", origin: null, ann, clock);
            logs.Add(HostedLog.Open(founded.Folder, clock));
            site.Add(logs[^1]);
        }

        app = await Server.Start(site, "http://127.0.0.1:0");
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        foreach (var log in logs)
        {
            await log.DisposeAsync();
        }

        ann.Dispose();
        folder.Dispose();
    }

    private HttpClient Browser() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = new(Server.Address(app)) };

    /// <summary>The hidden fields of a page's form.</summary>
    private static async Task<Dictionary<string, string>> Fields(HttpClient browser, string path)
    {
        var html = await browser.GetStringAsync(path, Cancel);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match field in Regex.Matches(html, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\""))
        {
            fields[field.Groups[1].Value] = WebUtility.HtmlDecode(field.Groups[2].Value);
        }

        return fields;
    }

    private static async Task<(HttpStatusCode Status, string Html)> Post(HttpClient browser, string path, Dictionary<string, string> fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Origin", browser.BaseAddress!.ToString().TrimEnd('/'));
        using var answer = await browser.SendAsync(request, Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    private static async Task<Dictionary<string, string>> Proven(HttpClient browser, SigningKey key)
    {
        var fields = await Fields(browser, "one/sign-in/key");
        fields["proof"] = Encoding.UTF8.GetString(NoteProof.Sign(fields["challenge"], key));
        return fields;
    }

    [Fact]
    public async Task A_members_key_signs_them_in_once_for_each_line()
    {
        using var browser = Browser();
        var fields = await Proven(browser, ann);
        Assert.Equal(HttpStatusCode.SeeOther, (await Post(browser, "one/sign-in/key", fields)).Status);
        using var mine = await browser.GetAsync("one/me/keys", Cancel);
        Assert.Equal(HttpStatusCode.OK, mine.StatusCode);

        using var thief = Browser();
        var (status, html) = await Post(thief, "one/sign-in/key", fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("used already", html, StringComparison.Ordinal);
        using var theirs = await thief.GetAsync("one/me/keys", Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, theirs.StatusCode);
    }

    [Fact]
    public async Task A_line_that_is_old_changed_or_of_another_association_lets_nobody_in()
    {
        using var browser = Browser();
        var old = await Proven(browser, ann);
        clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
        await Refuses(old, "ten minutes");

        var elsewhere = await Proven(browser, ann);
        var (status, html) = await Post(browser, "two/sign-in/key", elsewhere);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("not given out here", html, StringComparison.Ordinal);

        var changed = await Proven(browser, ann);
        changed["challenge"] = changed["challenge"].Replace(" - ", " -  ");
        await Refuses(changed, "not given out here");

        var unsealed = await Proven(browser, ann);
        unsealed["seal"] = new('0', 64);
        await Refuses(unsealed, "not given out here");

        using var stranger = SigningKey.Create();
        await Refuses(await Proven(browser, stranger), "not a living key");

        var wrong = await Proven(browser, ann);
        wrong["proof"] = wrong["proof"].Replace("sign-in", "link");
        await Refuses(wrong, "not by a key known here");
        wrong["proof"] = "hello";
        await Refuses(wrong, "whole signature");

        async Task Refuses(Dictionary<string, string> fields, string sentence)
        {
            var (code, page) = await Post(browser, "one/sign-in/key", fields);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, code);
            Assert.Contains(sentence, page, StringComparison.Ordinal);
            using var me = await browser.GetAsync("one/me/keys", Cancel);
            Assert.Equal(HttpStatusCode.Forbidden, me.StatusCode);
        }
    }

    [Fact]
    public async Task A_linked_ssh_key_signs_in_and_its_link_line_does_not()
    {
        if (Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", folder["id"]]) is null)
        {
            Assert.Skip("needs ssh-keygen: it is part of OpenSSH");
        }

        using var browser = Browser();
        Assert.Equal(HttpStatusCode.SeeOther, (await Post(browser, "one/sign-in/key", await Proven(browser, ann))).Status);

        using var other = Browser();
        var early = await Fields(other, "one/sign-in/key");
        early["proof"] = Sign(early["challenge"], "moot");
        Assert.Contains("not linked", (await Post(other, "one/sign-in/key", early)).Html, StringComparison.Ordinal);

        var link = await Fields(browser, "one/me/keys");
        Assert.StartsWith("moot/proof/v1 link ", link["challenge"], StringComparison.Ordinal);
        link["proof"] = Sign(link["challenge"], "git");
        link["label"] = "<b>laptop</b>";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(browser, "one/me/keys/link", link)).Status);
        link["proof"] = Sign(link["challenge"], "moot");
        Assert.Equal(HttpStatusCode.SeeOther, (await Post(browser, "one/me/keys/link", link)).Status);
        Assert.Contains("&lt;b&gt;laptop", await browser.GetStringAsync("one/me/keys", Cancel), StringComparison.Ordinal);

        // A line that was signed to link is no line to sign in by.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(other, "one/sign-in/key", new(link) { ["form-key"] = "" })).Status);

        var fields = await Fields(other, "one/sign-in/key");
        fields["proof"] = Sign(fields["challenge"], "moot");
        Assert.Equal(HttpStatusCode.SeeOther, (await Post(other, "one/sign-in/key", fields)).Status);
        using var mine = await other.GetAsync("one/me/keys", Cancel);
        Assert.Equal(HttpStatusCode.OK, mine.StatusCode);
    }

    private string Sign(string text, string space)
    {
        File.WriteAllText(folder["challenge"], text);
        File.Delete(folder["challenge.sig"]);
        var said = Tool.Run("ssh-keygen", ["-Y", "sign", "-f", folder["id"], "-n", space, folder["challenge"]])!;
        Assert.True(said.Status == 0, $"{said}");
        return File.ReadAllText(folder["challenge.sig"]);
    }
}
