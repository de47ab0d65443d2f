using System.Collections.Immutable;
using System.Diagnostics;
using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Deciding.Charters;

/// <summary>What the check of a charter finds: a charter for each finding, the templates, and the people of an association.</summary>
public sealed class CharterCheckTests
{
    private const string Vote = """

        pathway vote
          stage ballot vote
            by members
            for 7d
            quorum 1/4
            pass more than 1/2 of cast
        subject anything by vote

        """;

    private const string Boss = """

        role boss
          term 365d
          seats 1
          by vote
          recall vote
        """;

    private const string Chair = "\nrole chair\n  term 365d\n  by poll\n  recall vote";
    private const string Names = "pathway poll\n  stage names nomination\n    by members\n    for 7d\n    then ballot";
    private const string Ballot = "\n  stage ballot ballot\n    by members\n    count approval\n    for 7d";
    private const string Poll = "pathway poll" + Ballot;
    private const string Secret = "\n    secret receipts\n    at most 7d\n    confirm 3d";
    private const string Again = "  stage again ballot\n    by members\n    count approval\n    for 7d\n    tie ballot";

    private const string Word = """

        pathway word
          stage word closing
            by role boss
        """;

    /// <summary>Each finding has a charter in which it is found, and one beside it in which it is not.</summary>
    [Theory]
    [InlineData(
        "role-without-term",
        "role chair",
        Severity.Caution,
        "\nrole chair\n  by vote\n  recall vote",
        "\nrole chair\n  term 365d\n  by vote\n  recall vote"
    )]
    [InlineData(
        "role-without-recall",
        "role chair",
        Severity.Caution,
        "\nrole chair\n  term 365d\n  by vote",
        "\nrole chair\n  term 365d\n  by vote\n  recall vote"
    )]
    [InlineData("role-without-recall", "role chair", Severity.Severe, "\nrole chair\n  by vote", "\nrole chair\n  by vote\n  recall vote")]
    [InlineData("role-unfilled", "role chair", Severity.Severe, "\nrole chair\n  recall vote", "\nrole chair\n  by vote\n  recall vote")]
    [InlineData("role-unfilled", "role boss", Severity.Severe, "\nrole boss\n  by word\n  recall vote" + Word, Boss + Word)]
    [InlineData("role-recalls-itself", "role boss", Severity.Severe, "\nrole boss\n  seats 1\n  term 9d\n  by vote\n  recall word" + Word, Boss + Word)]
    [InlineData("no-undoer", "power ban", Severity.Severe, Boss + "\npower ban by role boss", Boss + "\npower ban by role boss\n  undo by members")]
    [InlineData(
        "monarchy",
        "power ban",
        Severity.Severe,
        Boss + "\npower ban by role boss\n  undo by role boss",
        Boss + "\npower ban by role boss\n  undo by members"
    )]
    [InlineData(
        "undone-by-the-same",
        "power ban",
        Severity.Caution,
        "\nrole chair\n  seats 2\n  by vote\n  recall vote\npower ban by role chair\n  undo by role chair",
        "\nrole chair\n  seats 2\n  by vote\n  recall vote\npower ban by role chair\n  undo by role chair or members"
    )]
    [InlineData(
        "too-few-together",
        "power ban",
        Severity.Caution,
        "\nrole chair\n  seats 2\n  by vote\n  recall vote\npower ban by role chair\n  together 3",
        "\nrole chair\n  seats 3\n  by vote\n  recall vote\npower ban by role chair\n  together 3"
    )]
    [InlineData("gatekeeper", "subject page", Severity.Severe, Boss + Word + "\nsubject page by word", Boss + Word + "\nsubject page by word, vote")]
    [InlineData("rules-of-one", "subject charter", Severity.Severe, Boss + Word + "\nsubject charter by word", Boss + Word + "\nsubject charter by word, vote")]
    [InlineData(
        "never-decided",
        "subject charter",
        Severity.Severe,
        "\nrole boss\n  by word\n  recall vote" + Word + "\nsubject charter by word",
        Boss + Word + "\nsubject charter by word"
    )]
    [InlineData(
        "never-decided",
        "subject page",
        Severity.Caution,
        "\npathway poll\n  stage poll straw-poll\n    by members\n    for 3d\nsubject page by poll",
        "\npathway poll\n  stage poll straw-poll\n    by members\n    for 3d\nsubject page by poll, vote"
    )]
    [InlineData("no-appeal", "pathway vote", Severity.Note, "", null)]
    [InlineData(
        "no-quorum",
        "pathway other",
        Severity.Note,
        "\npathway other\n  stage ballot vote\n    by members\n    for 7d\n    pass more than 1/2 of cast",
        "\npathway other\n  stage ballot vote\n    by members\n    for 7d\n    approvals 2\n    pass more than 1/2 of cast"
    )]
    [InlineData(
        "one-changes-rules",
        "subject charter",
        Severity.Severe,
        Boss + Word + "\nsubject charter by word, vote",
        Boss + Word + "\nsubject charter by vote"
    )]
    [InlineData(
        "never-passes",
        "pathway other",
        Severity.Severe,
        "\npathway other\n  stage ballot vote\n    by members\n    for 7d\n    pass more than 1/1 of cast",
        "\npathway other\n  stage ballot vote\n    by members\n    for 7d\n    pass at least 1/1 of cast"
    )]
    [InlineData("no-quorum", "pathway poll", Severity.Note, "\n" + Poll, "\n" + Poll + "\n    quorum 2")]
    [InlineData("secret-host", "pathway poll", Severity.Caution, "\n" + Poll + Secret, "\n" + Poll)]
    [InlineData("tie-chooses-nobody", "pathway poll", Severity.Note, "\n" + Poll, "\n" + Poll + "\n    tie again\n" + Again)]
    [InlineData("election", "role chair", Severity.Note, Chair + "\n" + Names + Ballot, null)]
    [InlineData(
        "election-gatekeeper",
        "role chair",
        Severity.Caution,
        Boss + Chair + "\npathway poll\n  stage names nomination\n    by role boss\n    for 7d\n    then ballot" + Ballot,
        Boss + Chair + "\n" + Names + Ballot
    )]
    [InlineData(
        "appeal-to-itself",
        "pathway other",
        Severity.Note,
        "\npathway other\n  appeal other\n  stage talk consent\n    by members\n    for 7d",
        "\npathway other\n  appeal vote\n  stage talk consent\n    by members\n    for 7d"
    )]
    [InlineData(
        "appeal-to-the-same",
        "pathway first",
        Severity.Caution,
        Boss + Word + "\npathway first\n  appeal word\n  stage word closing\n    by role boss",
        Boss + Word + "\npathway first\n  appeal vote\n  stage word closing\n    by role boss"
    )]
    public void Each_finding_is_found_where_it_is_and_nowhere_else(string code, string article, Severity severity, string with, string? without)
    {
        var found = Assert.Single(CharterCheck.Of(Read(with)), f => Is(f) && f.Severity == severity);
        Assert.All(Moot.Ui.Words.Languages, l => Assert.EndsWith(".", new CheckWords(l).Sentence(found), StringComparison.Ordinal));
        if (without is not null)
        {
            Assert.DoesNotContain(CharterCheck.Of(Read(without)), f => Is(f) && f.Severity == severity);
        }

        bool Is(Finding finding) =>
            string.Equals(finding.Code, code, StringComparison.Ordinal) && string.Equals(finding.Article, article, StringComparison.Ordinal);
    }

    /// <summary>What each template is told of what is severe, and of those who keep a gate.</summary>
    [Theory]
    [InlineData("apache-project", "gatekeeper subject charter")]
    [InlineData("benevolent-dictator", "gatekeeper subject anything, monarchy power everything, one-changes-rules subject charter")]
    [InlineData("consent-circle", "")]
    [InlineData("credit-union", "")]
    [InlineData("crisis-map", "")]
    [InlineData("debian", "")]
    [InlineData("do-ocracy", "")]
    [InlineData("grameen-group", "")]
    [InlineData("icann-like", "gatekeeper subject entry, gatekeeper subject power")]
    [InlineData("ietf-working-group", "gatekeeper subject anything")]
    [InlineData("python", "gatekeeper subject anything, gatekeeper subject charter")]
    [InlineData("small-group", "")]
    [InlineData("w3c", "gatekeeper subject anything")]
    [InlineData("wikipedia", "")]
    public void Each_template_is_told_who_rules(string template, string told)
    {
        Assert.True(CharterText.TryRead(Templates.Read(template), out var charter, out var error), error);
        var findings = CharterCheck.Of(charter);
        Assert.Equal(
            told,
            string.Join(
                ", ",
                findings
                    .Where(f => f.Severity == Severity.Severe || f.Code is "gatekeeper" or "monarchy")
                    .Select(f => $"{f.Code} {f.Article}")
                    .Order(StringComparer.Ordinal)
            )
        );
        Assert.Equal(charter.Subjects.Count, findings.Count(f => f.Code is "groups"));
        Assert.Equal(charter.Powers.Count, findings.Count(f => f.Code is "power"));
        foreach (var words in Moot.Ui.Words.Languages.Select(l => new CheckWords(l)))
        {
            Assert.All(findings, f => Assert.EndsWith(".", words.Sentence(f), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_template_is_in_the_table() =>
        Assert.Equal(
            Templates.Names,
            typeof(CharterCheckTests)
                .GetMethod(nameof(Each_template_is_told_who_rules))!
                .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
                .Select(a => Assert.IsType<string>(((InlineDataAttribute)a).Data[0]))
                .Order(StringComparer.Ordinal)
        );

    /// <summary>A council of five that decides by more than half: three force, three block. With a veto one blocks, and all have to agree.</summary>
    [Theory]
    [InlineData("pass more than 1/2 of cast", "3 of the 5", "3 of the 5")]
    [InlineData("pass at least 4/5 of electorate", "4 of the 5", "2 of the 5")]
    [InlineData("approvals 3\n    veto", "all 5", "1 of the 5")]
    [InlineData("pass at least 3/5 of cast\n    quorum 4", "3 of the 5", "3 of the 5")]
    public void The_smallest_groups_are_counted(string rule, string force, string block)
    {
        var charter = Read(
            "\nrole council\n  term 365d\n  seats 5\n  by vote\n  recall vote\npathway five\n  stage ballot vote\n    by role council\n    for 7d\n    "
                + rule
                + "\nsubject page by five"
        );
        var groups = Assert.Single(CharterCheck.Of(charter), f => f is { Code: "groups", Article: "subject page" });
        var sentence = new CheckWords(Moot.Ui.Words.English).Sentence(groups);
        Assert.Contains($"bring about a decision is {force} holders of the role council", sentence, StringComparison.Ordinal);
        Assert.Contains($"prevent one is {block} holders of the role council", sentence, StringComparison.Ordinal);
    }

    /// <summary>Twenty members: how many get one of theirs elected, whatever the others do, and how many keep somebody out.</summary>
    [Theory]
    [InlineData("count approval", 11, 10)]
    [InlineData("count schulze\n    default", 11, 10)]
    [InlineData("count debian-a5\n    default\n    quorum 3Q", 11, 10)]
    [InlineData("count debian-a5\n    default\n    majority 3:1", 15, 6)]
    [InlineData("count debian-a5\n    default\n    quorum 9Q", 21, 0)] // 20.1: so many there are not
    [InlineData("count stv\n    seats 4", 5, 16)]
    [InlineData("count meek-stv\n    seats 3", 6, 15)]
    [InlineData("count support\n    pass at least 7/10 of cast", 14, 7)]
    [InlineData("count support\n    approvals 16\n    pass at least 7/10 of cast", 16, 5)]
    public void Who_can_force_and_block_an_election_is_counted(string rule, int force, int block)
    {
        var charter = Read("\nrole chair\n  term 365d\n  by poll\n  recall vote\n" + Names + Ballot.Replace("count approval", rule, StringComparison.Ordinal));
        var needs = new CharterNeeds(charter, new(20, Nobody));
        _ = needs.Of(charter.Roles["chair"].By);
        var voters = Assert.Single(needs.Bodies, b => b.How is "choose");
        Assert.Equal((force, block), (voters.Force, voters.Block));
        var said = new CheckWords(Moot.Ui.Words.English).Sentence(Assert.Single(CharterCheck.Of(charter, new(20, Nobody)), f => f.Code is "election"));
        Assert.Contains("by naming a candidate", said, StringComparison.Ordinal);
    }

    /// <summary>With people known: a role with two seats that one person holds is one person, and so are two roles of the same person.</summary>
    [Fact]
    public void People_are_told_apart_from_seats()
    {
        var charter = Read(
            "\nrole left\n  term 9d\n  seats 2\n  by vote\n  recall vote\nrole right\n  term 9d\n  seats 2\n  by vote\n  recall vote"
                + "\npathway l\n  stage word closing\n    by role left\npathway r\n  stage word closing\n    by role right\nsubject page by l, r"
                + "\npower ban by role left\n  undo by role left"
        );
        var (ann, bob) = (Member("ann"), Member("bob"));
        Assert.DoesNotContain(CharterCheck.Of(charter), f => f.Severity == Severity.Severe);
        Assert.Contains(Found((ann, ann)), f => f is { Code: "one-person", Article: "subject page" });
        Assert.Contains(Found((ann, ann)), f => f is { Code: "monarchy", Article: "power ban" });
        Assert.DoesNotContain(Found((ann, bob)), f => f.Code is "one-person");
        Assert.Contains(CharterCheck.Of(charter, new(5, Nobody)), f => f is { Code: "nobody-there", Article: "subject page" });

        ImmutableArray<Finding> Found((MemberId Left, MemberId Right) who) =>
            CharterCheck.Of(charter, new(5, Nobody.Add("left", [who.Left]).Add("right", [who.Right])));
    }

    /// <summary>The people of an association are those who are there now, and hold a role now.</summary>
    [Fact]
    public void Whoever_has_left_holds_nothing()
    {
        var hall = new Hall(Capabilities.Registry);
        Assert.True(hall.Found().IsLawful && hall.Join("Ann").IsLawful && hall.Join("Bob").IsLawful);
        Assert.Equal(2, People().Members);
        Assert.True(hall.Do("Bob", "member.leave/1").IsLawful);
        Assert.Equal(1, People().Members);
        Assert.Contains(CharterCheck.Of(hall.World.Get<Assembly>().Charter, People()), f => f is { Code: "groups", Article: "subject charter" });

        CharterPeople People() => CharterPeople.Of(hall.World.Get<Assembly>(), hall.World.Get<Roster>(), hall.Now);
    }

    /// <summary>200 powers and 50 roles, each given by the one before it, are checked within a second.</summary>
    [Fact]
    public void A_large_charter_takes_less_than_a_second()
    {
        var text = Vote;
        for (var i = 0; i < 50; i++)
        {
            text += $"\nrole r{i}\n  term 365d\n  seats 3\n  by p{Math.Max(i - 1, 0)}\n  recall vote";
            text +=
                $"\npathway p{i}\n  stage a vote\n    by role r{(i == 0 ? "1 or members" : i)}\n    for 7d\n    pass more than 1/2 of cast\n    else b\n  stage b closing\n    by role r{(i + 7) % 50}";
        }

        for (var i = 0; i < 200; i++)
        {
            text += $"\npower w{i} by role r{i % 50}\n  undo by role r{(i + 1) % 50}";
        }

        Assert.True(CharterText.TryRead("charter 1\n" + text, out var charter, out var error), error);
        _ = CharterCheck.Of(Read(""));
        var clock = Stopwatch.StartNew();
        var findings = CharterCheck.Of(charter);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(200, findings.Count(f => f.Code is "power"));
        Assert.DoesNotContain(findings, f => f.Code is "role-unfilled");
    }

    private static ImmutableDictionary<string, ImmutableHashSet<MemberId>> Nobody =>
        ImmutableDictionary.Create<string, ImmutableHashSet<MemberId>>(StringComparer.Ordinal);

    private static MemberId Member(string name) => new(Moot.Kernel.Tree.Hash.Of(System.Text.Encoding.UTF8.GetBytes(name)));

    private static Charter Read(string more)
    {
        Assert.True(CharterText.TryRead("charter 1\n" + Vote + more.ReplaceLineEndings("\n") + "\n", out var charter, out var error), error);
        return charter;
    }
}
