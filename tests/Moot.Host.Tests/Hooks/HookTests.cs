using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Moot.Host.Hooks;
using Moot.Host.Tests.Web;
using Moot.Programs;
using Xunit;

namespace Moot.Host.Tests.Hooks;

/// <summary>Webhooks of an association that is served, and a program that is told.</summary>
public sealed class HookTests
{
    private static HookQueue Queue(ServedCommons commons) =>
        Assert.IsType<HookQueue>(commons.Room.Served.Keep<IHooks>(_ => throw new InvalidOperationException()));

    private static byte[] Make(ServedCommons commons, Receiver receiver, string kind = "all", string subject = "")
    {
        var secret = Queue(commons).Make(commons.Member, receiver.Url, commons.Url + "/", kind, subject, commons.Log.Head.World.Size);
        return Convert.FromBase64String(Assert.IsType<string>(secret)[HookBook.SecretMark.Length..]);
    }

    private static Hook Only(ServedCommons commons) => Assert.Single(Queue(commons).Of(commons.Member));

    private static async Task Until(Func<bool> isSo)
    {
        for (var i = 0; i < 600 && !isSo(); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        }

        Assert.True(isSo());
    }

    [Fact]
    public async Task What_happens_is_told_in_order_and_signed()
    {
        await using var commons = await ServedCommons.Start(anyTarget: true);
        await using var receiver = await Receiver.Start();
        var secret = Make(commons, receiver);
        var first = commons.Log.Head.World.Size;
        for (var i = 0; i < 5; i++)
        {
            await commons.Write($"Page {i}", "Water <b>here</b>.", $"summary {i}");
        }

        var told = await receiver.Wait((int)(commons.Log.Head.World.Size - first));
        Assert.Equal(Enumerable.Range((int)first, told.Length).Select(n => (long?)n), told.Select(t => t.Entry));
        foreach (var message in told)
        {
            var signed = (byte[])[.. Encoding.UTF8.GetBytes($"{message.Id}.{message.Seconds}."), .. message.Body];
            Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed)), message.Signature);
            var json = JsonNode.Parse(message.Body)!;
            Assert.Equal(message.Id, (string)json["id"]!);
            Assert.Equal("page.create/1", (string)json["kind"]!);
            Assert.StartsWith("summary", (string)json["summary"]!);
            Assert.Equal($"{commons.Url}/entry/{message.Entry}", (string)json["url"]!);
            Assert.NotEmpty((string)json["who"]!);
            Assert.NotEmpty((string)json["when"]!);
        }

        await Until(() => Only(commons).Next == commons.Log.Head.World.Size);
        Assert.All(Queue(commons).Deliveries(Only(commons).Id), d => Assert.True(d.IsTaken));
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_told()
    {
        await using var commons = await ServedCommons.Start(anyTarget: true);
        await using var receiver = await Receiver.Start();
        await commons.Write("Water", "Taps.");
        var page = commons.Log.Head.World.Size - 1;
        Make(commons, receiver, "edits", $"page:{page}");
        await commons.Write("Seeds", "Peas.");
        var talk = await commons.Act("talk.say/1", $$"""{"subject":"page:{{page}}"}""", """{"text":"Hm."}""");
        Make(commons, receiver, "talk", $"page:{page}");
        var more = await commons.Act("talk.say/1", $$"""{"subject":"page:{{page}}"}""", """{"text":"Ah."}""");
        Assert.Equal([more], (await receiver.Wait(1)).Select(t => t.Entry));
        Assert.NotEqual(talk, more);
        await Until(() => Queue(commons).Of(commons.Member).All(h => h.Next == commons.Log.Head.World.Size));
        Assert.Single(receiver.All);
    }

    [Fact]
    public async Task What_was_not_taken_is_told_again_and_a_restart_loses_nothing()
    {
        await using var commons = await ServedCommons.Start(anyTarget: true);
        await using var receiver = await Receiver.Start();
        receiver.Answer = n => n == 1 ? 500 : 200;
        Make(commons, receiver);
        await commons.Write("Water", "Taps.");
        await receiver.Wait(1);
        await Until(() => Only(commons).Failures == 1);
        await commons.Restart();
        Assert.Equal(1, Only(commons).Failures);
        await commons.Write("Seeds", "Peas.");
        var told = await receiver.Wait(3); // after the pause
        Assert.Equal(told[0].Id, told[1].Id);
        Assert.Equal(told[0].Text, told[1].Text);
        Assert.Equal(told[1].Entry + 1, told[2].Entry);
        await Until(() => Only(commons).Failures == 0 && Only(commons).Next == commons.Log.Head.World.Size);
        Assert.Equal([200, 200, 500], Queue(commons).Deliveries(Only(commons).Id).Select(d => d.Status!.Value));
    }

    [Fact]
    public async Task What_went_out_of_sight_is_not_told()
    {
        await using var commons = await ServedCommons.Start(anyTarget: true);
        await using var receiver = await Receiver.Start();
        receiver.Answer = n => n == 1 ? 503 : 200;
        Make(commons, receiver);
        await commons.Write("Water", "Taps.", "the secret summary");
        var entry = commons.Log.Head.World.Size - 1;
        await Until(() => Only(commons).Failures == 1);
        await commons.Act("body.hide/1", $$"""{"entry":{{entry}},"ground":"privacy"}""", """{"reason":"private"}""");
        var told = await receiver.Wait(2);
        Assert.Contains("the secret summary", told[0].Text);
        Assert.Equal(told[0].Entry, told[1].Entry);
        Assert.DoesNotContain("the secret summary", told[1].Text);
    }

    [Fact]
    public void Too_many_failures_switch_it_off_until_its_owner_switches_it_on()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["p"]);
        var member = new Kernel.Acts.MemberId(Kernel.Tree.Hash.Of("m"u8));
        using (var book = new HookBook(folder["p/hooks.db"]))
        {
            Assert.NotNull(book.Make(member, "http://example.org/", "http://x/", "all", "", 5));
            var id = Assert.Single(book.Of(member)).Id;
            for (var i = 0; i < IHooks.FailuresMax; i++)
            {
                Assert.False(book.Find(id)!.IsOff);
                book.Note(id, new(new(i), null, 500, "status"), new(i)); // a test counts for nothing
                book.Note(id, new(new(i), 5, 500, "status"), new(i));
            }

            Assert.Empty(book.Waiting());
        }

        using var again = new HookBook(folder["p/hooks.db"]);
        var off = Assert.Single(again.Of(member));
        Assert.True(off is { IsOff: true, Next: 5 });
        Assert.Equal(IHooks.DeliveriesKept, again.Deliveries(off.Id).Length);
        Assert.False(again.SwitchOn(new(Kernel.Tree.Hash.Of("another"u8)), off.Id, 9));
        Assert.True(again.SwitchOn(member, off.Id, 9));
        Assert.True(Assert.Single(again.Waiting()) is { Next: 9, Failures: 0 });
        Assert.True(again.Remove(member, off.Id));
        Assert.Empty(again.Deliveries(off.Id));
    }

    [Fact]
    public void Pauses_grow_and_end()
    {
        Assert.Equal(HookQueue.FirstPause, HookQueue.PauseAfter(1));
        Assert.Equal(4 * HookQueue.FirstPause, HookQueue.PauseAfter(3));
        Assert.Equal(HookQueue.PauseMax, HookQueue.PauseAfter(int.MaxValue));
    }

    [Fact]
    public async Task A_member_makes_tests_and_removes_one_on_the_page()
    {
        await using var village = await People.Village.Found(anyTarget: true);
        await using var receiver = await Receiver.Start();
        using var bob = village.NewBrowser();
        Assert.Equal(HttpStatusCode.Forbidden, (await bob.Get("me/webhooks")).Status);
        await bob.Join("Bob", "correct horse battery");
        var made = await bob.Do("me/webhooks", ("url", receiver.Url), ("kind", "edits"));
        Assert.True(made.Status == HttpStatusCode.OK, made.Text);
        Assert.Contains(HookBook.SecretMark, made.Text);
        Assert.DoesNotContain(HookBook.SecretMark + "A", (await bob.Get("me/webhooks")).Text);
        Assert.Equal(HttpStatusCode.SeeOther, (await bob.Do("me/webhooks/1/test")).Status);
        Assert.Equal("test", (string)JsonNode.Parse(Assert.Single(await receiver.Wait(1)).Body)!["kind"]!);
        using var eve = village.NewBrowser();
        await eve.Join("Eve", "correct horse battery");
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Do("me/webhooks/1/remove")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await bob.Do("me/webhooks/1/remove")).Status);
        Assert.DoesNotContain(receiver.Url, (await bob.Get("me/webhooks")).Text);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await bob.Do("me/webhooks", ("url", "ftp://x/"))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await bob.Do("me/webhooks", ("url", receiver.Url), ("subject", "no such page"))).Status);
    }

    [Fact]
    public async Task An_address_inside_is_refused_where_it_is_typed()
    {
        await using var village = await People.Village.Found();
        await using var receiver = await Receiver.Start();
        using var bob = village.NewBrowser();
        await bob.Join("Bob", "correct horse battery");
        var refused = await bob.Do("me/webhooks", ("url", receiver.Url));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("private network", refused.Text);
    }
}
