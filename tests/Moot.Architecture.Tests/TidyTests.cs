using Xunit;

namespace Moot.Architecture.Tests;

/// <summary>A house that stays easy to read; each rule is tested again on a text that breaks it.</summary>
public class TidyTests
{
    private static readonly IReadOnlyList<Text> Source = House.Texts(["src"], ".cs", ".razor");
    private static readonly IReadOnlyList<Text> Code = [.. Source, .. House.Texts(["tests", "bench"], ".cs").Where(f => !f.Path.Contains("Architecture"))];
    private static readonly IReadOnlyList<Text> Documents = House.Texts([""], ".md");

    private static Text A(string content, string path = "src/A.cs") => new(path, content);

    [Fact]
    public void No_file_is_too_long() => Assert.Empty(TidyRules.NotTooLong(Source));

    [Fact]
    public void Control_a_long_file_is_caught() =>
        Assert.Single(TidyRules.NotTooLong([A(new string('\n', TidyRules.LinesMax - 1) + "x"), A(new string('\n', TidyRules.LinesMax) + "x")]));

    [Fact]
    public void The_median_file_fits_on_two_screens() => Assert.Empty(TidyRules.MedianIsSmall(Source));

    [Fact]
    public void Control_a_house_of_long_files_is_caught() =>
        Assert.Single(TidyRules.MedianIsSmall([A("x"), A(new string('\n', 200) + "x"), A(new string('\n', 300) + "x")]));

    [Fact]
    public void Nothing_is_left_undone() => Assert.Empty(TidyRules.NothingLeftUndone(Code));

    [Fact]
    public void Control_a_mark_is_caught() =>
        Assert.Equal(["src/A.cs:2 leaves a mark of unfinished work"], TidyRules.NothingLeftUndone([A("\n// TODO: later"), A("// a hackney")]));

    [Fact]
    public void No_text_names_a_folder_of_one_machine() =>
        Assert.Empty(
            TidyRules.NoPrivatePaths([.. Code, .. Documents, .. House.Texts([".ci"], "run"), .. House.Texts(["tests", "bench"], ".sh", ".js", ".mjs", ".go")])
        );

    [Fact]
    public void Control_a_private_path_is_caught() =>
        Assert.Equal(["src/A.cs:1 names a folder of one machine"], TidyRules.NoPrivatePaths([A("in /home/ada/moot"), A("GET https://example.org/home/page")]));

    [Fact]
    public void Links_between_documents_lead_somewhere() => Assert.Empty(TidyRules.LinksResolve(Documents, House.Exists));

    [Fact]
    public void Control_a_dead_link_and_a_dead_heading_are_caught()
    {
        var page = A("# Old age\n[a](b.md) [c](../README.md) [d](#old-age) [e](#youth) `[f](g.md)`", "docs/x.md");
        Assert.Equal(
            ["docs/x.md links to b.md, which is not there", "docs/x.md links to #youth, which is no heading there"],
            TidyRules.LinksResolve([page], p => p is "README.md" or "docs/x.md")
        );
    }

    [Fact]
    public void A_file_in_Acts_has_one_kind_and_no_kind_is_there_twice() =>
        Assert.Empty(TidyRules.OneKindPerFile([.. Source.Where(f => f.Path.StartsWith("src/Moot/") && f.Path.Contains("/Acts/"))]));

    [Fact]
    public void Control_a_file_with_two_kinds_or_a_borrowed_kind_is_caught()
    {
        const string Say = "public static string Kind => \"talk.say/1\";\n";
        Assert.Equal(
            ["src/B.cs has 0 kinds of act; a file in Acts/ has one", "talk.say/1 is in src/A.cs and src/C.cs"],
            TidyRules.OneKindPerFile([A(Say), A("", "src/B.cs"), A(Say, "src/C.cs")])
        );
    }

    [Fact]
    public void The_solution_lists_every_project() =>
        Assert.Empty(
            TidyRules.SolutionIsWhole(
                File.ReadAllText(Path.Combine(House.Root, "Moot.slnx")),
                [.. House.Texts(["src", "tests", "bench"], ".csproj").Select(p => p.Path)]
            )
        );

    [Fact]
    public void Control_a_missing_project_is_caught() =>
        Assert.Equal(
            ["a.csproj is in the solution and not there", "b.csproj is not in the solution"],
            TidyRules.SolutionIsWhole("<Project Path=\"a.csproj\" />", ["b.csproj"])
        );

    [Fact]
    public void The_ban_list_names_things_that_exist() => Assert.Empty(BanList.Unknown(File.ReadLines(Path.Combine(House.Root, "BannedSymbols.txt"))));

    [Fact]
    public void Control_a_mistyped_ban_is_caught() =>
        Assert.Equal(["P:System.DateTime.Nowadays", "X"], BanList.Unknown(["P:System.DateTime.Nowadays;never", "X", "T:System.Random;use Chance"]));
}
