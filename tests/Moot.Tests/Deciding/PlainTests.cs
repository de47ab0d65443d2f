using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Talk;
using Xunit;

namespace Moot.Tests.Deciding;

/// <summary>Every rule of every template is said in both languages, with its numbers and without a rule's own signs.</summary>
public sealed class PlainTests
{
    private static readonly Moment Start = Moment.Of(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero));

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var name in Templates.Names)
            {
                foreach (var words in Moot.Ui.Words.Languages)
                {
                    cases.Add(name, words.Code);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_rule_has_its_sentence(string template, string language)
    {
        var plain = new Plain(Moot.Ui.Words.Find(language)!);
        var charter = Read(template);
        var said = new List<string>();
        foreach (var pathway in charter.Pathways.Values)
        {
            said.Add(plain.Summary(pathway));
            said.AddRange(plain.After(pathway));
            foreach (var stage in pathway.Stages)
            {
                said.AddRange(plain.Rules(pathway, stage));
                var matter = Open(pathway) with { Stage = stage };
                said.Add(plain.Line(matter, static (_, _) => 40));
                said.AddRange(plain.Stands(matter, Start, static (_, _) => 40));
            }
        }

        said.AddRange(charter.Roles.Values.SelectMany(r => plain.Rules(r)));
        said.AddRange(charter.Powers.Values.SelectMany(r => plain.Rules(r)));
        Assert.NotEmpty(said);
        Assert.All(said, sentence => Assert.False(string.IsNullOrWhiteSpace(sentence) || sentence.Contains('{', StringComparison.Ordinal), sentence));
    }

    [Fact]
    public void A_stage_tells_its_numbers_and_what_follows()
    {
        var pathway = Read("small-group").Pathways["proposal"];
        var plain = new Plain(Moot.Ui.Words.English);
        Assert.Equal("Silence is assent (3 days) → Talking it through → Vote (4 days)", plain.Summary(pathway));
        Assert.Equal(
            [
                "People vote for, against, or abstain. Until it ends you can change your vote.",
                "Who can vote: any member.",
                "It lasts 4 days.",
                "Needed to vote at all: 1/4 of those who could.",
                "It passes with more than 1/2 of the votes for and against.",
                "If it succeeds: the proposal is adopted.",
                "If not: the proposal is rejected, and things stay as they are.",
            ],
            plain.Rules(pathway, pathway.Find("ballot")!)
        );
        Assert.Equal("Afterwards it can be appealed by the pathway vote, within 60 days of the decision.", plain.After(pathway)[0]);
    }

    [Fact]
    public void Who_is_meant_is_said_in_words()
    {
        var plain = new Plain(Moot.Ui.Words.English);
        Assert.Equal(
            "members who joined at least 4 days ago and at the same time whoever has done at least 10 things here, or whoever holds the role steward",
            plain.Who(Who.Read("members for 4d and 10 acts or role steward")!)
        );
        Assert.Equal(
            "whoever signs with a key of their own and at the same time whoever has taken no part in the matter",
            plain.Who(Who.Read("signed and uninvolved")!)
        );
    }

    [Fact]
    public void What_time_decided_waits_to_be_entered_and_what_was_annulled_says_so()
    {
        var plain = new Plain(Moot.Ui.Words.English);
        var open = Open(Read("small-group").Pathways["proposal"]);
        var over = Progress.At(open, Start + TimeSpan.FromDays(3), static (_, _) => 4);
        Assert.Equal(
            ["Time has decided. The result takes effect when somebody enters it; anybody can."],
            plain.Stands(over, Start + TimeSpan.FromDays(5), static (_, _) => 4)
        );
        Assert.Equal("It can be appealed by the pathway vote, until 3 May 2026, 10:00 UTC.", plain.After(over)[0]);
        Assert.Equal("Adopted on 4 March 2026, 10:00 UTC", plain.Line(over, static (_, _) => 4));
        var annulled = over with { Settled = over.Settled! with { Entry = 9 }, IsAnnulled = true };
        Assert.StartsWith("Decided on 4 March 2026, 10:00 UTC, and annulled", plain.Line(annulled, static (_, _) => 4), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_consented_to_is_looked_at_again_on_a_day()
    {
        var pathway = Read("consent-circle").Pathways["consent"];
        var over = Progress.At(Open(pathway), Start + TimeSpan.FromDays(9), static (_, _) => 4);
        Assert.Equal("It is to be looked at again on 5 April 2026.", new Plain(Moot.Ui.Words.English).After(over)[0]);
    }

    private static Charter Read(string template) =>
        CharterText.TryRead(Templates.Read(template), out var charter, out var error) ? charter : throw new InvalidOperationException(error);

    private static Matter Open(Pathway pathway) => new(7, Subject.Whole, default, Start, pathway) { Stage = pathway.Stages[0], Began = Start };
}
