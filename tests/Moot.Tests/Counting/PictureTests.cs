using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Moot.Counting;
using Moot.Counting.Files;
using Moot.Counting.Pages;
using Moot.Counting.Pictures;
using Moot.Testing;
using Moot.Ui;
using Xunit;

namespace Moot.Tests.Counting;

using Words = Moot.Ui.Words;

/// <summary>Pictures of a count show its numbers and no others, and can be read without colours or eyes.</summary>
public sealed class PictureTests
{
    private const int Widest = 1_900; // of a bar in a round

    private static IDocument Draw(Tally tally, Poll? poll, Words? words = null)
    {
        using var text = new PageText();
        using var writer = new PageWriter(text, HtmlEncoder.Default);
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(TallyText.View)] = TallyView.Of(tally, poll, words ?? Words.English),
            [nameof(TallyText.Words)] = words ?? Words.English,
        };
        writer.Write(typeof(TallyText), parameters);
        return new HtmlParser().ParseDocument($"<main>{text.Written}</main>");
    }

    private static Poll Read(string relative, bool wantsScores = false)
    {
        var path = SharedData.Path($"elections/{relative}");
        Assert.True(BallotFile.TryRead(File.ReadAllBytes(path), path, wantsScores, out var poll, out var error), error);
        return poll;
    }

    private static string[] Row(IElement row) => [.. row.Children.Select(c => c.TextContent.Trim())];

    private static IElement Table(IDocument page, string caption) =>
        page.QuerySelectorAll("table").Single(t => string.Equals(t.QuerySelector("caption")!.TextContent, caption, StringComparison.Ordinal));

    private static string[] Labels(IElement svg) => [.. svg.QuerySelectorAll("text").Select(t => t.TextContent)];

    [Fact]
    public void Debians_election_of_2006_has_its_numbers_in_table_and_graph()
    {
        var poll = Read("debian-official/leader2006_tally.txt");
        Assert.True(Quorum.TryRead("3Q", 972, out var quorum, out _));
        var page = Draw(DebianCount.Of(poll, DebianRules.None with { Default = 7, Quorum = quorum }), poll);
        Assert.Equal(
            "Anthony Towns won: compared one to one with each of the others, more people prefer Anthony Towns.",
            page.QuerySelector(".result")!.TextContent
        );

        var rows = Table(page, "Each against each").QuerySelectorAll("tbody tr").Select(Row).ToList();
        Assert.Equal(8, rows.Count);
        Assert.Equal(["✓ 1 Anthony Towns", "·", "✓ 190", "✓ 230", "✓ 242", "✓ 281", "✓ 339", "✓ 334", "✓ 365"], rows[0]);
        Assert.Equal("184", rows[1][1]);
        Assert.Contains("= 166", rows[2]);
        Assert.All(page.QuerySelectorAll("td.more"), cell => Assert.StartsWith("✓ ", cell.TextContent, StringComparison.Ordinal));

        var graph = page.QuerySelectorAll("svg").Single();
        Assert.Contains("190:184", Labels(graph));
        Assert.Contains("339:71", Labels(graph));
        Assert.Equal(8, graph.QuerySelectorAll("circle").Length);
        Assert.Equal(2, graph.QuerySelectorAll("circle.out").Length);
        Assert.Equal(14, graph.QuerySelectorAll("path.arrow").Length); // 15 pairs of those left, one of them with 166 on both sides
        Assert.Equal(5, graph.QuerySelectorAll("path.arrow.first").Length);
    }

    [Fact]
    public void A_circle_shows_which_win_does_not_count()
    {
        var poll = Polls.Ranked("A B C None", "23 A>B>C>None; 17 B>C>A>None; 2 B>A>C>None; 10 C>A>B>None; 8 C>B>A>None");
        var page = Draw(DebianCount.Of(poll, DebianRules.None with { Default = 3 }), poll);
        var weak = page.QuerySelectorAll("path.arrow.weak").Single();
        Assert.Equal("A over B with 33 to 27", weak.QuerySelector("title")!.TextContent);
        Assert.Contains("33:27", Labels(page.QuerySelector("svg")!));
        Assert.Equal(
            ["A over B", "33", "27", "no"],
            Table(page, "Wins, the clearest first").QuerySelectorAll("tbody tr").Select(Row).Single(r => r[3] == "no")
        );
    }

    [Fact]
    public void Many_options_are_drawn_in_part_and_that_is_said()
    {
        var poll = Polls.Random(new(7), 80, 30);
        var page = Draw(SchulzeCount.Of(poll, []), poll);
        Assert.Equal(PictureLimits.GraphOptionsMax, page.QuerySelectorAll("circle").Length);
        Assert.Equal(PictureLimits.PairsOptionsMax, Table(page, "Each against each").QuerySelectorAll("tbody tr").Length);
        Assert.Contains("Shown are the first 12 of 80 options.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Shown are the first 64 of 80 options.", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Rounds_have_bars_in_proportion_and_bands_for_each_vote_that_moves()
    {
        var poll = Polls.Ranked("Ann Bob Cleo Dan", "40 Ann>Bob; 31 Bob; 18 Cleo>Bob; 12 Dan>Cleo");
        var page = Draw(StvCount.InstantRunoff(poll, []), poll);
        var svg = page.QuerySelector("svg")!;
        Assert.Equal(
            ["Dan → Cleo: 12 votes", "Cleo → Bob: 18 votes", "Cleo → used up: 12 votes"],
            svg.QuerySelectorAll("path.band title").Select(t => t.TextContent)
        );
        Assert.Equal(["51 are enough", "51 are enough", "45 are enough"], Labels(svg).Where(l => l.Contains("enough")));

        // The most anybody needs or holds is 51: so long is a whole bar.
        var first = svg.QuerySelectorAll("rect:not(.track)").Where(r => r.GetAttribute("x") == "0").Select(r => int.Parse(r.GetAttribute("width")!)).ToList();
        Assert.Equal([31 * Widest / 51, 40 * Widest / 51, 18 * Widest / 51, 12 * Widest / 51], first);
        Assert.Equal(
            [
                ["1", "51", "31", "40", "18", "12", "0", "Dan out."],
                ["2", "51", "31", "40", "30", "–", "0", "Cleo out."],
                ["3", "45", "49", "40", "–", "–", "12", "Bob elected."],
            ],
            Table(page, "Round by round").QuerySelectorAll("tbody tr").Select(Row)
        );
        Assert.Equal("Bob won in round 3: when those with the fewest votes were out, 49 of 89 votes were for Bob.", page.QuerySelector(".result")!.TextContent);
    }

    [Fact]
    public void A_surplus_goes_on_and_whoever_is_elected_keeps_the_quota()
    {
        var poll = Polls.Ranked("Ann Bob Cleo", "9 Ann>Bob; 2 Bob; 4 Cleo");
        var page = Draw(StvCount.Of(poll, 2, []), poll);
        var svg = page.QuerySelector("svg")!;
        Assert.Contains("Ann → Bob: 3 votes", svg.QuerySelectorAll("path.band title").Select(t => t.TextContent));
        Assert.Equal(["2", "6", "6", "5", "4", "0"], Row(Table(page, "Round by round").QuerySelectorAll("tbody tr")[1])[..6]);
        Assert.All(svg.QuerySelectorAll("rect.won"), r => Assert.True(int.Parse(r.GetAttribute("width")!) > 0));
    }

    [Fact]
    public void Every_round_of_Meeks_rule_is_in_the_tables_with_its_keep_factors()
    {
        var poll = Read("meek-stv-securepoll/stackoverflow-com-2016-election-results.blt.json");
        var tally = MeekCount.Of(poll, 2);
        var page = Draw(tally, poll);
        Assert.Equal(tally.Rounds.Length, Table(page, "Round by round").QuerySelectorAll("tbody tr").Length);
        var keeps = Table(page, "The part of each vote that each keeps").QuerySelectorAll("tbody tr").Select(Row).ToList();
        var winner = tally.Winners[0];
        var kept = tally.Rounds[^1].Keep[winner];
        Assert.Equal($"{kept / MeekCount.One}.{kept % MeekCount.One:D10}".TrimEnd('0').TrimEnd('.'), keeps[^1][1]);
        var decided = tally.Rounds.Count(r => r.Elected.Length + r.Eliminated.Length > 0);
        Assert.Equal(decided, page.QuerySelectorAll("svg text.head").Length);
        Assert.NotEmpty(page.QuerySelectorAll("svg path.band"));
    }

    [Fact]
    public void Votes_that_several_give_at_once_flow_together_and_none_is_lost()
    {
        for (var seed = 1UL; seed <= 40; seed++)
        {
            var poll = Polls.Random(new(seed), 7, 30);
            var counted = Enumerable.Range(0, poll.Ballots).Where(b => poll.Ballot(b).ContainsAnyExcept(Poll.Unranked)).Sum(b => poll.Counts[b]);
            foreach (var (tally, votes) in ((Tally, long)[])[(StvCount.Of(poll, 3, []), counted), (MeekCount.Of(poll, 3), poll.Votes)])
            {
                var page = Draw(tally, poll);
                foreach (var row in Table(page, "Round by round").QuerySelectorAll("tbody tr").Select(Row))
                {
                    var sum = row[2..^1].Where(c => c != "–").Sum(c => decimal.Parse(c.Replace(",", "")));
                    Assert.True(Math.Abs(sum - votes) < 0.01m, $"seed {seed}, {tally.Method}, round {row[0]}: {sum} of {votes}");
                }

                Assert.NotEmpty(page.QuerySelectorAll("svg path.band"));
            }
        }
    }

    [Fact]
    public void Scores_are_cut_by_score_and_the_runoff_has_two_bars()
    {
        var poll = Polls.Scored("Ann Bob Cleo", "3 5 4 0; 2 0 5 1; 1 2 2 5");
        var page = Draw(StarCount.Of(StarCount.Method, poll, 1, []), poll);
        var pictures = page.QuerySelectorAll("svg");
        Assert.Equal(3, pictures.Length);
        Assert.Equal(["24", "17", "7"], Labels(pictures[0]).Where(l => l.All(char.IsAsciiDigit)).OrderByDescending(int.Parse));
        Assert.Contains("3 · 50 %", Labels(pictures[1]));
        Assert.Contains("2 · 33 %", Labels(pictures[1]));
        Assert.Contains("1 · 17 %", Labels(pictures[1]));
        var scores = Table(page, "Who got which scores");
        Assert.Equal(["option", "5", "4", "2", "1", "0"], Row(scores.QuerySelector("thead tr")!));
        Assert.Equal(["✓ Ann", "3", "0", "1", "0", "2"], scores.QuerySelectorAll("tbody tr").Select(Row).Single(r => r[0].EndsWith("Ann")));
        Assert.All(scores.QuerySelectorAll("tbody tr").Select(Row), r => Assert.Equal(6, r.Skip(1).Sum(int.Parse)));
    }

    [Fact]
    public void Sums_below_nothing_go_to_the_other_side_and_many_scores_are_put_together()
    {
        var poll = Polls.Scored("Pond Shed", "1 -30 30; 1 10 20; 1 -4 7; 1 1 2; 1 3 4; 1 5 6");
        var page = Draw(SumCount.Scores(poll, 1, []), poll);
        var bars = page.QuerySelectorAll("svg")[0].QuerySelectorAll("rect:not(.track)").ToDictionary(r => r.ClassName!, r => r, StringComparer.Ordinal);
        int Of(string kind, string name) => int.Parse(bars[kind].GetAttribute(name)!);
        Assert.Equal(Of("still", "width"), Of("won", "x")); // -15 ends where 69 begins
        Assert.Equal(15 * Drawing.Hand / 84, Of("still", "width"));
        var heads = Row(Table(page, "Who got which scores").QuerySelector("thead tr")!);
        Assert.InRange(heads.Length, 3, PictureLimits.ScoresMax + 1);
        Assert.All(Table(page, "Who got which scores").QuerySelectorAll("tbody tr").Select(Row), r => Assert.Equal(6, r.Skip(1).Sum(int.Parse)));
    }

    [Fact]
    public void For_and_against_are_shares_of_those_who_took_a_side()
    {
        var poll = Polls.Scored("Ann Bob Cleo", "6 1 -1 0; 2 1 1 0; 2 -1 1 0");
        var page = Draw(SupportCount.Of(poll, 2, new Fraction(7, 10), isMore: false, 1, []), poll);
        var svg = page.QuerySelector("svg")!;
        Assert.Contains("70 % are enough", Labels(svg));
        Assert.Contains("8 : 2 · 80 %", Labels(svg));
        Assert.Contains("0 : 0", Labels(svg));
        Assert.Equal(Drawing.Hand * 8 / 10, int.Parse(svg.QuerySelector("rect.won")!.GetAttribute("width")!));
        Assert.Equal(["✓ Ann", "8", "2", "80 %"], Table(page, "For and against").QuerySelectorAll("tbody tr").Select(Row).First());
    }

    [Fact]
    public void A_majority_shows_what_is_needed()
    {
        var poll = Polls.Ranked("Yes No Abstain", "31 Yes; 12 No; 5 Abstain");
        var page = Draw(MajorityCount.Of(poll, null, Majority.Read("2/3")!.Value, 2), poll);
        Assert.Contains("29 are enough", Labels(page.QuerySelector("svg")!));
        Assert.Equal("Yes won with 31 of 43 votes.", page.QuerySelector(".result")!.TextContent);
        Assert.Contains("5 abstained", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_picture_has_words_for_whoever_does_not_see_it_and_stays_on_its_sheet()
    {
        Assert.True(Quorum.TryRead("50", 0, out var quorum, out _));
        for (var seed = 1UL; seed <= 30; seed++)
        {
            var options = 2 + (int)(seed % 12);
            var ranked = Polls.Random(new(seed), options, 9);
            var scored = Polls.RandomScores(new(seed), options, 9, 12);
            (Tally, Poll)[] tallies =
            [
                (DebianCount.Of(ranked, new(options - 1, quorum, ImmutableDictionary<int, Majority>.Empty, [])), ranked),
                (SchulzeCount.Of(ranked, []), ranked),
                (StvCount.Of(ranked, 2, []), ranked),
                (StvCount.InstantRunoff(ranked, []), ranked),
                (MeekCount.Of(ranked, 2), ranked),
                (SumCount.Approvals(scored, 2, []), scored),
                (SumCount.Scores(scored, 2, []), scored),
                (StarCount.Of(StarCount.Bloc, scored, 2, []), scored),
                (QuadraticCount.Of(scored, 1, 100, []), scored),
                (SupportCount.Of(scored, 2, new Fraction(1, 2), isMore: true, 3, []), scored),
                (MajorityCount.Of(ranked, quorum, Majority.Simple, null), ranked),
            ];
            foreach (var (tally, poll) in tallies)
            {
                foreach (var words in Words.Languages)
                {
                    var page = Draw(tally, poll, words);
                    Assert.DoesNotContain("{", page.Body!.TextContent, StringComparison.Ordinal);
                    Assert.NotEmpty(page.QuerySelectorAll("svg, table"));
                    Assert.All(page.QuerySelectorAll("svg"), svg => IsWhole(page, svg, $"{tally.Method}, seed {seed}"));
                }
            }
        }
    }

    [Fact]
    public void Names_are_harmless_and_cut_where_they_are_long()
    {
        var poll = new Poll(["<script>alert(1)</script>", new string('x', 400), "\"quoted\" & 'so'"], [3, 2, 1], [1, 2, 3, 2, 1, 3, 3, 2, 1], IsScored: false);
        foreach (var tally in (Tally[])[SchulzeCount.Of(poll, []), StvCount.InstantRunoff(poll, []), SumCount.Approvals(poll, 1, [])])
        {
            var page = Draw(tally, poll);
            Assert.Empty(page.QuerySelectorAll("script"));
            Assert.All(page.QuerySelectorAll("svg text"), t => Assert.InRange(t.TextContent.Length, 0, PictureLimits.BarNameMax + 4));
        }
    }

    [Fact]
    public void Every_method_has_a_name_and_says_what_it_does_in_every_language() =>
        Assert.All(
            CountOrder.Methods,
            method => Assert.All(Words.Languages, words => Assert.All(["name", "method"], part => Assert.NotNull(words.FindSentence($"tally.{part}-{method}"))))
        );

    [Fact]
    public void The_stylesheet_of_pictures_is_small_and_names_no_side_of_the_screen()
    {
        var css = System.Text.Encoding.UTF8.GetString(Asset.Bytes("count.css"));
        Assert.InRange(css.Length, 1, 6 << 10);
        Assert.DoesNotContain("url(", css, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Regex.Matches(css, @"(?<![\w-])(margin|padding|border)-(left|right)|(?<![\w-])(left|right)\s*:"));
    }

    private static void IsWhole(IDocument page, IElement svg, string which)
    {
        Assert.Equal("img", svg.GetAttribute("role"));
        Assert.All(svg.GetAttribute("aria-labelledby")!.Split(' '), id => Assert.NotEmpty(page.GetElementById(id)!.TextContent));
        Assert.Empty(svg.QuerySelectorAll("[style]"));
        var size = svg.GetAttribute("viewBox")!.Split(' ').Select(int.Parse).ToArray();
        foreach (var rect in svg.QuerySelectorAll("rect"))
        {
            int Of(string name) => int.Parse(rect.GetAttribute(name)!);
            Assert.True(
                Of("x") >= 0 && Of("width") >= 0 && Of("x") + Of("width") <= size[2] + 1 && Of("y") + Of("height") <= size[3],
                $"{which}: {rect.OuterHtml}"
            );
        }
    }
}
