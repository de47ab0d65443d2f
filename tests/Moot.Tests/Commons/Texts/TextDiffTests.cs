using System.Diagnostics;
using CsCheck;
using Moot.Commons.Texts;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Commons.Texts;

public class TextDiffTests
{
    [Fact]
    public void Equal_texts_differ_in_nothing()
    {
        var diff = TextDiff.Between("a\nb\n", "a\nb\n");
        Assert.Equal((0, 0, false), (diff.LinesAdded, diff.LinesRemoved, diff.IsCoarse));
        Assert.DoesNotContain(diff.Rows, r => r.Kind is DiffRowKind.Added or DiffRowKind.Removed or DiffRowKind.Changed);
        Assert.Empty(TextDiff.Between("", "").Rows);
    }

    [Fact]
    public void A_changed_word_is_shown_within_its_line()
    {
        var row = Assert.Single(TextDiff.Between("The red house stands.\n", "The blue house stands.\n").Rows);
        Assert.Equal(DiffRowKind.Changed, row.Kind);
        Assert.Equal("The [-red][+blue] house stands.", Inline(row));
        Assert.Equal((1, 1, LineEnd.Lf), (row.Old!.Number, row.New!.Number, row.New.End));
    }

    [Fact]
    public void Two_replaced_words_are_one_replacement() =>
        Assert.Equal(
            "We [-meet monthly][+gather weekly] here in the house.",
            Inline(Only("We meet monthly here in the house.", "We gather weekly here in the house."))
        );

    [Fact]
    public void A_line_with_nothing_in_common_is_not_compared_word_by_word() =>
        Assert.Equal([DiffRowKind.Removed, DiffRowKind.Added], TextDiff.Between("apples and pears\n", "nobody came home\n").Rows.Select(r => r.Kind));

    [Fact]
    public void Changed_lines_find_their_partners_across_new_ones()
    {
        var rows = TextDiff.Between("one two three four\nfive six seven eight\n", "brand new words\none two three 4\nfive six seven 8\n").Rows;
        Assert.Equal([DiffRowKind.Added, DiffRowKind.Changed, DiffRowKind.Changed], rows.Select(r => r.Kind));
        Assert.Equal((2, 3), (rows[2].Old!.Number, rows[2].New!.Number));
    }

    [Fact]
    public void Lines_far_from_a_change_are_folded()
    {
        var old = string.Concat(Enumerable.Range(1, 100).Select(i => $"line {i}\n"));
        var rows = TextDiff.Between(old, old.Replace("line 50\n", "line fifty\n")).Rows;
        Assert.Equal((46, 47), (rows[0].Folded, rows[^1].Folded));
        Assert.Equal(9, rows.Length);
        Assert.Equal((1, 54), (rows[0].Old!.Number, rows[^1].New!.Number));
        Assert.Equal(100, TextDiff.Between(old, old.Replace("line 50\n", "line fifty\n"), int.MaxValue).Rows.Length);
    }

    [Fact]
    public void A_missing_last_line_end_and_CR_LF_are_told_but_not_shown_as_words()
    {
        var row = Assert.Single(TextDiff.Between("same words", "same words\r\n").Rows);
        Assert.Equal((DiffRowKind.Changed, LineEnd.None, LineEnd.CrLf), (row.Kind, row.Old!.End, row.New!.End));
        Assert.Equal("same words", Inline(row));
    }

    [Theory]
    [InlineData("今日は良い天気です", "今日は悪い天気です", "今日は[-良][+悪]い天気です")]
    [InlineData("don't go at 1.5", "don't go at 2.5", "don't go at [-1.5][+2.5]")]
    [InlineData("u\u0308ber alle hier", "uber alle hier", "[-u\u0308ber][+uber] alle hier")]
    [InlineData("alle Leute 👩‍👩‍👧 da", "alle Leute 👩‍👩‍👦 da", "alle Leute [-👩‍👩‍👧][+👩‍👩‍👦] da")]
    [InlineData("in the 🇩🇪 land of", "in the 🇩🇰 land of", "in the [-🇩🇪][+🇩🇰] land of")]
    [InlineData("नमस्ते दुनिया यह है", "नमस्ते जगत यह है", "नमस्ते [-दुनिया][+जगत] यह है")]
    [InlineData("мир и труд май", "мир и май труд", "мир и [-труд ]май[+ труд]")]
    public void Words_are_whole_in_every_script(string old, string @new, string inline) => Assert.Equal(inline, Inline(Only(old, @new)));

    [Fact]
    public void Both_texts_can_be_read_out_of_a_comparison() =>
        Gen.Select(SomeTexts.Any, SomeTexts.Any)
            .Sample(
                (old, @new) =>
                {
                    var rows = TextDiff.Between(old, @new, int.MaxValue).Rows;
                    Assert.Equal(old, string.Concat(rows.Select(r => r.Old).OfType<DiffLine>().Select(Whole)));
                    Assert.Equal(@new, string.Concat(rows.Select(r => r.New).OfType<DiffLine>().Select(Whole)));
                    foreach (var row in rows)
                    {
                        Assert.Equal(row.Old?.Text ?? "", string.Concat(row.Inline().Where(s => s.Kind != DiffRowKind.Added).Select(s => s.Text)));
                        Assert.Equal(row.New?.Text ?? "", string.Concat(row.Inline().Where(s => s.Kind != DiffRowKind.Removed).Select(s => s.Text)));
                    }
                },
                iter: 3000
            );

    [Fact]
    public void Folding_leaves_out_only_lines_that_did_not_change() =>
        SomeTexts.Three.Sample(
            three =>
            {
                var all = TextDiff.Between(three.Base, three.Mine, int.MaxValue).Rows;
                var folded = TextDiff.Between(three.Base, three.Mine, 1).Rows;
                Assert.Equal(all.Length, folded.Sum(r => r.Kind == DiffRowKind.Folded ? r.Folded : 1));
                Assert.Equal(all.Count(r => r.Kind != DiffRowKind.Same), folded.Count(r => r.Kind is not (DiffRowKind.Same or DiffRowKind.Folded)));
            },
            iter: 2000
        );

    [Fact]
    public void No_character_is_cut_in_two() =>
        Gen.Select(SomeTexts.Any, SomeTexts.Any)
            .Sample(
                (old, @new) =>
                    Assert.All(
                        TextDiff.Between(old, @new).Rows.SelectMany(r => r.Inline()),
                        s => Assert.False(char.IsLowSurrogate(s.Text[0]) || char.IsHighSurrogate(s.Text[^1]) || s.Text[0] is '\u0301' or '\u200d')
                    ),
                iter: 2000
            );

    [Theory]
    [InlineData("wholly different")]
    [InlineData("words shuffled")]
    [InlineData("lines turned round")]
    [InlineData("two kinds of line")]
    [InlineData("every other line")]
    [InlineData("one long line")]
    public void A_text_of_one_megabyte_is_compared_at_once(string how)
    {
        var dice = new Dice(7);
        var (old, @new) = how switch
        {
            "wholly different" => (Lines(10_000, i => $"old {i} " + new string('x', 90)), Lines(10_000, i => $"new {i} " + new string('y', 90))),
            "words shuffled" => (Lines(10_000, _ => Sentence(dice)), Lines(10_000, _ => Sentence(dice))),
            "lines turned round" => (Lines(10_000, i => $"line {i} " + new string('x', 90)), Lines(10_000, i => $"line {9_999 - i} " + new string('x', 90))),
            "two kinds of line" => (Lines(500_000, _ => dice.OnceIn(2) ? "a" : "b"), Lines(500_000, _ => dice.OnceIn(2) ? "a" : "b")),
            "every other line" => (Lines(10_000, _ => Sentence(dice)) is var t ? (t, Lines(t.Split('\n'), dice)) : default),
            _ => (Sentence(dice, 200_000), Sentence(dice, 200_000)),
        };
        _ = TextDiff.Between(old[..1000], @new[..1000]);
        var clock = Stopwatch.StartNew();
        var diff = TextDiff.Between(old, @new);
        TestContext.Current.SendDiagnosticMessage($"{how}: {clock.ElapsedMilliseconds} ms, coarse {diff.IsCoarse}");
        Assert.True(clock.ElapsedMilliseconds < 30_000, $"{how}: {clock.ElapsedMilliseconds} ms");
        Assert.True(diff.LinesAdded > 0);
    }

    private static string Lines(string[] lines, Dice dice) => string.Join('\n', lines.Select((l, i) => i % 2 == 0 ? l : l + Sentence(dice)[..20]));

    private static string Lines(int count, Func<int, string> line) => string.Concat(Enumerable.Range(0, count).Select(i => line(i) + "\n"));

    private static string Sentence(Dice dice, int words = 20) => string.Join(' ', Enumerable.Range(0, words).Select(_ => "w" + dice.Below(2000)));

    private static DiffRow Only(string old, string @new) => Assert.Single(TextDiff.Between(old, @new).Rows);

    private static string Whole(DiffLine line) =>
        line.Text
        + line.End switch
        {
            LineEnd.CrLf => "\r\n",
            LineEnd.Lf => "\n",
            _ => "",
        };

    private static string Inline(DiffRow row) =>
        string.Concat(
            row.Inline()
                .Select(s =>
                    s.Kind switch
                    {
                        DiffRowKind.Removed => $"[-{s.Text}]",
                        DiffRowKind.Added => $"[+{s.Text}]",
                        _ => s.Text,
                    }
                )
        );
}
