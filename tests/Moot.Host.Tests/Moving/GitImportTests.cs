using Moot.Host.Tests.Commands;
using Moot.Host.Tests.Foreign;
using Xunit;

namespace Moot.Host.Tests.Moving;

/// <summary>A wiki that is kept in git moves in.</summary>
public sealed class GitImportTests : IDisposable
{
    private readonly Shell shell = new();
    private int second = 1_300_000_000;

    public GitImportTests() => Assert.SkipWhen(Tool.Run("git", ["--version"]) is null, "needs git: there is no program git");

    public void Dispose() => shell.Dispose();

    [Fact]
    public void Its_pages_come_with_authors_renames_deletions_and_joined_lines_and_twice_adds_nothing()
    {
        var wiki = Wiki();
        var report = shell.Json("import", "git", wiki, "--into", "a");
        Assert.True((bool)report["ok"]!);
        var size = (int)shell.Json("verify", "a")["size"]!;
        var again = shell.Json("import", "git", wiki, "--into", "a");
        Assert.Equal((0, (int)report["brought"]!), ((int)again["brought"]!, (int)again["there"]!));
        Assert.Equal(size, (int)shell.Json("verify", "a")["size"]!);

        shell.Do("export", "git", "a", "-o", "a.git");
        Git(shell.Folder.Path, "clone", "-q", shell["a.git"], "out");
        Assert.Equal(["pages/g/Garden gate.md", "pages/h/Home.md", "pages/o/Old.md", "pages/t/Tools/Ladder.mediawiki"], Lines(Git(shell["out"], "ls-files")));
        Assert.Equal("# Home\nfrom main\nfrom a branch\n", File.ReadAllText(Path.Combine(shell["out"], "pages/h/Home.md")));
        Assert.Equal("", File.ReadAllText(Path.Combine(shell["out"], "pages/o/Old.md")));
        var told = Lines(Git(shell["out"], "log", "--format=%an|%at|%s"));
        Assert.Contains("Bea Müller|1300000004|a branch writes too", told);
        Assert.Contains("Ann|1300000000|begin", told);
        Assert.Contains("pages/g/Gate.md\tpages/g/Garden gate.md", Git(shell["out"], "log", "-M", "--name-status", "--format="), StringComparison.Ordinal);

        // What came since comes alone.
        Commit(wiki, "Ann", "more", ("Home.md", "# Home\nmore\n"));
        Assert.Equal(1, (int)shell.Json("import", "git", wiki, "--into", "a")["brought"]!);
    }

    [Fact]
    public void What_was_written_out_comes_in_elsewhere_with_the_same_texts_and_titles()
    {
        shell.Do("import", "git", Wiki(), "--into", "a");
        shell.Do("export", "git", "a", "-o", "a.git");
        shell.Do("import", "git", "a.git", "--into", "b");
        shell.Do("export", "git", "b", "-o", "b.git");
        Assert.Equal(Git(shell["a.git"], "rev-parse", "HEAD^{tree}"), Git(shell["b.git"], "rev-parse", "HEAD^{tree}"));
    }

    [Fact]
    public void Pictures_come_with_their_authors_once_a_licence_is_said_and_what_was_erased_stays_away()
    {
        var wiki = Wiki();
        var picture = Demos.DemoPicture.Plan();
        Directory.CreateDirectory(Path.Combine(wiki, "images"));
        File.WriteAllBytes(Path.Combine(wiki, "images", "plan.png"), picture);
        Git(wiki, "add", "images/plan.png");
        Commit(wiki, "Bea Müller", "the plan", ("Makefile", "all:\n"));

        var dry = shell.Json("import", "git", wiki, "--into", "a", "--dry-run");
        Assert.Equal((2, 1), ((int)dry["filesBrought"]!, (int)dry["otherFiles"]!)); // told by their names; one of them is no picture
        Assert.False(Directory.Exists(shell["a"]));
        var without = shell.Json("import", "git", wiki, "--into", "a");
        Assert.Equal((0, 2), ((int)without["filesBrought"]!, (int)without["filesWithoutLicence"]!));
        var with = shell.Json("import", "git", wiki, "--into", "a", "--licence", "CC-BY-4.0");
        Assert.Equal((1, 0, 2), ((int)with["filesBrought"]!, (int)with["brought"]!, (int)with["otherFiles"]!));
        var added = (int)shell.Json("verify", "a")["size"]! - 1;
        var shown = shell.Do("show", "a", $"{added}").Out;
        Assert.Contains("plan.png", shown, StringComparison.Ordinal);
        Assert.Contains("Bea Müller", shown, StringComparison.Ordinal);
        Assert.Contains("CC-BY-4.0", shown, StringComparison.Ordinal);
        Assert.Equal((0, 1), Files());

        // Another version of it follows; once that was erased, it does not come back.
        File.WriteAllBytes(Path.Combine(wiki, "images", "plan.png"), [.. picture, 0]); // what stands behind the end is cut off: the same picture
        Git(wiki, "add", "images/plan.png");
        Commit(wiki, "Ann", "nothing new");
        Assert.Equal((0, 1), Files());
        shell.Do("act", "a", "body.erase/1", $$"""{"entry":{{added}},"ground":"copyright","reason":"not ours"}""");
        Assert.Equal((0, 1), Files());
        Assert.True((bool)shell.Json("verify", "a")["ok"]!);

        (int Brought, int There) Files()
        {
            var report = shell.Json("import", "git", wiki, "--into", "a");
            return ((int)report["filesBrought"]!, (int)report["filesThere"]!);
        }
    }

    [Fact]
    public void What_is_no_repository_is_told_in_a_sentence()
    {
        Directory.CreateDirectory(shell["empty"]);
        shell.Fails("git", "import", "git", "empty", "--into", "a");
        shell.Fails("no-file", "import", "git", "nowhere", "--into", "a");
    }

    private string Wiki()
    {
        var wiki = shell["wiki"];
        Git(shell.Folder.Path, "init", "-q", "-b", "main", "wiki");
        Commit(wiki, "Ann", "begin", ("Home.md", "# Home\n"), ("Gate.md", "It creaks.\nIt has creaked for years.\nOil helps.\n"), ("Old.md", "old\n"));
        Commit(wiki, "Ann", "tools", ("Tools/Ladder.mediawiki", "'''Ladder'''\n"), ("drill.png", "\u0001\0no text"));
        Git(wiki, "checkout", "-q", "-b", "side");
        Git(wiki, "mv", "Gate.md", "Garden-gate.md");
        Commit(wiki, "Bea Müller", "a better name");
        Commit(wiki, "Bea Müller", "a branch writes too", ("Home.md", "# Home\nfrom a branch\n"));
        Git(wiki, "checkout", "-q", "main");
        Commit(wiki, "Ann", "main goes on", ("Home.md", "# Home\nfrom main\n"));
        Git(wiki, "rm", "-q", "Old.md");
        Commit(wiki, "Ann", "away");
        Run(wiki, "merge", "-q", "--no-commit", "side");
        Commit(wiki, "Ann", "joined", ("Home.md", "# Home\nfrom main\nfrom a branch\n"));
        return wiki;
    }

    private void Commit(string wiki, string author, string message, params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(wiki, path))!);
            File.WriteAllText(Path.Combine(wiki, path), text);
            Git(wiki, "add", path);
        }

        Git(wiki, "-c", $"user.name={author}", "-c", "user.email=somebody@example.org", "commit", "-q", "-m", message, "--date", $"@{second++} +0000");
    }

    private static Said Run(string directory, params string[] arguments) =>
        Tool.Run(
            "git",
            ["-C", directory, .. arguments],
            folder: null,
            input: null,
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_COMMITTER_NAME", "x"),
            ("GIT_COMMITTER_EMAIL", "x@example.org")
        )!;

    private static string Git(string directory, params string[] arguments)
    {
        var said = Run(directory, arguments);
        Assert.True(said.Status == 0, $"git {string.Join(' ', arguments)}: {said}");
        return said.Out;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
