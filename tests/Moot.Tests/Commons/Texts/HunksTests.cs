using Moot.Commons.Texts;
using Xunit;

namespace Moot.Tests.Commons.Texts;

/// <summary>Taking some of the changes between two texts back.</summary>
public class HunksTests
{
    [Fact]
    public void One_of_two_changes_is_taken_back()
    {
        const string Old = "a\nb\nc\nd\ne\n";
        const string New = "A\nb\nc\nd\nE\n";
        Assert.Equal("a\nb\nc\nd\nE\n", Hunks.TakenBack(Old, New, new HashSet<int> { 1 }));
        Assert.Equal("A\nb\nc\nd\ne\n", Hunks.TakenBack(Old, New, new HashSet<int> { 2 }));
        Assert.Equal(New, Hunks.TakenBack(Old, New, new HashSet<int> { 0, 3 }));
    }

    [Fact]
    public void Numbers_do_not_depend_on_what_is_folded()
    {
        var old = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i}\n"));
        var @new = old.Replace("5\n", "five\n", StringComparison.Ordinal);
        var shown = Hunks.Of(TextDiff.Between(old, @new)).Where(r => r.Hunk > 0).Select(r => (r.Hunk, r.Row.New?.Number));
        var whole = Hunks.Of(TextDiff.Between(old, @new, int.MaxValue)).Where(r => r.Hunk > 0).Select(r => (r.Hunk, r.Row.New?.Number));
        Assert.Equal(whole, shown);
    }

    [Fact]
    public void All_taken_back_gives_the_old_text_and_none_the_new()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var dice = new Random(seed);
        string[] lines = ["a\n", "b\r\n", "\n", "word and word\n", "word or word\n", "end"];
        for (var round = 0; round < 2_000; round++)
        {
            string Text() => string.Concat(Enumerable.Range(0, dice.Next(12)).Select(_ => lines[dice.Next(lines.Length)]));
            var (old, @new) = (Text(), Text());
            var all = Hunks.Of(TextDiff.Between(old, @new)).Select(r => r.Hunk).Where(h => h > 0).ToHashSet();
            Assert.Equal(old, Hunks.TakenBack(old, @new, all));
            Assert.Equal(@new, Hunks.TakenBack(old, @new, new HashSet<int>()));
        }
    }
}
