using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.People;
using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Xunit;

namespace Moot.Host.Tests.People;

/// <summary>Who is known again, for how long, and in whose name they act.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private const string Secret = "seven bees in the attic";
    private Village village = null!;

    public async ValueTask InitializeAsync() => village = await Village.Found();

    public ValueTask DisposeAsync() => village.DisposeAsync();

    private Actor LastAuthor => village.World.Entries.Author(village.World.Entries.Count - 1);

    private Assurance LastAssurance => village.World.Entries.AssuranceOf(village.World.Entries.Count - 1);

    [Fact]
    public async Task A_guest_is_the_same_after_a_restart_and_another_browser_is_another()
    {
        using var guest = village.NewBrowser();
        Assert.Equal(HttpStatusCode.SeeOther, (await guest.Write("One")).Status);
        var first = LastAuthor;
        Assert.False(first.IsMember);
        await village.Restart();
        Assert.Contains("~2026-1", (await guest.Get("me")).Text);
        await guest.Write("Two");
        Assert.Equal(first, LastAuthor);
        using var other = village.NewBrowser();
        await other.Write("Three");
        Assert.NotEqual(first, LastAuthor);
    }

    [Fact]
    public async Task A_member_stays_signed_in_and_an_edit_begun_before_a_restart_is_saved_after_it()
    {
        using var browser = village.NewBrowser();
        var joined = await browser.Join("Bob", Secret);
        Assert.Equal((HttpStatusCode.SeeOther, "/me"), (joined.Status, joined.Location));
        var bob = village.World.Get<Kernel.Membership.Roster>().Members.Values.Single(m => m.IsVouchable);
        var key = await browser.FormKey("edit/Bees");
        await village.Restart();
        var saved = await browser.Post("edit/Bees", ("form-key", key), ("text", "Two hives."), ("save", "1"));
        Assert.Equal((HttpStatusCode.SeeOther, "/page/Bees"), (saved.Status, saved.Location));
        Assert.Equal((Actor.Of(bob.Id), Assurance.Vouched), (LastAuthor, LastAssurance));
    }

    [Fact]
    public async Task Joining_ends_the_guest_and_signing_out_ends_the_session()
    {
        using var browser = village.NewBrowser();
        await browser.Write("One");
        var guest = browser.Cookie;
        await browser.Join("Bob", Secret);
        var member = browser.Cookie;
        Assert.NotEqual(guest, member);
        await browser.Do("sign-out");
        Assert.Equal("", browser.Cookie);
        foreach (var old in new[] { guest, member })
        {
            browser.Cookie = old;
            Assert.Equal("", await browser.FormKey());
        }
    }

    [Fact]
    public async Task After_90_days_without_use_a_guests_key_is_destroyed_and_a_session_ends()
    {
        using var guest = village.NewBrowser();
        await guest.Write("One");
        using var member = village.NewBrowser();
        await member.Join("Bob", Secret);
        using var kept = village.NewBrowser();
        await kept.Join("Cat", Secret);
        village.Clock.Advance(TimeSpan.FromDays(60));
        Assert.NotEqual("", await kept.FormKey()); // used: it goes on
        village.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, Count("SELECT count(*) FROM session")); // nobody asked: the round did it
        Assert.Equal("", await guest.FormKey());
        Assert.Equal("", await member.FormKey());
        Assert.NotEqual("", await kept.FormKey());
    }

    private long Count(string sql)
    {
        using var file = Host.Storage.SqliteFile.Open(village.Folder.PeopleDatabasePath, Microsoft.Data.Sqlite.SqliteOpenMode.ReadWrite);
        return file.Number(sql);
    }

    [Fact]
    public async Task The_cookie_is_for_this_association_alone_and_no_script_sees_it()
    {
        using var browser = village.NewBrowser();
        var cookie = Assert.Single((await browser.Write("One")).Cookies);
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/;", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"; max-age={90 * 24 * 3600};", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);

        using var request = new HttpRequestMessage(HttpMethod.Post, $"{village.Url}/{village.Room.Slug}/edit/Two")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("text", "x"), KeyValuePair.Create("save", "1")]),
        };
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var other = village.NewBrowser();
        var below = Assert.Single((await other.Send(request)).Cookies);
        Assert.Contains($"; path=/{village.Room.Slug}/;", below, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; secure", below, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_link_lets_in_once_and_for_a_day()
    {
        var token = village.People.Accounts.OpenDoor(village.Founder);
        var late = village.People.Accounts.OpenDoor(village.Founder);
        using var browser = village.NewBrowser();
        Assert.Contains("Ann", (await browser.Get("enter/" + token)).Text);
        Assert.Contains("Ann", (await browser.Get("enter/" + token)).Text); // looking does not use it up
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Do("enter/" + token, ("passphrase", "short"), ("again", "short"))).Status);
        Assert.Equal("/me", (await browser.Do("enter/" + token, ("passphrase", Secret), ("again", Secret))).Location);
        using var thief = village.NewBrowser();
        Assert.Equal(HttpStatusCode.NotFound, (await thief.Do("enter/" + token)).Status);
        Assert.Equal("", thief.Cookie);

        // The founder's own key must allow it: until then the host cannot act for them, and says so.
        Assert.Contains("not-vouchable", await Code(browser, "me/name", ("name", "Anna")));
        Assert.True((await village.Sign("key.vouching/1", new() { ["allowed"] = true })).Verdict.IsLawful);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.Write("Bees")).Status);
        Assert.Equal((Actor.Of(village.Founder), Assurance.Vouched), (LastAuthor, LastAssurance));
        Assert.Contains("own-key-needed", await Code(browser, "me/name", ("name", "Anna"))); // what concerns keys and names their own key signs
        using var elsewhere = village.NewBrowser();
        Assert.Equal(HttpStatusCode.SeeOther, (await elsewhere.SignIn("Ann", Secret)).Status);

        village.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(HttpStatusCode.NotFound, (await thief.Get("enter/" + late)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await thief.Get("enter/nonsense")).Status);
    }

    private Task<string> Code(Browser browser, string path, params (string Name, string Value)[] fields) => Code(browser, key: null, path, fields);

    private async Task<string> Code(Browser browser, SigningKey? key, string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{village.Url}/{path}")
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        };
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add(FormGate.Header, await browser.FormKey());
        if (key is not null)
        {
            request.Headers.Add(Signing.SignInKeyRoutes.SignHeader, PublicKey.FromBytes(key.PublicKey).ToString());
        }

        return (await browser.Send(request)).Text;
    }

    [Fact]
    public async Task A_browser_that_has_a_key_is_handed_the_act_to_sign()
    {
        using var browser = village.NewBrowser();
        await browser.Join("Bob", Secret);
        var session = village.People.Sessions.Find(browser.Cookie.Split('=')[1])!;
        using var own = SigningKey.Create();
        village.People.Sessions.UseBrowserKey(session, PublicKey.FromBytes(own.PublicKey));
        var asked = JsonNode.Parse(await Code(browser, own, "edit/Bees", ("text", "Two hives."), ("save", "1")))!;
        var text = Convert.FromBase64String((string)asked["text"]!);
        Assert.StartsWith(
            $"moot/act/v1\nassoc {village.World.Association}\nlog {village.Folder.Origin}\nactor {session.Member}\n",
            Encoding.UTF8.GetString(text)
        );
        var name = Convert.ToHexStringLower(own.PublicKey);
        byte[] id = [.. System.Security.Cryptography.SHA256.HashData([.. Encoding.ASCII.GetBytes(name), (byte)'\n', 1, .. own.PublicKey])[..4]];
        byte[] signature = [.. id, .. own.Sign(text)];
        byte[] sent =
        [
            .. text,
            .. Encoding.UTF8.GetBytes($"\n— {name} {Convert.ToBase64String(signature)}\n"),
            .. Convert.FromBase64String((string)asked["rest"]!),
        ];

        // The key is not the member's yet, so the act is refused for that and for nothing else.
        Assert.Equal("not-your-key", (await village.Submit(sent)).Verdict.Code);

        // Without a script nothing could sign: the host vouches, as the member lets it.
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.Write("Bees")).Status);
        Assert.Equal(Assurance.Vouched, LastAssurance);
    }

    [Fact]
    public async Task A_guest_whose_browser_has_the_key_signs_too()
    {
        using var own = SigningKey.Create();
        var (session, token) = village.People.Sessions.BeginGuest(PublicKey.FromBytes(own.PublicKey));
        Assert.Equal(Actor.Of(PublicKey.FromBytes(own.PublicKey)), session.Actor);
        using var browser = village.NewBrowser();
        browser.Cookie = $"{Visit.CookieName(village.Room)}={token}";
        Assert.Contains("\"rest\"", await Code(browser, own, "edit/Bees", ("text", "Two hives."), ("save", "1")));
    }

    [Fact]
    public async Task A_mirror_knows_nobody_and_says_where_to_go()
    {
        (
            await Mirroring.Begin(
                village.Url,
                village["mirror"],
                pinned: null,
                village.Clock,
                keepErased: false,
                progress: null,
                TestContext.Current.CancellationToken
            )
        ).Dispose();
        await using var mirror = new MirroredLog(AssociationFolder.Open(village["mirror"]), village.Clock, _ => { });
        await using var app = await Server.Start([mirror], isSingle: true, "http://127.0.0.1:0");
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        foreach (var path in new[] { "join", "sign-in", "edit/Page", "me/name", "me/leave", "enter/x" })
        {
            using var form = new FormUrlEncodedContent([
                KeyValuePair.Create("name", "Eve"),
                KeyValuePair.Create("passphrase", Secret),
                KeyValuePair.Create("again", Secret),
                KeyValuePair.Create("sure", "1"),
            ]);
            using var answer = await http.PostAsync($"{Server.Address(app)}/{path}", form, TestContext.Current.CancellationToken);
            Assert.False(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.SeeOther, path);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            if (!path.StartsWith("enter", StringComparison.Ordinal))
            {
                Assert.Contains(village.Url, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            }
        }

        Assert.False(File.Exists(mirror.Folder.PeopleDatabasePath));
    }
}
