using Moot.Host.Moving;
using Moot.Host.Tests.Commands;
using Xunit;

namespace Moot.Host.Tests.Moving;

/// <summary>A wiki moves in and out as people do it, by the program.</summary>
public sealed class MovingTests : IDisposable
{
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public void A_whole_wiki_moves_in_and_out_and_through_a_fork_with_every_checksum()
    {
        var file = SharedWiki.Path(SharedWiki.Afar);
        var dry = shell.Json("import", "wiki", file, "--into", "a", "--dry-run");
        Assert.Equal((250, 743, 93), ((int)dry["pages"]!, (int)dry["revisions"]!, (int)dry["byAddress"]!));
        Assert.False(Directory.Exists(shell["a"]));

        Assert.Equal(743, (int)shell.Json("import", "wiki", file, "--into", "a")["brought"]!);
        Assert.Equal(250, (int)shell.Json("export", "wiki", "a", "-o", "a.xml")["pages"]!);
        AssertSame(file, shell["a.xml"]);

        // Twice adds nothing.
        var size = (int)shell.Json("verify", "a")["size"]!;
        var again = shell.Json("import", "wiki", file, "--into", "a");
        Assert.Equal((0, 743), ((int)again["brought"]!, (int)again["there"]!));
        Assert.Equal(size, (int)shell.Json("verify", "a")["size"]!);

        shell.Do("fork", "a", "b", "--name", "Fork");
        shell.Do("export", "wiki", "b", "-o", "b.xml");
        Assert.Equal(File.ReadAllText(shell["a.xml"]), File.ReadAllText(shell["b.xml"]));
    }

    [Fact]
    public void Killed_at_any_moment_the_same_command_goes_on_to_the_same_wiki()
    {
        var file = SharedWiki.Path(SharedWiki.Afar);
        shell.Do("import", "wiki", file, "--into", "whole");
        shell.Do("export", "wiki", "whole", "-o", "whole.xml");
        shell.Do("init", "a", "--name", "Club");
        var random = new Random(20261122);
        var killed = 0;
        for (var i = 0; i < 6; i++)
        {
            using var import = shell.Start("import", "wiki", file, "--into", "a");
            if (!import.WaitForExit(random.Next(200, 900)))
            {
                import.Kill();
                import.WaitForExit();
                killed++;
            }
        }

        Assert.True(killed > 0, "no import was killed");
        var last = shell.Json("import", "wiki", file, "--into", "a");
        Assert.Equal(743, (int)last["brought"]! + (int)last["there"]!);
        Assert.True((bool)shell.Json("verify", "a")["ok"]!);
        shell.Do("export", "wiki", "a", "-o", "a.xml");
        Assert.Equal(File.ReadAllText(shell["whole.xml"]), File.ReadAllText(shell["a.xml"]));
    }

    [Fact]
    public void What_was_suppressed_there_and_what_is_hidden_here_is_not_written_out()
    {
        var file = SharedWiki.Path(SharedWiki.Suppressed);
        Assert.Equal(5, (int)shell.Json("import", "wiki", file, "--into", "a")["suppressed"]!);
        shell.Do("export", "wiki", "a", "-o", "a.xml");
        AssertSame(file, shell["a.xml"]);

        var shown = SharedWiki.Read(shell["a.xml"]).Revisions.First(r => r is { TextState: WikiTextState.Present, Text.Length: > 0, Comment: not null });
        var entry = shell.Do("log", "a").Out.Split('\n').Select((line, i) => (line, i)).First(l => l.line.Contains("page.bring", StringComparison.Ordinal)).i;
        for (; ; entry++)
        {
            var act = shell.Do("show", "a", entry.ToString(System.Globalization.CultureInfo.InvariantCulture)).Out;
            if (act.Contains($"\"revisionThere\":{shown.Id},", StringComparison.Ordinal))
            {
                break;
            }
        }

        shell.Do("act", "a", "body.hide/1", $$"""{"entry":{{entry}},"ground":"privacy","reason":"a name"}""");
        shell.Do("export", "wiki", "a", "-o", "b.xml");
        var hidden = SharedWiki.Read(shell["b.xml"]).Revisions.Single(r => r.Id == shown.Id);
        Assert.Equal(
            (WikiTextState.Suppressed, WikiAuthorKind.Suppressed, true, null),
            (hidden.TextState, hidden.Author.Kind, hidden.IsCommentSuppressed, hidden.Sha1)
        );
    }

    [Fact]
    public void A_broken_file_brings_in_what_stands_before_the_fault_and_a_whole_one_the_rest()
    {
        File.WriteAllText(shell["cut.xml"], SmallWiki.Whole[..SmallWiki.Whole.IndexOf("<minor", StringComparison.Ordinal)]);
        File.WriteAllText(shell["whole.xml"], SmallWiki.Whole);
        var cut = shell.Run("import", "wiki", "cut.xml", "--into", "a", "--json");
        Assert.Equal(1, cut.Status);
        Assert.Contains("\"brought\":1", cut.Out, StringComparison.Ordinal);
        Assert.Contains("\"faultLine\":", cut.Out, StringComparison.Ordinal);
        Assert.StartsWith("moot: Line ", cut.Error, StringComparison.Ordinal);
        var whole = shell.Json("import", "wiki", "whole.xml", "--into", "a");
        Assert.Equal((1, 1), ((int)whole["there"]!, (int)whole["brought"]!));
        shell.Do("export", "wiki", "a", "-o", "a.xml");
        AssertSame(shell["whole.xml"], shell["a.xml"]);
    }

    [Fact]
    public void What_is_written_here_goes_out_with_its_author_and_comes_in_elsewhere()
    {
        File.WriteAllText(shell["whole.xml"], SmallWiki.Whole);
        shell.Do("init", "a", "--name", "Club", "--as", "Ann");
        shell.Do("import", "wiki", "whole.xml", "--into", "a");
        const string Edit = """{"page":3,"from":4,"text":"Es tropft nicht mehr.","format":"wikitext","summary":"repariert"}""";
        shell.Do("act", "a", "page.edit/1", Edit);
        shell.Do("act", "a", "page.create/1", """{"title":"Tools","text":"# One\r\nladder","format":"markdown"}""");
        shell.Do("export", "wiki", "a", "-o", "a.xml");
        var (site, revisions) = SharedWiki.Read(shell["a.xml"]);
        Assert.Equal("Garten", site.Name);
        Assert.Equal([70, 71, 72, 73], revisions.Select(r => r.Id));
        Assert.Equal(("Ann", "repariert", 71), (revisions[2].Author.Name!, revisions[2].Comment!, revisions[2].Parent!.Value));
        Assert.InRange(revisions[2].At, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        Assert.Equal(("Tools", "markdown", 8L), (revisions[3].Page.Title, revisions[3].Model, revisions[3].Page.Id));
        Assert.Equal("# One\r\nladder", System.Text.Encoding.UTF8.GetString(revisions[3].Text.Span));

        Assert.Equal(4, (int)shell.Json("import", "wiki", "a.xml", "--into", "b")["brought"]!);
        shell.Do("export", "wiki", "b", "-o", "b.xml");
        Assert.Equal(File.ReadAllText(shell["a.xml"]), File.ReadAllText(shell["b.xml"]));
    }

    [Fact]
    public void A_wiki_says_its_licence_and_one_that_does_not_fit_stays_outside()
    {
        File.WriteAllText(shell["whole.xml"], SmallWiki.Whole);
        shell.Fails("bad-licence", "import", "wiki", "whole.xml", "--into", "a", "--licence", "(nothing");
        Assert.False(Directory.Exists(shell["a"]));

        // A new association takes the licence for its own.
        Assert.Equal(2, (int)shell.Json("import", "wiki", "whole.xml", "--into", "a", "--licence", "CC-BY-SA-3.0")["brought"]!);
        Assert.Contains("CC-BY-SA-3.0", shell.Do("show", "a", "2").Out, StringComparison.Ordinal);
        shell.Fails("licence-differs", "import", "wiki", "whole.xml", "--into", "a", "--licence", "CC-BY-4.0");
        shell.Fails("licence-in-the-way", "act", "a", "commons.licence/1", """{"licence":"CC-BY-4.0"}""");

        shell.Do("init", "b", "--name", "Club");
        shell.Do("act", "b", "commons.licence/1", """{"licence":"CC-BY-SA-4.0"}""");
        Assert.Equal("licence-untold", Would("b"));
        Assert.Equal("licence-incompatible", Would("b", "--licence", "GFDL-1.2-only"));
        Assert.Null(Would("b", "--licence", "CC-BY-SA-3.0"));
        Assert.Equal("licence-differs", Would("a", "--licence", "CC-BY-4.0"));
        Assert.Null(Would("a"));
        Assert.Null(Would("nothing", "--licence", "GPL-3.0-only"));
        Assert.False(Directory.Exists(shell["nothing"]));
        shell.Fails("licence-missing", "import", "wiki", "whole.xml", "--into", "b");
        shell.Fails("licence-incompatible", "import", "wiki", "whole.xml", "--into", "b", "--licence", "GFDL-1.2-only");
        Assert.Equal(2, (int)shell.Json("import", "wiki", "whole.xml", "--into", "b", "--licence", "CC-BY-SA-3.0 OR GFDL-1.2-or-later")["brought"]!);
        Assert.True((bool)shell.Json("verify", "b")["ok"]!);

        // Where nobody chose one it may be said later.
        shell.Do("import", "wiki", "whole.xml", "--into", "c");
        shell.Fails("licence-in-the-way", "act", "c", "commons.licence/1", """{"licence":"CC-BY-SA-4.0"}""");
        Assert.Equal(2, (int)shell.Json("import", "wiki", "whole.xml", "--into", "c", "--licence", "CC-BY-SA-2.5")["there"]!);
        shell.Do("act", "c", "commons.licence/1", """{"licence":"CC-BY-SA-4.0"}""");
    }

    /// <summary>What a run that writes nothing says that the import itself would be refused for.</summary>
    private string? Would(string into, params string[] more)
    {
        var said = shell.Run(["import", "wiki", "whole.xml", "--into", into, "--dry-run", "--json", .. more]);
        var answer = System.Text.Json.Nodes.JsonNode.Parse(said.Out)!;
        Assert.True((said.Status == 0) == (bool)answer["ok"]!, said.Error);
        return (string?)answer["would"];
    }

    [Fact]
    public void What_cannot_be_done_is_said_in_a_sentence()
    {
        shell.Do("init", "a", "--name", "Club");
        shell.Fails("no-file", "import", "wiki", "nothing.xml", "--into", "a");
        File.WriteAllText(shell["bare.xml"], "<mediawiki>" + SmallWiki.Page + SmallWiki.End);
        shell.Fails("site-missing", "import", "wiki", "bare.xml", "--into", "a");
        File.WriteAllText(shell["whole.xml"], SmallWiki.Whole);
        shell.Do("keys", "new", "other.key");
        shell.Fails("not-a-member", "import", "wiki", "whole.xml", "--into", "a", "--key", "other.key");
        shell.Fails("url", "export", "wiki", "http://127.0.0.1:1/");
    }

    [Fact]
    public async Task The_history_tells_who_wrote_a_text_there_and_shows_no_whole_address()
    {
        File.WriteAllText(shell["whole.xml"], SmallWiki.Whole);
        shell.Do("import", "wiki", "whole.xml", "--into", "a");
        using var server = shell.Serve("a", "--urls", "http://127.0.0.1:0");
        using var http = new HttpClient();
        var history = await http.GetStringAsync(new Uri($"{server.Url.TrimEnd('/')}/history/Wasser"), TestContext.Current.CancellationToken);
        Assert.Contains("Mara", history, StringComparison.Ordinal);
        Assert.Contains("Garten", history, StringComparison.Ordinal);
        Assert.Contains("3 May 2012", history, StringComparison.Ordinal);
        Assert.Contains("192.0.", history, StringComparison.Ordinal);
        foreach (
            var path in (string[])
                ["history/Wasser", "page/Wasser", "page/Wasser?at=3", "recent", "recent.atom", "search?q=tropft", "about/Wasser", "blame/Wasser"]
        )
        {
            var page = await http.GetAsync(new Uri($"{server.Url.TrimEnd('/')}/{path}"), TestContext.Current.CancellationToken);
            var shown = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.DoesNotContain("192.0.2.17", shown, StringComparison.Ordinal);
        }

        Assert.Equal(0, server.Stop("TERM"));
    }

    [Fact]
    public async Task Rooms_that_have_names_of_their_own_language_there_are_found_here()
    {
        File.WriteAllText(shell["german.xml"], SmallWiki.InGerman);
        shell.Do("import", "wiki", "german.xml", "--into", "a");
        shell.Do("export", "wiki", "a", "-o", "a.xml");
        AssertSame(shell["german.xml"], shell["a.xml"]);
        using var server = shell.Serve("a", "--urls", "http://127.0.0.1:0");
        using var http = new HttpClient();
        var page = await http.GetStringAsync(new Uri($"{server.Url.TrimEnd('/')}/page/Axt"), TestContext.Current.CancellationToken);
        Assert.Contains("Vorsicht vor Splittern!", page, StringComparison.Ordinal);
        Assert.Contains("/category/Werkzeug", page, StringComparison.Ordinal);
        Assert.Contains("/page/Beet:Nord", page, StringComparison.Ordinal);
        Assert.Contains("/page/Garten:Regeln", page, StringComparison.Ordinal);
        var category = await http.GetStringAsync(new Uri($"{server.Url.TrimEnd('/')}/category/Werkzeug"), TestContext.Current.CancellationToken);
        Assert.Contains("Womit wir arbeiten.", category, StringComparison.Ordinal);
        Assert.Contains("/page/Axt", category, StringComparison.Ordinal);
        Assert.Equal(0, server.Stop("TERM"));
    }

    /// <summary>Every revision of both files is the same, checksum, author, comment and all.</summary>
    private static void AssertSame(string one, string other)
    {
        var ((site, revisions), (siteOut, revisionsOut)) = (SharedWiki.Read(one), SharedWiki.Read(other));
        Assert.Equal(site with { Namespaces = [] }, siteOut with { Namespaces = [] });
        Assert.Equal(site.Namespaces.Select(n => (n.Key, n.Name)), siteOut.Namespaces.Select(n => (n.Key, n.Name)));
        Assert.Equal(revisions.Select(SharedWiki.Valid).Select(Told), revisionsOut.Select(Told));
    }

    private static string Told(WikiRevision r) =>
        $"{r.Page.Title}|{r.Page.Namespace}|{r.Page.Id}|{r.Page.Redirect}|{r.Id}|{r.Parent}|{r.At:O}|{r.Author.Kind}|{r.Author.Name}|{r.Author.Id}|{r.IsMinor}|{r.Comment}|"
        + $"{r.IsCommentSuppressed}|{r.Origin ?? r.Id}|{r.Model}|{r.Format}|{r.TextState}|{(r.TextState == WikiTextState.Present ? WikiSha1.Of(r.Text.Span) : r.Sha1)}";
}
