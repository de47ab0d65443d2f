using System.Net;
using System.Text;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Xunit;

namespace Moot.Host.Tests.People;

/// <summary>Names and passphrases.</summary>
public sealed class AccountTests : IAsyncLifetime
{
    private const string Secret = "seven bees in the attic";
    private Village village = null!;

    public async ValueTask InitializeAsync() => village = await Village.Found();

    public ValueTask DisposeAsync() => village.DisposeAsync();

    private List<Member> Vouched => [.. village.World.Get<Roster>().Members.Values.Where(m => m.IsVouchable).OrderBy(m => m.Joined)];

    [Fact]
    public async Task The_passphrase_is_nowhere()
    {
        using var browser = village.NewBrowser();
        await browser.Join("Bob", Secret);
        await browser.Write("One");
        using var other = village.NewBrowser();
        var refused = await other.Do("join", ("name", "Cat"), ("passphrase", Secret), ("again", Secret + "!"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Cat", refused.Text);
        Assert.DoesNotContain(Secret, refused.Text);
        await other.SignIn("Bob", Secret + "?");
        var token = browser.Cookie.Split('=')[1];
        await village.Stop();
        foreach (var file in Directory.EnumerateFiles(village.Folder.DirectoryPath, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            foreach (var secret in new[] { Secret, token })
            {
                Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, file);
            }
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(village.Folder.PeopleDatabasePath));
        }
    }

    [Theory]
    [InlineData("short", "short", "passphrase-short")]
    [InlineData("", "", "passphrase-short")]
    [InlineData("long enough", "not the same", "passphrase-differs")]
    [InlineData("with a \0 inside", "with a \0 inside", "passphrase-control")]
    [InlineData("two\nlines here", "two\nlines here", "passphrase-control")]
    public void Some_passphrases_are_not_taken(string passphrase, string again, string code) =>
        Assert.Equal(code, Host.People.Passphrases.Judge(passphrase, again).Code);

    [Fact]
    public async Task A_passphrase_of_a_megabyte_is_refused_at_once()
    {
        using var browser = village.NewBrowser();
        var huge = new string('x', 1 << 20);
        var joined = await browser.Join("Bob", huge);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, joined.Status);
        Assert.Contains("1000", joined.Text);
        await browser.Join("Bob", Secret);
        using var other = village.NewBrowser();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await other.SignIn("Bob", huge)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await other.SignIn(huge, Secret)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await other.SignIn("Bob", Secret + "\0")).Status); // no form of a browser has this
        Assert.Equal(HttpStatusCode.SeeOther, (await other.SignIn("Bob", Secret)).Status);
    }

    [Fact]
    public async Task Composed_and_decomposed_letters_are_the_same_passphrase_and_the_same_name()
    {
        using var browser = village.NewBrowser();
        await browser.Join("Ren\u00e9", "caf\u00e9 au lait");
        using var other = village.NewBrowser();
        Assert.Equal(HttpStatusCode.SeeOther, (await other.SignIn("Rene\u0301", "cafe\u0301\u00a0au lait")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await other.SignIn("Ren\u00e9", "cafe au lait")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await other.SignIn("Ren\u00e9", "CAF\u00c9 AU LAIT")).Status);
    }

    [Fact]
    public async Task Two_people_of_one_name_each_come_in_with_their_own_passphrase()
    {
        using var one = village.NewBrowser();
        using var two = village.NewBrowser();
        await one.Join("Kim", "first of her name");
        await two.Join("Kim", "second of that name");
        Assert.Equal(2, Vouched.Count);
        foreach (var (member, secret) in new[] { (Vouched[0], "first of her name"), (Vouched[1], "second of that name") })
        {
            foreach (var called in new[] { "Kim", member.Id.ToString()[..8], member.Id.ToString() })
            {
                using var browser = village.NewBrowser();
                Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignIn(called, secret)).Status);
                Assert.Contains("member/" + member.Id.ToString()[..16], (await browser.Get("me")).Text);
            }
        }

        using var wrong = village.NewBrowser();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await wrong.SignIn(Vouched[0].Id.ToString(), "second of that name")).Status);

        // The same name and the same passphrase: the id decides.
        using var third = village.NewBrowser();
        await third.Join("Kim", "first of her name");
        Assert.Contains("several members", (await wrong.SignIn("Kim", "first of her name")).Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Trying_passphrases_takes_ever_longer()
    {
        using var bob = village.NewBrowser();
        await bob.Join("Bob", Secret);
        using var thief = village.NewBrowser();
        foreach (var name in new[] { "Bob", "Nobody" })
        {
            for (var i = 0; i < Host.People.SignInBrake.FreeTries; i++)
            {
                Assert.Contains("do not belong together", (await thief.SignIn(name, $"guess number {i}")).Text);
            }

            Assert.Contains("Wait 1 seconds", (await thief.SignIn(name, Secret)).Text);
        }

        village.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains("do not belong together", (await thief.SignIn("Bob", "one guess more")).Text);
        Assert.Contains("Wait 2 seconds", (await thief.SignIn("Bob", Secret)).Text);
        Assert.Contains("Wait 2 seconds", (await thief.SignIn(Vouched[0].Id.ToString(), Secret)).Text); // by whatever name
        village.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.SeeOther, (await thief.SignIn("Bob", Secret)).Status);
        Assert.NotEqual("", await bob.FormKey()); // who is signed in stays so
    }

    [Fact]
    public void All_names_together_are_slowed_too()
    {
        var brake = new Host.People.SignInBrake(village.Clock);
        for (var i = 0; i < Host.People.SignInBrake.FailuresMax; i++)
        {
            Assert.True(brake.Try($"name {i}").IsLawful);
        }

        Assert.Equal("sign-in-wait", brake.Try("one more").Code);
        village.Clock.Advance(Host.People.SignInBrake.Window);
        Assert.True(brake.Try("one more").IsLawful);
    }

    [Fact]
    public async Task Leaving_ends_everything_and_coming_back_is_joining_anew()
    {
        using var browser = village.NewBrowser();
        using var phone = village.NewBrowser();
        await browser.Join("Bob", Secret);
        await phone.SignIn("Bob", Secret);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Do("me/leave", ("reason", "moving"))).Status); // not sure
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.Do("me/leave", ("reason", "moving"), ("sure", "1"))).Status);
        Assert.Equal("", await browser.FormKey());
        Assert.Equal("", await phone.FormKey());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.SignIn("Bob", Secret)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await phone.Join("Bob", Secret)).Status);
        Assert.Equal(2, Vouched.Count);
        Assert.Contains("Left on", (await phone.Get("member/" + Vouched[0].Id.ToString()[..16])).Text);
    }

    [Fact]
    public async Task A_new_passphrase_signs_out_everywhere_else()
    {
        using var browser = village.NewBrowser();
        using var phone = village.NewBrowser();
        await browser.Join("Bob", Secret);
        await phone.SignIn("Bob", Secret);
        Assert.Contains(
            "passphrase until now",
            (await browser.Do("me/passphrase", ("old", "nonsense"), ("passphrase", "new and longer"), ("again", "new and longer"))).Text
        );
        var set = await browser.Do("me/passphrase", ("old", Secret), ("passphrase", "new and longer"), ("again", "new and longer"));
        Assert.Equal(HttpStatusCode.SeeOther, set.Status);
        Assert.Equal("", await phone.FormKey());
        Assert.NotEqual("", await browser.FormKey());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.SignIn("Bob", Secret)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await phone.SignIn("Bob", "new and longer")).Status);
        await phone.Do("me/sessions");
        Assert.Equal("", await browser.FormKey());
    }

    [Fact]
    public async Task A_name_of_script_is_only_a_name()
    {
        const string Name = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
        using var browser = village.NewBrowser();
        await browser.Join(Name, Secret);
        foreach (var path in new[] { "me", "members", "member/" + Vouched[0].Id.ToString()[..16], "edit/Page" })
        {
            var page = (await browser.Get(path)).Text;
            Assert.DoesNotContain("<script>alert", page);
            Assert.DoesNotContain("<img src=x", page);
            Assert.Contains("&lt;script&gt;", page);
        }

        var refused = await browser.Do("sign-in", ("name", Name), ("passphrase", "wrong one"), ("then", "\"><script>alert(2)</script>"));
        Assert.DoesNotContain("<script>alert", refused.Text);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("\t//evil.example")]
    [InlineData("page/Bees")]
    public async Task After_signing_in_one_stays_here(string then)
    {
        using var browser = village.NewBrowser();
        var joined = await browser.Do("join", ("name", "Bob"), ("passphrase", Secret), ("again", Secret), ("then", then));
        Assert.Equal(HttpStatusCode.SeeOther, joined.Status);
        Assert.Equal(new Uri(village.Url).Authority, new Uri(new Uri(village.Url), joined.Location).Authority);
        Assert.StartsWith("/", joined.Location);
        Assert.False(joined.Location.StartsWith("//", StringComparison.Ordinal) || joined.Location.StartsWith("/\\", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_invitation_shows_an_address_of_the_web_and_nothing_else()
    {
        using var browser = village.NewBrowser();
        Assert.Contains(village.Url + "/", (await browser.Get("invite")).Text);
        Assert.Contains("https://moot.example/", (await browser.Get("invite?address=https://moot.example/")).Text);
        Assert.StartsWith("<svg", (await browser.Get("invite.svg?address=https://moot.example/")).Text);
        foreach (var bad in new[] { "javascript:alert(1)", "data:text/html,x", "x", "https://" + new string('a', 600) })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Get("invite?address=" + Uri.EscapeDataString(bad))).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("invite.svg?address=" + Uri.EscapeDataString(bad))).Status);
        }
    }
}
