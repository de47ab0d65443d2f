using System.Net;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>Pages in the browser: their histories, what changed, undoing, putting together, names and lists.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private TestSite site = null!;
    private TestSite.TestVisitor? guest;

    public async ValueTask InitializeAsync() => site = await TestSite.Start();

    public async ValueTask DisposeAsync()
    {
        guest?.Dispose();
        await site.DisposeAsync();
    }

    private TestSite.TestVisitor Guest => guest ??= site.Visit();

    private static string Words(string page) => WebUtility.HtmlDecode(page);

    [Fact]
    public async Task The_front_page_leads_a_newcomer_and_then_shows_the_chosen_page()
    {
        var empty = await Guest.Get("");
        Assert.Contains("Allotment", empty);
        Assert.Contains("Share the water.", empty);
        Assert.Contains("/begin", empty);
        Assert.Contains("/invite", empty);
        await Guest.Begin("Welcome here", "Come **in**.");
        var other = await Guest.Begin("Tools", "A [[Spade]].");
        Assert.Contains("Come <strong>in</strong>.", await Guest.Get(""));
        await site.Do("Ann", "commons.front/1", new() { ["page"] = other });
        Assert.Contains("Spade", await Guest.Get(""));
        Assert.Contains("takes a member", (await Guest.Post("front", ("page", $"{other}"))).Page);
    }

    [Fact]
    public async Task A_page_is_written_broken_and_repaired()
    {
        var id = await Guest.Begin("Tap", "It drips.\n\nCall Jonas.\n", "first");
        var broken = await Guest.Save("Tap", id, "It drips.\n\nNonsense!\n", "oops");
        var later = await Guest.Save("Tap", broken, "It drips a lot.\n\nNonsense!\n");

        var history = await Guest.Get("history/Tap");
        Assert.Contains("oops", history);
        Assert.Contains($"undo/{broken}", history);
        Assert.Contains($"restore/{id}", history);
        Assert.Contains("as it is now", history);

        var diff = await Guest.Get($"diff/{id}/{broken}");
        Assert.Contains("Nonsense", diff);
        Assert.Contains("<ins>", diff);
        Assert.Contains("<del>", diff);
        Assert.Contains($"diff/{broken}/{later}", diff);
        Assert.Contains("class=\"diff sides\"", await Guest.Get($"diff/{id}/{broken}?view=side"));
        Assert.Equal($"/diff/{id}/{broken}", await Guest.SentTo($"diff?old={broken}&new={id}"));

        var undo = await Guest.Get($"undo/{broken}");
        Assert.Contains($"name=\"from\" value=\"{later}\"", undo);
        Assert.Contains("It drips a lot.\n\nCall Jonas.", Words(undo));
        Assert.Contains($"Undo #{broken} by ~", undo);
        await Guest.Save("Tap", later, "It drips a lot.\n\nCall Jonas.\n");
        Assert.Contains("nothing to undo", await Guest.Get($"undo/{broken}"));

        Assert.Contains("It drips.\n\nCall Jonas.", Words(await Guest.Get($"restore/{id}")));
        Assert.Contains("first text of the page", await Guest.Get($"undo/{id}", HttpStatusCode.UnprocessableEntity));
        await Guest.Get("undo/1", HttpStatusCode.NotFound);
        await Guest.Get($"diff/{id}/1", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task One_of_two_changes_is_taken_back_and_a_clash_is_explained()
    {
        var lines = string.Concat(Enumerable.Range(1, 30).Select(i => $"Line {i}\n\n"));
        var id = await Guest.Begin("Long", lines);
        var both = await Guest.Save("Long", id, lines.Replace("Line 3\n", "Third\n").Replace("Line 20\n", "Twentieth\n"));
        Assert.Contains("name=\"hunk\" value=\"2\"", await Guest.Get($"diff/{id}/{both}"));
        var first = await Guest.Get($"undo/{both}?old={id}&hunk=1");
        Assert.Contains("Line 3\n", Words(first));
        Assert.Contains("Twentieth", first);

        await Guest.Save("Long", both, lines.Replace("Line 3\n", "The third of them\n").Replace("Line 20\n", "Twentieth\n"));
        var clash = await Guest.Get($"undo/{both}?old={id}&hunk=1");
        Assert.Contains("by itself", clash);
        Assert.Contains("The third of them", clash);
        await Guest.Get($"undo/{both}?hunk=x", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Texts_that_clash_stand_beside_and_are_put_together_by_a_person()
    {
        var id = await Guest.Begin("Tap", "It drips.\n");
        await Guest.Save("Tap", id, "It drips a barrel.\n");
        var to = await Guest.Send("edit/Tap", ("from", $"{id}"), ("text", "It drips two cups.\n"));
        var end = site.Library.Find(id)!.OpenEnds.Single();
        Assert.Equal($"/settle/{end}", to);
        Assert.Contains($"settle/{end}", await Guest.Get("page/Tap"));
        var settle = await Guest.Get($"settle/{end}");
        Assert.Contains("a barrel", settle);
        Assert.Contains("two cups", settle);

        var newest = site.Library.Find(id)!.Newest;
        var (status, _, page) = await Guest.Post($"settle/{end}", ("onto", $"{newest}"), ("own-0", "typed by hand"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("typed by hand", page);
        await Guest.Send($"settle/{end}", ("onto", $"{newest}"), ("choice-0", "own"), ("own-0", "It drips a barrel, or two cups."));
        Assert.Equal("It drips a barrel, or two cups.\n", site.Text(id));
        Assert.Empty(site.Library.Find(id)!.OpenEnds);

        // Settled already: nothing that was typed is lost.
        var (again, _, form) = await Guest.Post($"settle/{end}", ("onto", $"{newest}"), ("choice-0", "own"), ("own-0", "Late words."));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again);
        Assert.Contains("Late words.", form);
        Assert.Equal("/history/Tap", await Guest.SentTo($"settle/{end}"));

        await Guest.Send("edit/Tap", ("from", $"{newest}"), ("text", "Something else.\n"));
        var other = site.Library.Find(id)!.OpenEnds.Single();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Guest.Post($"set-aside/{other}", ("reason", ""))).Status);
        await Guest.Send($"set-aside/{other}", ("reason", "not ours"));
        Assert.Empty(site.Library.Find(id)!.OpenEnds);
    }

    [Fact]
    public async Task Hidden_words_are_nowhere_and_come_back()
    {
        const string Secret = "xyzzy-secret-word";
        await site.Join("Bob");
        var id = await Guest.Begin("Tap", "It drips.\n");
        var hidden = await Guest.Save("Tap", id, $"It drips. {Secret}\n", $"{Secret} added");
        var after = await Guest.Save("Tap", hidden, "It drips no more.\n");
        await Guest.Get($"page/Tap?at={hidden}");
        await Guest.Get("blame/Tap");
        var (status, _, page) = await Guest.Post($"hide/{hidden}", ("ground", "privacy"), ("reason", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("needs a reason", page);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Guest.Post($"hide/{hidden}", ("reason", "why"))).Status);
        Assert.Equal($"/history/~{id}", await Guest.Send($"hide/{hidden}", ("ground", "privacy"), ("reason", "a number")));
        string[] places =
        [
            "",
            "page/Tap",
            $"page/Tap?at={hidden}",
            "history/Tap",
            $"diff/{id}/{hidden}",
            $"diff/{hidden}/{after}",
            $"diff/{hidden}/{after}?view=side",
            "about/Tap",
            "blame/Tap",
            "review",
            $"show/{hidden}",
            $"erase/{hidden}",
            "pages",
            "edit/Tap",
        ];
        foreach (var place in places)
        {
            Assert.DoesNotContain(Secret, await Guest.Get(place));
        }

        Assert.DoesNotContain(Secret, await Guest.Get($"undo/{hidden}", HttpStatusCode.UnprocessableEntity));
        Assert.DoesNotContain(Secret, await Guest.Get($"restore/{hidden}", HttpStatusCode.UnprocessableEntity));
        Assert.Contains("out of sight", await Guest.Get($"diff/{id}/{hidden}"));
        await Guest.Send($"show/{hidden}", ("reason", "it was none"));
        Assert.Contains(Secret, await Guest.Get($"page/Tap?at={hidden}"));

        // The newest text out of sight: the page says so and can be written on from the one before.
        await Guest.Send($"hide/{after}", ("ground", "abuse"), ("reason", "no"));
        Assert.Contains("out of sight", await Guest.Get("page/Tap"));
        Assert.Contains(Secret, await Guest.Get("edit/Tap"));
        await Guest.Save("Tap", after, "A new beginning.\n");
        Assert.Contains("A new beginning.", await Guest.Get("page/Tap"));
        await Guest.Send($"erase/{after}", ("ground", "privacy"), ("reason", "mine"));
        Assert.Contains("erased for good", await Guest.Get("history/Tap"));
    }

    [Fact]
    public async Task Titles_move_lead_on_and_are_not_taken_twice()
    {
        var id = await Guest.Begin("Tap", "It drips.");
        Assert.Contains("takes a member", (await Guest.Post("move/Tap", ("title", "Water"))).Page);
        await site.Do("Ann", "page.move/1", new() { ["page"] = id }, new() { ["title"] = "Water" });
        Assert.Equal("/page/Water?from=Tap", await Guest.SentTo("page/Tap"));
        Assert.Contains("former title", await Guest.Get("page/Water?from=Tap"));
        Assert.DoesNotContain("former title", await Guest.Get("page/Water?from=Nonsense"));
        Assert.Contains("Tap", await Guest.Get("about/Water"));
        Assert.Equal("/page/Water", await Guest.SentTo($"page/~{id}"));
        Assert.Contains("is there already", (await Guest.Post("move/Water", ("title", "Water"))).Page);

        // Somebody begins a page that is there: both texts stand in the form.
        var (status, _, page) = await Guest.Post("edit/Water", ("text", "My own words."));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("It drips.", page);
        Assert.Contains("My own words.", page);

        // A twin that came another way is found by its number, and says so.
        var twin = await Guest.Begin("Spring", "Other water.");
        await site.Do("Ann", "page.move/1", new() { ["page"] = twin }, new() { ["title"] = "Water" });
        Assert.Contains("had this title first", await Guest.Get($"page/~{twin}"));
        await Guest.Save($"~{twin}", twin, "Other water, clear.");
        Assert.Equal("Other water, clear.", site.Text(twin));
        Assert.Equal("/talk/page/Water", await Guest.SentTo("page/Talk:Water"));
        await Guest.Get("edit/~999999", HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Guest.Post("move/Water", ("title", "a|b"))).Status);
    }

    [Fact]
    public async Task Pages_are_listed_by_letter_and_similar_ones_are_told()
    {
        foreach (var title in new[] { "zebra", "Apple", "apple tree", "Über uns" })
        {
            await Guest.Begin(title, "x");
        }

        var list = await Guest.Get("pages");
        Assert.Equal(
            new[] { "Apple", "apple tree", "zebra", "Über uns" },
            new[] { "Apple", "apple tree", "zebra", "Über uns" }.OrderBy(t => list.IndexOf($">{t}</a>", StringComparison.Ordinal))
        );
        Assert.Contains("zebra", await Guest.Get("pages?from=Z"));
        Assert.DoesNotContain(">Apple</a>", await Guest.Get("pages?from=Z"));
        Assert.Contains("almost the same", await Guest.Get("begin?title=APPLE"));
        Assert.Contains("there already", await Guest.Get("begin?title=Apple"));
        Assert.Equal("/edit/New_one", await Guest.SentTo("begin?title=New%20one"));
        await Guest.Get("begin?title=a%5Bb", HttpStatusCode.UnprocessableEntity);
        foreach (var place in new[] { "categories", "wanted", "category/Fruit", "begin" })
        {
            await Guest.Get(place);
        }
    }

    [Fact]
    public async Task Guests_edits_wait_for_a_look_and_are_thanked_for()
    {
        var id = await Guest.Begin("Tap", "It drips.");
        var edit = await Guest.Save("Tap", id, "It drips badly.");
        var queue = await Guest.Get("review");
        Assert.Contains($"id=\"r{id}\"", queue);
        Assert.Contains("badly", queue);
        Assert.Contains("takes a member", (await Guest.Post("review", ("revision", $"{edit}"))).Page);
        await site.Do("Ann", "page.review/1", new() { ["revision"] = id });
        Assert.DoesNotContain($"id=\"r{id}\"", await Guest.Get("review"));

        using var other = site.Visit();
        Assert.Equal($"/history/Tap?thanked={edit}", await other.Send("thank", ("entry", $"{edit}")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Guest.Post("thank", ("entry", $"{edit}"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Guest.Post("thank", ("entry", "999999"))).Status);
    }

    [Fact]
    public async Task Sections_previews_and_changes()
    {
        var id = await Guest.Begin("Tap", "Top.\n\n# One\n\nFirst.\n\n# Two\n\nSecond.\n");
        Assert.Contains("edit/Tap?section=2", await Guest.Get("page/Tap"));
        Assert.Contains("# Two\n\nSecond.", Words(await Guest.Get("edit/Tap?section=2")));
        var (_, _, changes) = await Guest.Post("edit/Tap", ("from", $"{id}"), ("section", "2"), ("text", "# Two\n\nOther.\n"), ("changes", "1"));
        Assert.Contains("<ins>", changes);
        Assert.Contains("# Two\n\nOther.", Words(changes));
        var (_, _, preview) = await Guest.Post("edit/Tap", ("from", $"{id}"), ("text", "**Bold** <script>alert(1)</script>"), ("preview", "1"));
        Assert.Contains("<strong>Bold</strong>", preview);
        Assert.DoesNotContain("<script>alert", preview);
        await Guest.Send("edit/Tap", ("from", $"{id}"), ("section", "2"), ("text", "# Two\n\nOther.\n"));
        Assert.Equal("Top.\n\n# One\n\nFirst.\n\n# Two\n\nOther.\n", site.Text(id));
        Assert.DoesNotContain("?section=", await Guest.Get($"page/Tap?at={id}"));
        var (_, _, late) = await Guest.Post("edit/Tap", ("from", $"{id}"), ("text", "x"), ("preview", "1"));
        Assert.Contains("1 other text was saved", late);
        await Guest.Get("edit/Tap?section=9", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Script_in_every_field_stays_words()
    {
        const string Script = "\"><script>alert(1)</script>";
        var id = await Guest.Begin("Tap", Script, Script);
        var edit = await Guest.Save("Tap", id, Script + " again", Script);
        await site.Do("Ann", "page.move/1", new() { ["page"] = id }, new() { ["title"] = "Tap \"'&", ["reason"] = Script });
        await Guest.Send($"hide/{id}", ("ground", "abuse"), ("reason", Script));
        foreach (
            var place in new[]
            {
                "",
                $"page/~{id}?from={Script}",
                $"history/~{id}",
                $"diff/{id}/{edit}",
                $"about/~{id}",
                $"blame/~{id}",
                "review",
                "pages",
                $"show/{id}",
            }
        )
        {
            var path = place.StartsWith($"page/~{id}", StringComparison.Ordinal) ? $"page/Tap_%22'%26?from={Uri.EscapeDataString(Script)}" : place;
            Assert.DoesNotContain("<script>alert", await Guest.Get(path));
        }

        Assert.DoesNotContain("<script>alert", (await Guest.Post($"hide/{edit}", ("ground", Script), ("reason", Script))).Page);
        Assert.DoesNotContain("<script>alert", await Guest.Get("begin?title=" + Uri.EscapeDataString(Script), HttpStatusCode.UnprocessableEntity));
    }
}
