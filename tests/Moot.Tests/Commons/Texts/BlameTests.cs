using System.Diagnostics;
using CsCheck;
using Moot.Commons.Texts;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Commons.Texts;

public class BlameTests
{
    [Fact]
    public void Each_word_belongs_to_who_brought_it() =>
        Assert.Equal(
            "1:We meet |2:gladly |1:on Monday|3: at noon|1:.\n",
            Told("We meet on Monday.\n", "We meet gladly on Monday.\n", "We meet gladly on Monday at noon.\n")
        );

    [Fact]
    public void A_blanked_page_that_returns_is_given_back() =>
        Assert.Equal(
            "1:First words here.\n|2:Second words here.\n",
            Told("First words here.\n", "First words here.\nSecond words here.\n", "", "First words here.\nSecond words here.\n")
        );

    [Fact]
    public void Words_that_return_beside_new_ones_are_given_back() =>
        Assert.Equal(
            "1:These are the first words.|4:\nAnd mine.|1:\n",
            Told("These are the first words.\n", "nonsense\n", "more nonsense!\n", "These are the first words.\nAnd mine.\n")
        );

    [Fact]
    public void One_word_that_returns_to_its_place_is_given_back() =>
        Assert.Equal("1:The red house|4: stands|1:\n", Told("The red house\n", "The blue house\n", "The red house\n", "The red house stands\n"));

    [Fact]
    public void One_word_elsewhere_is_not() => Assert.Equal("1:The house\n|3:is red\n", Told("The red house\n", "The house\n", "The house\nis red\n"));

    [Fact]
    public void An_exact_revert_gives_back_every_word() =>
        Gen.Select(SomeTexts.Any, SomeTexts.Any, SomeTexts.Any)
            .Sample(
                (first, second, bad) =>
                {
                    var good = Blame.Of([(1, first), (2, second)]);
                    Assert.Equal(good.Runs, good.With(3, bad).With(4, second).Runs);
                },
                iter: 2000
            );

    [Fact]
    public void Runs_cover_the_text_without_gaps_and_name_known_revisions() =>
        SomeTexts
            .Any.List[1, 8]
            .Sample(
                texts =>
                {
                    var blame = Blame.Of(texts.Select((t, i) => ((long)i + 1, t)));
                    Assert.Equal(texts[^1], blame.Text);
                    var end = 0;
                    foreach (var run in blame.Runs)
                    {
                        Assert.Equal(end, run.Start);
                        Assert.InRange(run.Revision, 1, texts.Count);
                        end += run.Length;
                    }

                    Assert.Equal(blame.Text.Length, end);
                },
                iter: 2000
            );

    [Fact]
    public void Words_that_nobody_touched_keep_their_writer() =>
        SomeTexts.Three.Sample(
            t =>
            {
                var blame = Blame.Of([(1, "START unique\n" + t.Base + "\nEND unique\n"), (2, "START unique\n" + t.Mine + "\nEND unique\n")]);
                Assert.Equal((1, 1), (blame.Runs[0].Revision, blame.Runs[^1].Revision));
            },
            iter: 1000
        );

    [Fact]
    public void Ten_thousand_revisions_of_a_page_of_fifty_kilobytes()
    {
        var dice = new Dice(11);
        var words = Enumerable.Range(0, 8_000).Select(i => i % 12 == 11 ? "end.\n" : "w" + dice.Below(5_000)).ToList();
        var (good, texts) = (string.Join(' ', words), new List<string>());
        while (texts.Count < 10_000)
        {
            switch (dice.Below(20))
            {
                case 0:
                    texts.Add(good[..dice.Below(good.Length)]);
                    break;
                case 1:
                    texts.Add("");
                    break;
                default:
                    words[dice.Below(words.Count)] = "n" + dice.Below(5_000);
                    words[dice.Below(words.Count)] = "n" + dice.Below(5_000);
                    good = string.Join(' ', words);
                    break;
            }

            texts.Add(good);
        }

        var clock = Stopwatch.StartNew();
        var blame = Blame.Of(texts.Select((t, i) => ((long)i, t)));
        TestContext.Current.SendDiagnosticMessage($"blame: {clock.ElapsedMilliseconds} ms, {blame.Runs.Length} runs, {texts[^1].Length} characters");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(180));
    }

    [Fact]
    public void Pages_that_are_replaced_whole_again_and_again_stay_cheap()
    {
        var dice = new Dice(12);
        var clock = Stopwatch.StartNew();
        _ = Blame.Of(Enumerable.Range(0, 200).Select(i => ((long)i, string.Join(' ', Enumerable.Range(0, 8_000).Select(_ => "w" + dice.Below(5_000))))));
        TestContext.Current.SendDiagnosticMessage($"blame, 200 wholly different: {clock.ElapsedMilliseconds} ms");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(120));
    }

    private static string Told(params string[] texts)
    {
        var blame = Blame.Of(texts.Select((t, i) => (i + 1L, t)));
        return string.Join('|', blame.Runs.Select(r => $"{r.Revision}:{blame.Text.Substring(r.Start, r.Length)}"));
    }
}
