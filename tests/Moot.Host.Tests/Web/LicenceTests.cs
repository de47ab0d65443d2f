using System.Net;
using System.Text.Json.Nodes;
using Moot.Commons;
using Moot.Host.Tests.Moving;
using Moot.Host.Tests.People;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>Texts from elsewhere in the browser: said with their licence, attributed, turned into Markdown, and brought in as a whole wiki.</summary>
public sealed class LicenceTests : IAsyncLifetime
{
    private Village village = null!;
    private Browser ann = null!;

    public async ValueTask InitializeAsync()
    {
        village = await Village.Found();
        ann = village.NewBrowser();
        await ann.Join("Berta", "correct horse battery");
    }

    public async ValueTask DisposeAsync()
    {
        ann.Dispose();
        await village.DisposeAsync();
    }

    private Library Library => village.World.Get<Library>();

    private static string Words(Answer answer) => WebUtility.HtmlDecode(answer.Text);

    private async Task Licence(string licence) =>
        Assert.True((await village.Sign("commons.licence/1", new() { ["licence"] = licence })).Verdict.IsLawful, "the licence was not chosen");

    [Fact]
    public async Task A_text_from_elsewhere_is_refused_or_attributed()
    {
        await Licence("CC-BY-SA-4.0");
        Assert.Contains("By saving you give your words under CC-BY-SA-4.0", (await ann.Get("edit/Mint")).Text, StringComparison.Ordinal);
        var refused = await Said("CC-BY-NC-4.0");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("commercial use", Words(refused), StringComparison.Ordinal);
        Assert.Contains("https://plants.example/mint", Words(refused), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await Said("CC-BY-3.0")).Status);

        var page = await ann.Get("attribution/Mint");
        foreach (
            var part in (string[])
                [
                    "“Mint” by Berta, 2026. ",
                    "/page/Mint. CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/). Made from: https://plants.example/mint (Mara <b>, CC BY 3.0).",
                    "<a href=\"https://plants.example/mint\" rel=\"nofollow",
                ]
        )
        {
            Assert.Contains(part, Words(page), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Mara <b>", page.Text, StringComparison.Ordinal);
        Assert.Contains("/attribution/Mint", (await ann.Get("page/Mint")).Text, StringComparison.Ordinal);
        Assert.Contains("/attribution/Mint", (await ann.Get("history/Mint")).Text, StringComparison.Ordinal);
        var json = JsonNode.Parse((await ann.Get("attribution/Mint.json")).Text)!;
        Assert.Equal("CC-BY-SA-4.0", (string)json["licences"]![0]!["id"]!);
        Assert.Equal(("CC-BY-3.0", "Mara <b>"), ((string)json["sources"]![0]!["licence"]!, (string)json["sources"]![0]!["authors"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await ann.Get("attribution/Nothing")).Status);

        Task<Answer> Said(string licence) =>
            ann.Do(
                "edit/Mint",
                ("text", "It grows."),
                ("save", "1"),
                ("source", "https://plants.example/mint"),
                ("source-authors", "Mara <b>"),
                ("source-licence", licence)
            );
    }

    [Theory]
    [InlineData("GFDL-1.3-or-later", "Permission is granted to copy, distribute and/or modify this document")]
    [InlineData("ODbL-1.0", "Contains information from Village")]
    [InlineData("MIT", "Copyright © 2026 Berta")]
    [InlineData("CC0-1.0", "“Tap” by Berta, 2026")]
    public async Task The_words_are_those_that_the_licence_asks_for(string licence, string words)
    {
        await Licence(licence);
        await ann.Write("Tap");
        Assert.Contains(words, Words(await ann.Get("attribution/Tap")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_out_of_sight_is_left_out_and_counted()
    {
        await ann.Write("Tap");
        using var guest = village.NewBrowser();
        await guest.Do("edit/Tap", ("text", "Words and more."), ("from", $"{Library.Pages.Values.Single().Newest}"), ("save", "1"));
        var entry = Library.Pages.Values.Single().Newest;
        Assert.Contains("~2026-", (await ann.Get("attribution/Tap")).Text, StringComparison.Ordinal);
        await ann.Do($"hide/{entry}", ("ground", "privacy"), ("reason", "a name"));
        var page = await ann.Get("attribution/Tap");
        Assert.DoesNotContain("~2026-", page.Text, StringComparison.Ordinal);
        Assert.Contains("1 author or revision is not named", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_small_wiki_comes_in_by_the_browser_once_it_was_looked_at()
    {
        await Licence("CC-BY-SA-4.0");
        var wrong = await Send(SmallWiki.Whole, "GPL-3.0-only");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send(SmallWiki.Whole, "")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send("no wiki at all", "CC-BY-SA-3.0")).Status);

        var german = Words(await Send(SmallWiki.Whole, "CC-BY-NC-4.0", language: "de"));
        Assert.Contains(
            "Text unter CC-BY-NC-4.0 kann nicht hergebracht werden, wo unter CC-BY-SA-4.0 geschrieben wird. Sie verbietet",
            german,
            StringComparison.Ordinal
        );

        var looked = await Send(SmallWiki.Whole, "CC-BY-SA-3.0");
        Assert.Equal(HttpStatusCode.SeeOther, looked.Status);
        var path = looked.Location.TrimStart('/');
        var report = await ann.Get(path);
        Assert.Contains("Garten", report.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing was brought in yet", report.Text, StringComparison.Ordinal);
        Assert.Empty(Library.Pages);
        using var other = village.NewBrowser();
        await other.Join("Carl", "correct horse battery");
        Assert.Equal(HttpStatusCode.NotFound, (await other.Get(path)).Status);

        Assert.Equal(HttpStatusCode.SeeOther, (await ann.Do(path, ("go", "1"))).Status);
        for (var i = 0; i < 400 && !(await ann.Get(path)).Text.Contains("It is here.", StringComparison.Ordinal); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Equal(2, Library.Imports.Revisions.Count);
        Assert.Equal("CC-BY-SA-3.0", Library.Imports.Licences.Values.Single());
        var attribution = Words(await ann.Get("attribution/Wasser"));
        Assert.Contains("“Wasser” by", attribution, StringComparison.Ordinal);
        Assert.Contains("Mara (Garten)", attribution, StringComparison.Ordinal);
        Assert.Contains("192.0.… (Garten)", attribution, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.17", attribution, StringComparison.Ordinal);
        Assert.Contains("2012. ", attribution, StringComparison.Ordinal);
        Assert.Contains("Made from: Garten, https://garten.example/wiki/Start (CC BY-SA 3.0).", attribution, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_waits_through_a_restart_and_goes_on_where_it_was_stopped()
    {
        var path = (await Send(SmallWiki.Whole, "")).Location.TrimStart('/');
        var shelf = Path.Combine(village.Folder.PrivatePath, "bring");
        Assert.Equal(2, Directory.GetFiles(shelf).Length);
        foreach (var file in Directory.GetFiles(shelf))
        {
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), file);
        }

        await village.Restart();
        Assert.Contains(path, (await ann.Get("bring")).Text, StringComparison.Ordinal);
        Assert.Contains("Garten", (await ann.Get(path)).Text, StringComparison.Ordinal);
        using var other = village.NewBrowser();
        await other.Join("Carl", "correct horse battery");
        Assert.DoesNotContain(path, (await other.Get("bring")).Text, StringComparison.Ordinal);

        // As a program leaves it that was killed in the middle; beside it, what is no longer whole.
        await village.Stop();
        var note = Directory.GetFiles(shelf, "*.json").Single();
        await File.WriteAllTextAsync(
            note,
            (await File.ReadAllTextAsync(note, TestContext.Current.CancellationToken)).Replace(
                "\"IsRunning\":false",
                "\"IsRunning\":true",
                StringComparison.Ordinal
            ),
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync(Path.Combine(shelf, "half.wiki"), "half", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(shelf, "torn.json"), "{", TestContext.Current.CancellationToken);
        await village.Start();
        Assert.Contains("it goes on, and nothing comes twice", (await ann.Get(path)).Text, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(shelf).Length);
        await ann.Do(path, ("go", "1"));
        for (var i = 0; i < 400 && !(await ann.Get(path)).Text.Contains("It is here.", StringComparison.Ordinal); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Equal(2, Library.Imports.Revisions.Count);
        Assert.Empty(Directory.GetFiles(shelf));

        // Nobody's word for a day: it is gone.
        await Send(SmallWiki.Whole, "");
        village.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromHours(2));
        Assert.Empty(Directory.GetFiles(shelf));
    }

    [Fact]
    public async Task A_guest_brings_nothing_in()
    {
        using var guest = village.NewBrowser();
        Assert.DoesNotContain("type=\"file\"", (await guest.Get("bring")).Text, StringComparison.Ordinal);
        var answer = await Send(SmallWiki.Whole, "CC0-1.0", guest);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Empty(Library.Imports.Sources);
    }

    [Fact]
    public async Task A_page_of_wikitext_is_shown_in_Markdown_before_it_is_saved()
    {
        var sent = await Send(
            SmallWiki
                .Whole.Replace(" Es tropft.\n", "'''Es''' tropft.\n* {{Rohr}}\n", StringComparison.Ordinal)
                .Replace("<text bytes=\"0\" />", "<text>'''Es''' tropft.\n* {{Rohr}}</text>", StringComparison.Ordinal),
            ""
        );
        await ann.Do(sent.Location.TrimStart('/'), ("go", "1"));
        for (var i = 0; i < 400 && Library.Imports.Revisions.Count < 2; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Contains("/convert/Wasser", (await ann.Get("page/Wasser")).Text, StringComparison.Ordinal);
        var shown = await ann.Get("convert/Wasser");
        Assert.Contains("**Es** tropft.", Words(shown), StringComparison.Ordinal);
        Assert.Contains("1 template or function is kept", shown.Text, StringComparison.Ordinal);
        Assert.Contains("<del>", shown.Text, StringComparison.Ordinal);
        var newest = Library.Pages.Values.Single().Newest;
        Assert.Equal(HttpStatusCode.Conflict, (await ann.Do("convert/Wasser", ("from", $"{newest - 1}"), ("text", "x"), ("save", "1"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await ann.Do("convert/Wasser", ("from", $"{newest}"), ("text", "**Es**"), ("again", "1"))).Status);
        Assert.Equal(newest, Library.Pages.Values.Single().Newest);
        Assert.Equal(HttpStatusCode.SeeOther, (await ann.Do("convert/Wasser", ("from", $"{newest}"), ("text", "**Es** tropft."), ("save", "1"))).Status);
        var saved = Library.FindRevision(Library.Pages.Values.Single().Newest)!.Value;
        Assert.Equal((TextFormat.Markdown, newest), (saved.Format, saved.From));
        Assert.Contains("<strong>Es</strong> tropft.", (await ann.Get("page/Wasser")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/convert/", (await ann.Get("page/Wasser")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ann.Get("convert/Wasser")).Status);
    }

    private async Task<Answer> Send(string file, string licence, Browser? by = null, string language = "en")
    {
        by ??= ann;
        var key = await by.FormKey();
        var form = new MultipartFormDataContent { { new StringContent(licence), "licence" }, { new StringContent(file), "file", "wiki.xml" } };
        if (key.Length > 0)
        {
            form.Add(new StringContent(key), "form-key");
        }

        var request = new HttpRequestMessage(HttpMethod.Post, $"{village.Url}/bring") { Content = form };
        request.Headers.Add("Accept-Language", language);
        return await by.Send(request);
    }
}
