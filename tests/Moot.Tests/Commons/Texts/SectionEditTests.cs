using CsCheck;
using Moot.Commons.Texts;
using Xunit;

namespace Moot.Tests.Commons.Texts;

public class SectionEditTests
{
    private const string Page = "lead\n\n# One\n\nfirst\n\n## Under\n\nbelow\n\nTwo\n===\n\n```\n# no heading\n```\n\n> # quoted\n\n### Three\nlast";

    [Fact]
    public void Headings_cut_a_page_into_sections()
    {
        Assert.Equal(
            [
                (0, 0, "", "lead\n\n"),
                (1, 1, "One", "# One\n\nfirst\n\n"),
                (2, 2, "Under", "## Under\n\nbelow\n\n"),
                (3, 1, "Two", "Two\n===\n\n```\n# no heading\n```\n\n> # quoted\n\n"),
                (4, 3, "Three", "### Three\nlast"),
            ],
            SectionEdit.Sections(Page).Select(s => (s.Number, s.Level, s.Heading, Page.Substring(s.Start, s.OwnLength)))
        );
        Assert.Equal("# One\n\nfirst\n\n## Under\n\nbelow\n\n", SectionEdit.Text(Page, 1));
        Assert.Null(SectionEdit.Text(Page, 5));
    }

    [Fact]
    public void Sections_have_the_numbers_that_the_page_shows() =>
        Assert.Equal(SectionEdit.Sections(Page).Skip(1).Select(s => (int?)s.Number), Shown.Of(Page).Contents.Select(h => h.Section).OfType<int>().Cast<int?>());

    [Fact]
    public void One_section_is_replaced_and_the_others_stay() =>
        Assert.Equal(
            new SectionReplaced(Page.Replace("## Under\n\nbelow\n\n", "## Under\n\nnew\n\n"), OthersStand: true),
            SectionEdit.Replace(Page, 2, "## Under\n\nnew")
        );

    [Fact]
    public void A_section_that_swallows_the_next_is_told()
    {
        Assert.False(SectionEdit.Replace(Page, 1, "# One\n\n```\nopen")!.Value.OthersStand);
        Assert.True(SectionEdit.Replace(Page, 1, "# One\n\n# And another\n")!.Value.OthersStand);
        Assert.True(SectionEdit.Replace(Page, 1, "")!.Value.OthersStand);
        Assert.Null(SectionEdit.Replace(Page, 9, "x"));
    }

    [Fact]
    public void Sections_put_together_are_the_page_and_replacing_one_with_itself_changes_nothing() =>
        Gen.Select(
                SomeTexts.OneOf("# a", "## b", "text", "", "c\n---", "d\n===", "```", "> # q", "- # l", "    # code", "|a|b|\n|-|-|", "#", "####### x"),
                SomeTexts.OneOf("\n", "\n\n", "\r\n"),
                (l, e) => l + e
            )
            .List[0, 15]
            .Select(string.Concat)
            .Sample(
                page =>
                {
                    var sections = SectionEdit.Sections(page);
                    Assert.Equal(page, string.Concat(sections.Select(s => page.Substring(s.Start, s.OwnLength))));
                    foreach (var section in sections)
                    {
                        Assert.Equal(
                            new SectionReplaced(page, OthersStand: true),
                            SectionEdit.Replace(page, section.Number, SectionEdit.Text(page, section.Number)!)
                        );
                    }
                },
                iter: 3000
            );
}
