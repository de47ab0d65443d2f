using System.Net;
using System.Text.Json;
using Moot.Kernel.Acts;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>Pages without links, the first page, titles while one types, members by name, and recent entries by bots and filters.</summary>
public sealed class ListTests : IAsyncLifetime
{
    private ServedCommons commons = null!;

    public async ValueTask InitializeAsync() => commons = await ServedCommons.Start();

    public ValueTask DisposeAsync() => commons.DisposeAsync();

    private static void Has(string page, string part, bool expected = true) => Assert.Equal(expected, page.Contains(part, StringComparison.Ordinal));

    [Fact]
    public async Task Pages_that_no_page_leads_to_are_listed_in_parts()
    {
        await commons.Write("Home", "See [[Water]] and [[Old name]].");
        await commons.Write("Water", "Wet. [[Water]]");
        await commons.Write("Lonely", "I link to [[Lonely]] alone, and to [[Home]].");
        await commons.Write("Category:Things", "About things.");
        await commons.Write("Old name", "Moves.");
        var moved = Commons.TitleIndex.Of(commons.Room.Served).Find(commons.Log.Head.World, "Old name")!.Id;
        await commons.Act("page.move/1", $$"""{"page":{{moved}}}""", """{"title":"New name","reason":"better"}""");
        await commons.Write("Secret", "x");
        await commons.Act(
            "body.hide/1",
            $$"""{"entry":{{Commons.TitleIndex.Of(commons.Room.Served).Find(commons.Log.Head.World, "Secret")!.Id}},"ground":"privacy"}""",
            """{"reason":"x"}"""
        );
        await commons.Indexed();
        var page = await commons.Get("orphans");
        Has(page, "page/Lonely\"");
        foreach (var linked in new[] { "Home", "Water", "Category:Things", "New_name", "Secret" })
        {
            Has(page, $"page/{linked}\"", expected: false);
        }

        Has(await commons.Get("pages"), "/orphans\"");
        for (var i = 0; i < 105; i++)
        {
            await commons.Write($"Lost {i:000}", "Nobody knows me.");
        }

        await commons.Indexed();
        page = await commons.Get("orphans");
        Has(page, "106 pages");
        Has(page, "orphans?from=Lost%20099");
        page = await commons.Get("orphans?from=Lost%20099");
        Has(page, "page/Lost_104\"");
        Has(page, "page/Lonely\"", expected: false);
    }

    [Fact]
    public async Task Titles_that_begin_like_the_typed_letters_are_offered()
    {
        await commons.Write("Water", "x");
        await commons.Write("Water pump", "x");
        await commons.Write("Shed", "x");
        Assert.Equal(["Water", "Water pump"], JsonSerializer.Deserialize<string[]>(await commons.Get("titles?from=wAt"))!);
        foreach (var odd in new[] { "", "?from=", "?from=%00", "?from=[[", "?from=" + new string('x', 5_000) })
        {
            Assert.Equal("[]", await commons.Get("titles" + odd));
        }

        await commons.Indexed();
        var found = await commons.Get("search?q=wat");
        Has(found, "Titles that begin so");
        Has(found, "page/Water_pump\"");
        Has(await commons.Get("pages?from=Wa"), "page/Shed\"", expected: false);
    }

    [Fact]
    public async Task Recent_entries_by_programs_and_by_filters_marks_which_outlast_the_program()
    {
        var filter = await commons.Act("filter.set/1", """{"rule":{"word":"casino"},"effect":"tag"}""", """{"note":"Advertising"}""");
        await commons.Write("Casino", "Come to the casino.");
        var marked = commons.Log.Head.World.Size - 1;
        await commons.Write("Water", "Wet.");
        await commons.Act("guard.bot/1", """{"bot":true}""");
        var byBot = await commons.Act("talk.say/1", "{}", """{"text":"I am a program."}""");
        for (var i = 0; i < 2; i++)
        {
            var page = await commons.Get($"recent?marked={filter}");
            Has(page, $"entry/{marked}\"");
            Has(page, $"entry/{byBot}\"", expected: false);
            Has(page, $"filters/{filter}\"");
            Assert.Equal(page.Split("class=\"act\"").Length, (await commons.Get("recent?marked=any")).Split("class=\"act\"").Length);
            Has(await commons.Get($"recent?marked={filter + 1}"), $"entry/{marked}\"", expected: false);
            Has(await commons.Get("recent?bots=only"), $"entry/{byBot}\"");
            Has(await commons.Get("recent?bots=only"), $"entry/{marked}\"", expected: false);
            Has(await commons.Get("recent?bots=hide"), $"entry/{byBot}\"", expected: false);
            Has(await commons.Get("recent?bots=hide"), $"entry/{marked}\"");
            Has(await commons.Get($"filters/{filter}"), $"entry/{marked}\"");
            Has(await commons.Get("feed/recent.atom?bots=only"), $"entry/{marked}", expected: false);
            await commons.Restart();
        }
    }

    [Fact]
    public async Task Hits_are_forgotten_after_ninety_days_and_carry_no_address()
    {
        var path = Path.Combine(commons.Folder.PrivatePath, "hits.db");
        await commons.Act("filter.set/1", """{"rule":{"word":"casino"},"effect":"refuse"}""", """{"note":"Advertising"}""");
        using (var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["text"] = "A casino.", ["save"] = "1" }))
        {
            using var refused = await commons.Stranger.PostAsync($"{commons.Url}/edit/Page", form, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }

        var shelf = commons.Room.Served.Keep<Guard.IHitShelf>(_ => new Guard.NoHits());
        var hit = Assert.Single(shelf.Read()).What;
        Assert.Null(hit.Entry);
        Assert.DoesNotContain("127.0.0.1", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)));
        var book = Guard.HitBook.Of(commons.Room.Served);
        book.Forget(hit.At);
        Assert.Single(shelf.Read());
        book.Forget(new Moment(hit.At.Milliseconds + 1));
        Assert.Empty(shelf.Read());
    }
}
