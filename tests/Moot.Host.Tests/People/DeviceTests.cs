using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Moot.Host.Operations;
using Moot.Host.People;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Proofs;
using Xunit;

namespace Moot.Host.Tests.People;

/// <summary>A second device, names of keys, and what a guest noted before joining by a key.</summary>
public sealed partial class DeviceTests : IAsyncLifetime
{
    private const string Words = "correct horse battery staple";

    private Village village = null!;

    public async ValueTask InitializeAsync() => village = await Village.Found();

    public ValueTask DisposeAsync() => village.DisposeAsync();

    private async Task<(Browser Laptop, string Code)> Opened()
    {
        var laptop = village.NewBrowser();
        Assert.Equal(HttpStatusCode.SeeOther, (await laptop.Join("Gil", Words)).Status);
        return (laptop, await Open(laptop));
    }

    private static async Task<string> Open(Browser laptop)
    {
        var page = (await laptop.Do("me/devices/open")).Text;
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        return Code().Match(page).Groups[1].Value;
    }

    private static async Task<(string Token, string Number)> Come(Browser phone, string code)
    {
        var page = (await phone.Do("device", ("code", code))).Text;
        return (Token().Match(page).Groups[1].Value, Number().Match(page).Groups[1].Value);
    }

    /// <summary>Signs a browser in by a key, as a script does.</summary>
    private static async Task SignIn(Browser browser, SigningKey key, bool isBrowserKey)
    {
        var page = (await browser.Get("sign-in/key")).Text;
        var challenge = WebUtility.HtmlDecode(Challenge().Match(page).Groups[1].Value);
        var answer = await browser.Do(
            "sign-in/key",
            ("challenge", challenge),
            ("seal", Seal().Match(page).Groups[1].Value),
            ("proof", Encoding.UTF8.GetString(NoteProof.Sign(challenge, key))),
            ("browser", isBrowserKey ? "1" : "")
        );
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
    }

    [Fact]
    public async Task A_telephone_comes_in_once_its_number_was_typed_on_the_laptop()
    {
        var (laptop, code) = await Opened();
        using var phone = village.NewBrowser();
        var (token, number) = await Come(phone, code.ToLowerInvariant().Replace('-', ' '));
        Assert.Equal(6, number.Count(char.IsAsciiDigit));

        // Not before, and not by another number.
        var early = await phone.Do("device/enter", ("token", token));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.Status);
        Assert.Contains(number, early.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await laptop.Do("me/devices/allow", ("number", "000 000 0"))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.Do("device/enter", ("token", token))).Status);

        Assert.Equal(HttpStatusCode.SeeOther, (await laptop.Do("me/devices/allow", ("number", number))).Status);
        Assert.Equal("/me", (await phone.Do("device/enter", ("token", token))).Location);
        Assert.Contains("Gil", (await phone.Get("me")).Text, StringComparison.Ordinal);

        // Once.
        using var other = village.NewBrowser();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await other.Do("device/enter", ("token", token))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await other.Do("device", ("code", code))).Status);
        laptop.Dispose();
    }

    [Fact]
    public async Task A_code_is_good_for_one_device_and_ten_minutes_and_can_be_taken_back()
    {
        var (laptop, code) = await Opened();
        using var thief = village.NewBrowser();
        using var phone = village.NewBrowser();
        var (token, _) = await Come(thief, code);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.Do("device", ("code", code))).Status);
        await laptop.Do("me/devices/close");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await thief.Do("device/enter", ("token", token))).Status);

        var second = await Open(laptop);
        Assert.NotEqual(code, second);
        var (late, number) = await Come(phone, second);
        village.Clock.Advance(Devices.Open + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await laptop.Do("me/devices/allow", ("number", number))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.Do("device/enter", ("token", late))).Status);

        foreach (var nonsense in new[] { "", "----", new string('0', 40), "é", "<script>" })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.Do("device", ("code", nonsense))).Status);
        }

        laptop.Dispose();
    }

    [Fact]
    public async Task Another_member_cannot_let_a_device_in_as_somebody_else_and_a_stranger_opens_no_link()
    {
        var (laptop, code) = await Opened();
        using var hana = village.NewBrowser();
        await hana.Join("Hana", Words);
        using var phone = village.NewBrowser();
        var (token, number) = await Come(phone, code);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await hana.Do("me/devices/allow", ("number", number))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.Do("device/enter", ("token", token))).Status);
        using var stranger = village.NewBrowser();
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.Do("me/devices/open")).Status);
        laptop.Dispose();
    }

    [Fact]
    public async Task A_member_names_a_key_for_themselves_alone()
    {
        using var ann = village.NewBrowser();
        await SignIn(ann, village.FounderKey, isBrowserKey: true);
        var key = PublicKey.FromBytes(village.FounderKey.PublicKey);
        Assert.Equal(HttpStatusCode.SeeOther, (await ann.Do("me/keys/name", ("key", key.ToString()), ("label", "the <laptop>"))).Status);
        var mine = (await ann.Get("me/keys")).Text;
        Assert.Contains("the &lt;laptop&gt;", mine, StringComparison.Ordinal);
        Assert.Contains("in this browser", mine, StringComparison.Ordinal);
        Assert.Contains("2026-11-22", mine, StringComparison.Ordinal); // last used

        // It outlasts the program, stands in no entry, and nobody names a key that is not theirs.
        var size = village.World.Size;
        await village.Restart();
        Assert.Contains("the &lt;laptop&gt;", (await ann.Get("me/keys")).Text, StringComparison.Ordinal);
        Assert.Equal(size, village.World.Size);
        using var gil = village.NewBrowser();
        await gil.Join("Gil", Words);
        Assert.Equal(HttpStatusCode.NotFound, (await gil.Do("me/keys/name", ("key", key.ToString()), ("label", "mine"))).Status);
        var tooLong = await ann.Do("me/keys/name", ("key", key.ToString()), ("label", new string('x', 81)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tooLong.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_guest_watched_and_read_goes_with_them_when_they_join(bool byKey)
    {
        using var guest = village.NewBrowser();
        await guest.Write("The_tap");
        var page = village.World.Size - 1;
        await guest.Do("watch", ("subject", $"page:{page}"), ("on", "1"));
        await guest.Get("page/The_tap");
        await guest.Do("for-me", ("upto", $"{village.World.Size}"));
        village.Clock.Advance(TimeSpan.FromMinutes(1));
        using var key = SigningKey.Create();
        MemberId member;
        if (byKey)
        {
            member = await JoinByKey(key);
            await SignIn(guest, key, isBrowserKey: true);
        }
        else
        {
            await guest.Join("Gil", Words);
            member = village.World.Get<Kernel.Membership.Roster>().Members.Keys.Single(m => m != village.Founder);
        }

        var marks = village.Room.Served.Marks.Of(Actor.Of(member));
        Assert.True(marks[$"page:{page}"].IsWatched);
        Assert.Equal(page + 1, marks[$"page:{page}"].Seen);
        Assert.Contains(marks, m => m.Value.Seen == page + 1 && m.Value.IsWatched is null);
    }

    [Fact]
    public async Task Who_signs_in_as_an_older_member_takes_no_marks_of_the_guest_along()
    {
        using var key = SigningKey.Create();
        var member = await JoinByKey(key);
        village.Clock.Advance(TimeSpan.FromDays(1));
        using var guest = village.NewBrowser();
        await guest.Write("The_tap");
        await guest.Do("watch", ("subject", $"page:{village.World.Size - 1}"), ("on", "1"));
        await SignIn(guest, key, isBrowserKey: true);
        Assert.Empty(village.Room.Served.Marks.Of(Actor.Of(member)));
    }

    [Fact]
    public async Task A_file_about_people_from_before_gets_what_it_lacks()
    {
        using var gil = village.NewBrowser();
        await gil.Join("Gil", Words);
        await village.Stop();
        using (var file = Host.Storage.SqliteFile.Open(village.Folder.PeopleDatabasePath, Microsoft.Data.Sqlite.SqliteOpenMode.ReadWrite))
        {
            file.Run("DROP TABLE keynote; DROP TABLE device; PRAGMA user_version=1");
        }

        await village.Start();
        Assert.Contains("Gil", (await gil.Get("me")).Text, StringComparison.Ordinal);
        Assert.NotEmpty(await Open(gil));
    }

    private async Task<MemberId> JoinByKey(SigningKey key)
    {
        var place = ActPen.Place.Of(village.Room.Log.Head, village.Folder.Origin, member: null);
        var join = ActPen.Compose(place, village.Clock, Kernel.Membership.Join.Kind, [], new() { ["name"] = "Gil" }, key);
        Assert.True((await village.Submit(join.ToBytes())).Verdict.IsLawful);
        return new(join.Act.Id);
    }

    [GeneratedRegex("<b dir=\"ltr\">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</b>")]
    private static partial Regex Code();

    [GeneratedRegex("name=\"token\" value=\"([0-9a-f]{64})\"")]
    private static partial Regex Token();

    [GeneratedRegex("<b>([0-9 ]{8})</b>")]
    private static partial Regex Number();

    [GeneratedRegex("name=\"challenge\" value=\"([^\"]+)\"")]
    private static partial Regex Challenge();

    [GeneratedRegex("name=\"seal\" value=\"([^\"]+)\"")]
    private static partial Regex Seal();
}
