using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Proofs;
using Moot.Programs;
using Xunit;

namespace Moot.Host.Tests.Attacks;

/// <summary>Somebody who wants to be taken for somebody else: with planted, foreign and dead cookies, tokens, keys of forms and proofs.</summary>
public sealed class SessionAttackTests : IAsyncLifetime
{
    private const string Secret = "a long passphrase";

    private readonly TestFolder folder = new();
    private readonly SigningKey ann = SigningKey.Create();
    private readonly List<HostedLog> logs = [];
    private Site site = null!;
    private WebApplication app = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Url => Server.Address(app);

    public async ValueTask InitializeAsync()
    {
        site = new(isSingle: false, TimeProvider.System);
        foreach (var name in new[] { "one", "two" })
        {
            var founded = await Founding.Found(folder[name], name, null, "Ann", origin: null, ann, TimeProvider.System);
            logs.Add(HostedLog.Open(founded.Folder, TimeProvider.System));
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

    [Fact]
    public async Task A_planted_cookie_is_worth_nothing_once_its_victim_has_signed_in()
    {
        using var thief = new Raw(this);
        Assert.Equal(HttpStatusCode.SeeOther, (await thief.Post("one/edit/Trap", ("text", "Here."), ("save", "1"))).Status);
        var planted = thief.Cookie;
        Assert.NotEmpty(planted);

        // The victim's browser has the thief's cookie, and joins; then another signs in.
        using var victim = new Raw(this) { Cookie = planted };
        await victim.Join("one", "Bob");
        Assert.NotEqual(planted, victim.Cookie);
        Assert.Contains("Bob", await victim.Get("one/me"));
        Assert.DoesNotContain("Bob", await thief.Get("one/me"));
        Assert.Equal("", await thief.FormKey("one/me")); // the guest's session has ended too: the thief is a stranger

        using var second = new Raw(this);
        await second.Post("one/edit/Trap2", ("text", "Here."), ("save", "1"));
        var other = second.Cookie;
        using var again = new Raw(this) { Cookie = other };
        await again.Post("one/sign-in", ("form-key", await again.FormKey("one/me")), ("name", "Bob"), ("passphrase", Secret));
        Assert.NotEqual(other, again.Cookie);
        Assert.Contains("Bob", await again.Get("one/me"));
        Assert.DoesNotContain("Bob", await second.Get("one/me"));

        // What somebody made up is not taken over either.
        using var made = new Raw(this) { Cookie = planted[..(planted.IndexOf('=', StringComparison.Ordinal) + 1)] + new string('a', 64) };
        await made.Join("one", "Cas");
        Assert.DoesNotContain(new string('a', 64), made.Cookie);
    }

    [Fact]
    public async Task A_cookie_of_one_association_is_none_in_another()
    {
        using var bob = new Raw(this);
        await bob.Join("one", "Bob");
        var (name, value) = bob.Cookie.Split('=', 2) is [var n, var v] ? (n, v) : ("", "");
        var (one, two) = (site.Rooms.First(), site.Rooms.Last());
        Assert.Equal(one.SessionCookie, name);
        Assert.NotEqual(one.SessionCookie, two.SessionCookie);
        var size = two.Log.Head.World.Size;
        foreach (var cookie in new[] { bob.Cookie, $"{two.SessionCookie}={value}", $"{bob.Cookie}; {two.SessionCookie}={value}" })
        {
            using var there = new Raw(this) { Cookie = cookie, KeepsCookie = false };
            Assert.DoesNotContain("Bob", await there.Get("two/me"));
            Assert.Equal("", await there.FormKey("two/me"));
            Assert.Equal(
                HttpStatusCode.Forbidden,
                (await there.Post("two/edit/Tap", ("form-key", await bob.FormKey("one/me")), ("text", "x"), ("save", "1"))).Status
            );
            Assert.Equal(size, two.Log.Head.World.Size);
        }
    }

    [Fact]
    public async Task Who_left_has_no_session_and_no_token_any_more()
    {
        using var bob = new Raw(this);
        await bob.Join("one", "Bob");
        var form = await bob.FormKey("one/me");
        var made = await bob.Post("one/me/tokens", ("form-key", form), ("label", "my program"), ("days", "30"), ("edit", "on"), ("read", "on"), ("talk", "on"));
        var token = Regex.Match(made.Page, "moot_[0-9a-f]{64}").Value;
        Assert.NotEmpty(token);
        using var program = new HttpClient { BaseAddress = new(Url), DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("one/me/tokens", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await bob.Post("one/me/leave", ("form-key", form), ("sure", "on"))).Status);

        foreach (var path in new[] { "one/", "one/recent", "one/me/tokens", "one/me/webhooks", "one/review" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync(path, Cancel)).StatusCode);
        }

        var size = logs[0].Head.World.Size;
        using var act = new StringContent("""{"kind":"talk.say/1","text":"I am still here","subject":"association"}""", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.PostAsync("one/api/acts", act, Cancel)).StatusCode);
        Assert.Equal(size, logs[0].Head.World.Size);
        Assert.DoesNotContain("Bob", await bob.Get("one/me"));
        foreach (var file in Directory.GetFiles(logs[0].Folder.PrivatePath, "tokens.db*"))
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[open.Length];
            open.ReadExactly(bytes);
            Assert.True(file.EndsWith("-wal", StringComparison.Ordinal) || bytes.AsSpan().IndexOf("my program"u8) < 0, file);
        }
    }

    [Fact]
    public async Task A_proof_that_is_sent_many_times_at_once_lets_in_once()
    {
        using var first = new Raw(this);
        var page = await first.Get("one/sign-in/key");
        var (challenge, seal) = (Field(page, "challenge"), Field(page, "seal"));
        var proof = Encoding.UTF8.GetString(NoteProof.Sign(challenge, ann));
        var thieves = Enumerable.Range(0, 12).Select(_ => new Raw(this)).ToList();
        var answers = await Task.WhenAll(thieves.Select(t => t.Post("one/sign-in/key", ("challenge", challenge), ("seal", seal), ("proof", proof))));
        Assert.Equal(1, answers.Count(a => a.Status == HttpStatusCode.SeeOther));
        Assert.Equal(1, thieves.Count(t => t.Cookie.Length > 0));
        thieves.ForEach(t => t.Dispose());
    }

    [Fact]
    public async Task To_say_that_one_has_a_key_does_nothing_in_the_name_of_its_owner()
    {
        using var bob = new Raw(this);
        await bob.Join("one", "Bob");
        using var foreign = SigningKey.Create();
        var (size, form) = (logs[0].Head.World.Size, await bob.FormKey("one/me"));
        foreach (var key in new[] { ann, foreign, logs[0] is { } log ? Folders.KeyFile.Read(log.Folder.IntakeKeyPath) : ann })
        {
            var said = PublicKey.FromBytes(key.PublicKey).ToString();
            foreach (
                var route in app
                    .Services.GetRequiredService<EndpointDataSource>()
                    .Endpoints.OfType<RouteEndpoint>()
                    .Where(r => OpenApi.MethodsOf(r).Contains("POST"))
            )
            {
                var path = "one/" + Fill(route, "1");
                if (path.EndsWith("/sign-out", StringComparison.Ordinal) || path.EndsWith("/me/sessions", StringComparison.Ordinal))
                {
                    continue;
                }

                using var stranger = new Raw(this) { Sign = said };
                using var member = new Raw(this)
                {
                    Sign = said,
                    Cookie = bob.Cookie,
                    KeepsCookie = false,
                };
                await stranger.Post(path, ("text", "Words."), ("title", "Title"), ("name", "Ann"), ("reason", "because"), ("key", said), ("sure", "on"));
                await member.Post(
                    path,
                    ("form-key", form),
                    ("text", "Words."),
                    ("title", "Title"),
                    ("name", "Ann"),
                    ("reason", "because"),
                    ("key", said),
                    ("sure", "on")
                );
            }
        }

        // Everything was laid out to be signed, and nobody signed it; what began without a key is a guest of their own.
        Assert.All(
            Enumerable.Range((int)size, (int)(logs[0].Head.World.Size - size)),
            e => Assert.NotEqual(AnnsId(), logs[0].Head.World.Entries.Author(e).Member)
        );
        Assert.Null(logs[0].Head.World.Get<Roster>().Find(AnnsId())!.Left);
    }

    [Fact]
    public async Task No_form_is_taken_without_the_key_of_this_very_session()
    {
        using var bob = new Raw(this);
        await bob.Join("one", "Bob");
        using var cas = new Raw(this);
        await cas.Join("one", "Cas");
        var foreign = await cas.FormKey("one/me");
        var (size, tried) = (logs[0].Head.World.Size, 0);
        foreach (
            var route in app
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(r => OpenApi.MethodsOf(r).Contains("POST"))
        )
        {
            var path = Fill(route, "1");
            if (path is "acts" or "found")
            {
                continue; // signed by itself; the host's own, above the associations
            }

            foreach (var key in new[] { null, "", "x", foreign, foreign.ToUpperInvariant(), new string('0', 64) })
            {
                foreach (var coming in new[] { "same-origin", "none", null })
                {
                    using var sent = new Raw(this)
                    {
                        Cookie = bob.Cookie,
                        Coming = coming,
                        KeepsCookie = false,
                    };
                    (string, string)[] fields =
                    [
                        ("text", "Words."),
                        ("title", "Title"),
                        ("name", "Eve"),
                        ("sure", "on"),
                        ("reason", "x"),
                        .. key is null ? Array.Empty<(string, string)>() : [("form-key", key)],
                    ];
                    var answer = await sent.Post("one/" + path, fields);
                    Assert.True(answer.Status == HttpStatusCode.Forbidden, $"{path}, key {key}, {coming}: {answer.Status}");
                    tried++;
                }
            }
        }

        Assert.True(tried > 500);
        Assert.Equal(size, logs[0].Head.World.Size);
        Assert.Contains("Bob", await bob.Get("one/me")); // nor signed out
    }

    [Fact]
    public async Task Who_tries_passphrases_hears_429_and_when_to_come_back()
    {
        using var bob = new Raw(this);
        await bob.Join("one", "Bob");
        using var thief = new Raw(this);
        var last = await thief.Post("one/sign-in", ("name", "Bob"), ("passphrase", "guess number one"));
        for (var i = 0; i < Host.People.SignInBrake.FreeTries && last.Status == HttpStatusCode.UnprocessableEntity; i++)
        {
            last = await thief.Post("one/sign-in", ("name", "Bob"), ("passphrase", $"guess number {i}"));
        }

        // Ten more at once are no way around it, nor are programs' answers.
        Assert.Equal(HttpStatusCode.TooManyRequests, last.Status);
        Assert.True(last.RetryAfter is > 0 and <= 900, $"{last.RetryAfter}");
        Assert.Contains("value=\"Bob\"", last.Page);
        Assert.DoesNotContain("guess number", last.Page);
        Assert.Contains("Bob", await bob.Get("one/me")); // who is signed in stays so
    }

    private static string Fill(RouteEndpoint route, string value) =>
        Regex.Replace(route.RoutePattern.RawText?.TrimStart('/') ?? "", @"\{[^}]*\}", value, default, TimeSpan.FromSeconds(1));

    private MemberId AnnsId() => logs[0].Head.World.Get<Roster>().OwnerOf(PublicKey.FromBytes(ann.PublicKey))!.Id;

    private static string Field(string page, string name) => WebUtility.HtmlDecode(Regex.Match(page, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value);

    private sealed record Said(HttpStatusCode Status, string Page, double RetryAfter);

    /// <summary>A browser whose cookie and headers the test sets.</summary>
    private sealed class Raw(SessionAttackTests test) : IDisposable
    {
        private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(test.Url) };

        public string Cookie { get; set; } = "";

        public bool KeepsCookie { get; init; } = true;

        public string? Coming { get; init; } = "same-origin";

        public string? Sign { get; init; }

        public async Task<string> Get(string path) => (await Send(new(HttpMethod.Get, path))).Page;

        public async Task<string> FormKey(string path) => Field(await Get(path), "form-key");

        public Task<Said> Post(string path, params (string Name, string Value)[] fields) =>
            Send(new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) });

        public async Task Join(string room, string name)
        {
            var key = await FormKey($"{room}/me");
            (string, string)[] fields =
            [
                ("name", name),
                ("passphrase", Secret),
                ("again", Secret),
                .. key.Length > 0 ? [("form-key", key)] : Array.Empty<(string, string)>(),
            ];
            var joined = await Post($"{room}/join", fields);
            Assert.True(joined.Status == HttpStatusCode.SeeOther, $"{joined.Status} {joined.Page}");
        }

        public void Dispose() => http.Dispose();

        private async Task<Said> Send(HttpRequestMessage request)
        {
            using (request)
            {
                foreach (
                    var (name, value) in new[]
                    {
                        ("Cookie", Cookie),
                        ("Sec-Fetch-Site", request.Method == HttpMethod.Post ? Coming : null),
                        ("Moot-Sign", Sign),
                    }
                )
                {
                    if (!string.IsNullOrEmpty(value))
                    {
                        request.Headers.TryAddWithoutValidation(name, value);
                    }
                }

                using var answer = await http.SendAsync(request, Cancel);
                foreach (var cookie in KeepsCookie && answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
                {
                    var pair = cookie.Split(';')[0];
                    Cookie =
                        !pair.StartsWith("session-", StringComparison.Ordinal) ? Cookie
                        : pair.EndsWith('=') ? ""
                        : pair;
                }

                return new(answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel), answer.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0);
            }
        }
    }
}
