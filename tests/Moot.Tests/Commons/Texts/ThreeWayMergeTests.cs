using CsCheck;
using Moot.Commons.Texts;
using Xunit;

namespace Moot.Tests.Commons.Texts;

public class ThreeWayMergeTests
{
    [Theory]
    [InlineData("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n")]
    [InlineData("a\nb\n", "a\nX\nb\n", "a\nb\nY\n", "a\nX\nb\nY\n")]
    [InlineData("one\ntwo\n", "ONE\ntwo\n", "one\nTWO\n", "ONE\nTWO\n")]
    [InlineData("The cat sat on the mat.", "The dog sat on the mat.", "The cat sat on the rug.", "The dog sat on the rug.")]
    [InlineData("a\r\nb\r\nc\r\n", "A\r\nb\r\nc\r\n", "a\r\nb\r\nC", "A\r\nb\r\nC")]
    [InlineData("a\nb\nc", "a\nb\nc\n", "A\nb\nc", "A\nb\nc\n")]
    [InlineData("a\nb\nc\n", "a\nc\n", "a\nb\nc\nd\n", "a\nc\nd\n")]
    [InlineData("我们昨天去公园", "我们今天去公园", "我们昨天去学校", "我们今天去学校")]
    public void What_two_people_did_in_different_places_is_both_taken(string @base, string mine, string theirs, string merged) =>
        Assert.Equal(merged, ThreeWayMerge.Merge(@base, mine, theirs).Text);

    [Theory]
    [InlineData("The cat sat.", "The dog sat.", "The cow sat.")]
    [InlineData("a\n", "a\nmine\n", "a\ntheirs\n")]
    [InlineData("a\nb\nc\n", "a\nc\n", "a\nB\nc\n")]
    [InlineData("", "mine", "theirs")]
    [InlineData("red house", "blue house", "red, house")]
    public void What_two_people_did_in_one_place_is_a_conflict(string @base, string mine, string theirs)
    {
        var merged = ThreeWayMerge.Merge(@base, mine, theirs);
        Assert.False(merged.IsClean);
        Assert.Null(merged.Text);
        Assert.Equal((@base, mine, theirs), (merged.Settle(p => p.Base), merged.Settle(p => p.Mine), merged.Settle(p => p.Theirs)));
    }

    [Fact]
    public void Only_the_lines_in_dispute_are_a_conflict()
    {
        var merged = ThreeWayMerge.Merge("top\n\nx\n\nend\n", "TOP\n\ny\n\nend\n", "top\n\nz\n\nEND\n");
        Assert.Equal([new("TOP\n\n"), new(Text: null, "x\n", "y\n", "z\n"), new("\nEND\n")], merged.Pieces);
    }

    [Fact]
    public void Who_changed_nothing_takes_what_the_other_did() =>
        SomeTexts.Three.Sample(
            t =>
            {
                Assert.Equal(t.Mine, ThreeWayMerge.Merge(t.Base, t.Base, t.Mine).Text);
                Assert.Equal(t.Mine, ThreeWayMerge.Merge(t.Base, t.Mine, t.Base).Text);
                Assert.Equal(t.Mine, ThreeWayMerge.Merge(t.Base, t.Mine, t.Mine).Text);
            },
            iter: 3000
        );

    [Fact]
    public void Nothing_that_one_side_added_is_lost() =>
        SomeTexts.ThreeWithNewLines.Sample(
            t =>
            {
                var merged = ThreeWayMerge.Merge(t.Base, t.Mine, t.Theirs);
                var kept = string.Concat(merged.Pieces.Select(p => p.Text ?? p.Mine + "\n" + p.Theirs + "\n"));
                foreach (var side in new[] { t.Mine, t.Theirs })
                {
                    foreach (var added in SomeTexts.LinesOf(side).Where(l => l.Contains("mine") || l.Contains("theirs")).CountBy(l => l))
                    {
                        Assert.True(kept.Split(added.Key).Length > added.Value, $"{added.Key} is lost");
                    }
                }
            },
            iter: 5000
        );

    [Fact]
    public void Every_side_of_a_conflict_is_whole() =>
        SomeTexts.Three.Sample(
            t =>
            {
                var merged = ThreeWayMerge.Merge(t.Base, t.Mine, t.Theirs);
                foreach (var conflict in merged.Pieces.Where(p => p.IsConflict))
                {
                    Assert.Contains(conflict.Base, t.Base);
                    Assert.Contains(conflict.Mine, t.Mine);
                    Assert.Contains(conflict.Theirs, t.Theirs);
                }
            },
            iter: 3000
        );

    [Fact]
    public void It_does_not_matter_who_saved_first() =>
        SomeTexts.Three.Sample(
            t =>
                Assert.Equal(
                    ThreeWayMerge.Merge(t.Base, t.Mine, t.Theirs).Pieces,
                    ThreeWayMerge.Merge(t.Base, t.Theirs, t.Mine).Pieces.Select(p => p with { Mine = p.Theirs, Theirs = p.Mine })
                ),
            iter: 3000
        );

    [Fact]
    public void Eight_who_each_add_a_paragraph_lose_none()
    {
        var start = string.Concat(Enumerable.Range(0, 9).Select(i => $"Paragraph {i}.\n\n"));
        var text = start;
        for (var who = 0; who < 8; who++)
        {
            text = ThreeWayMerge.Merge(start, text, start.Replace($"Paragraph {who}.", $"Paragraph {who}.\n\nAdded by {who}.")).Text!;
        }

        Assert.All(Enumerable.Range(0, 8), who => Assert.Contains($"Added by {who}.", text));
    }

    [Theory]
    [InlineData("a\r\nb\r\n", "x\ny\nz", "x\r\ny\r\nz")]
    [InlineData("a\nb\n", "x\r\ny\r\n", "x\ny\n")]
    [InlineData("a", "x\r\n", "x\n")]
    [InlineData("a\r\nb\n", "x\r\n", "x\n")]
    public void A_form_does_not_change_line_ends(string sample, string text, string result) => Assert.Equal(result, LineEndings.Like(sample, text));
}
