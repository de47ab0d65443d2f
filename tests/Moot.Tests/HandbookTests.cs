using System.Text.Json;
using System.Text.RegularExpressions;
using Moot.Deciding.Charters;
using Moot.Testing;
using Xunit;

namespace Moot.Tests;

/// <summary>The handbook tells the truth: the minutes in each of its stories are played.</summary>
public sealed partial class HandbookTests
{
    private const int StoriesMin = 10;
    private const string MinutesFence = "```minutes";
    private const string CharterFence = "```charter ";

    private static readonly string Folder = Path.Combine(Project.Root, "docs", "handbook");

    public static TheoryData<string> Stories() => [.. Names];

    private static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.md").Select(f => Path.GetFileName(f)!).Where(f => f is not "README.md").Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Stories))]
    public void What_the_handbook_tells_happens(string story)
    {
        var failures = Minutes.Play("docs/handbook/" + story, Told(Read(story)));
        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    /// <summary>The first charter in a story is the one that lies in charters/, letter by letter, and the program carries the same.</summary>
    [Theory]
    [MemberData(nameof(Stories))]
    public void A_story_begins_with_a_charter_that_is_there(string story)
    {
        var template = Assert.IsType<string>(TemplateOf(Told(Read(story))));
        Assert.Contains(template, Templates.Names);
        Assert.Equal(File.ReadAllText(Path.Combine(Project.Root, "charters", template + ".charter")), Templates.Read(template));
    }

    [Fact]
    public void There_are_at_least_ten_stories_and_every_charter_has_one()
    {
        var templates = Names.Select(n => TemplateOf(Told(Read(n)))).ToHashSet(StringComparer.Ordinal);
        Assert.True(templates.Count >= StoriesMin, $"the handbook has stories of {templates.Count} charters");
        Assert.Empty(Templates.Names.Except(templates, StringComparer.Ordinal));
    }

    [Fact]
    public void The_index_names_every_story_with_its_charter()
    {
        var index = Read("README.md").Split('\n');
        Assert.All(
            Names,
            n =>
                Assert.Contains(
                    index,
                    l => l.Contains($"]({n})", StringComparison.Ordinal) && l.Contains($"`{TemplateOf(Told(Read(n)))}`", StringComparison.Ordinal)
                )
        );
    }

    [Theory]
    [InlineData("README.md", "docs/handbook/README.md")]
    [InlineData("src/Moot/Deciding/README.md", "../../../docs/handbook/README.md")]
    public void The_handbook_is_found(string page, string link) =>
        Assert.Contains($"]({link})", File.ReadAllText(Path.Combine(Project.Root, page)), StringComparison.Ordinal);

    /// <summary>What a story prints in bold is what people read on a page or a button, word for word.</summary>
    [Theory]
    [MemberData(nameof(Stories))]
    public void The_words_of_the_pages_are_those_that_pages_have(string story) =>
        Assert.Empty(Bold(Read(story)).Except(WordsOfPages(), StringComparer.Ordinal));

    [Fact]
    public void Control_a_button_that_is_not_there_is_caught() =>
        Assert.Equal(["Sell the bench"], Bold("Press **Enter the result** or **Sell the bench**.").Except(WordsOfPages(), StringComparer.Ordinal));

    /// <summary>A wrong line is told with the line of the page, counted with all its prose.</summary>
    [Fact]
    public void Control_a_story_that_is_not_true_is_told_by_its_line()
    {
        const string page = "# A story\n\n```minutes\nAnn founds \"Club\" → lawful\n```\nProse.\n```minutes\nAnn joins → refused members-only\n```\n";
        var wrong = Assert.Single(Minutes.Play("docs/handbook/x.md", Told(page)));
        Assert.StartsWith("docs/handbook/x.md:8: Ann joins", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Control_a_block_that_does_not_end_and_a_page_without_one_are_caught()
    {
        Assert.Throws<MinutesException>(() => Told("```minutes\nAnn joins → lawful\n"));
        Assert.Throws<MinutesException>(() => Told("```\nAnn joins → lawful\n```\n"));
        Assert.Null(TemplateOf("Ann joins → lawful"));
    }

    private static IEnumerable<string> Bold(string page) => BoldText().Matches(page).Select(m => m.Groups["text"].Value);

    private static HashSet<string> WordsOfPages() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Project.Root, "src"), "en.json", SearchOption.AllDirectories)
                .Where(f => string.Equals(Path.GetFileName(Path.GetDirectoryName(f)), "Words", StringComparison.Ordinal))
                .SelectMany(f => JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(f))!.Values),
        ];

    private static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>The minutes of a page on the lines on which they stand there; prose leaves empty lines. Where they name a charter that the page shows in a block of its own, they get its text.</summary>
    private static string Told(string page)
    {
        var lines = page.Split('\n');
        var charters = new Dictionary<string, string>(StringComparer.Ordinal);
        var (block, blocks) = ("", 0);
        for (var i = 0; i < lines.Length; i++)
        {
            var (line, isFence) = (lines[i], lines[i].StartsWith("```", StringComparison.Ordinal));
            lines[i] = block is MinutesFence && !isFence ? line : "";
            if (isFence)
            {
                block = block.Length > 0 ? "" : line.TrimEnd();
                blocks += block is MinutesFence ? 1 : 0;
            }
            else if (block.StartsWith(CharterFence, StringComparison.Ordinal))
            {
                charters[block[CharterFence.Length..]] = charters.GetValueOrDefault(block[CharterFence.Length..], "") + line + "\n";
            }
        }

        return block.Length > 0 || blocks == 0
            ? throw new MinutesException("A page of the handbook has minutes, and each of its blocks ends.")
            : charters.Aggregate(
                string.Join('\n', lines),
                static (told, c) =>
                    told.Replace($"the charter {c.Key} ", $"the charter {JsonSerializer.Serialize(CharterText.Tidy(c.Value))} ", StringComparison.Ordinal)
            );
    }

    private static string? TemplateOf(string told) => Adopted().Match(told) is { Success: true } first ? first.Groups["template"].Value : null;

    [GeneratedRegex(
        "^[A-Z][A-Za-z0-9]* adopts (?<template>\\S+) +→ lawful$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Adopted();

    [GeneratedRegex(@"\*\*(?<text>[^*\n]+)\*\*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BoldText();
}
