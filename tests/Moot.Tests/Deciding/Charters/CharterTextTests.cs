using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Deciding.Charters;

/// <summary>A charter is read and written without loss, and what is wrong with one is said with its line.</summary>
public sealed class CharterTextTests
{
    private const string Vote = "pathway v\n  stage b vote\n    by members\n    for 7d\n    pass more than 1/2 of cast\n";
    private const string Any = "subject anything by v\n";
    private const string Good = "charter 1\n" + Vote + Any;

    public static TheoryData<string> TemplateNames() => [.. Templates.Names];

    [Theory]
    [MemberData(nameof(TemplateNames))]
    public void Every_template_is_read_and_written_the_same(string name)
    {
        var charter = Read(Templates.Read(name));
        var written = CharterText.Write(charter);
        Assert.Equal(written, CharterText.Write(Read(written)));
        Assert.NotEmpty(charter.Pathways);
        Assert.DoesNotContain('#', written);

        // Nothing of the template's rules is lost: the lines are the same, in another order and without remarks.
        Assert.Equal(Lines(Templates.Read(name)), Lines(written));

        static IEnumerable<string> Lines(string text) =>
            text.Split('\n').Select(l => InDays(l.Trim())).Where(l => l.Length > 0 && l[0] != '#').Order(StringComparer.Ordinal);
    }

    /// <summary>A time is written in the largest unit in which it is whole.</summary>
    private static string InDays(string line) =>
        line.EndsWith(" 72h", StringComparison.Ordinal) ? line[..^3] + "3d"
        : line.EndsWith(" 48h", StringComparison.Ordinal) ? line[..^3] + "2d"
        : line.EndsWith(" 24h", StringComparison.Ordinal) ? line[..^3] + "1d"
        : line;

    [Fact]
    public void There_are_the_templates_that_the_documents_name() =>
        Assert.Equal(
            [
                "apache-project",
                "benevolent-dictator",
                "consent-circle",
                "credit-union",
                "crisis-map",
                "debian",
                "do-ocracy",
                "grameen-group",
                "icann-like",
                "ietf-working-group",
                "python",
                "small-group",
                "w3c",
                "wikipedia",
            ],
            Templates.Names
        );

    /// <summary>Every line, method, noun and condition stands on the page that says how a charter is read.</summary>
    [Fact]
    public void Every_line_stands_on_the_page()
    {
        var page = File.ReadAllText(Path.Combine(Project.Root, "docs", "format", "charter.md"));
        Assert.All(StageKeys.All, k => Assert.Contains($"\n| `{k.Name}` |", page, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<Method>(), m => Assert.Contains($"\n| `{WordJson<Method>.Word(m)}` |", page, StringComparison.Ordinal));
        Assert.All(Charter.Nouns, n => Assert.Contains($"`{n}`", page, StringComparison.Ordinal));
        Assert.All(Templates.Names, t => Assert.Contains($"\n| `{t}` |", page, StringComparison.Ordinal));
        Assert.All(
            Regex.Matches(
                page,
                @"^\| `(.+?)`(?:, `(.+?)`)? \| (?:who|every|everybody|members|guests)",
                RegexOptions.Multiline | RegexOptions.CultureInvariant,
                TimeSpan.FromSeconds(1)
            ),
            m => Assert.NotNull(Who.Read(m.Groups[1].Value.Replace("NAME", "chair", StringComparison.Ordinal)))
        );
    }

    /// <summary>Each way to be wrong, with the line that is named. Line 0: no line is at fault but what is missing.</summary>
    [Theory]
    [InlineData("", 1, "charter 1")]
    [InlineData("charter 2\n", 1, "charter 1")]
    [InlineData("# remark\n\nrole x\n", 3, "charter 1")]
    [InlineData("charter 1\n", 0, "needs a pathway")]
    [InlineData("charter 1\nrole\n", 2, "role NAME")]
    [InlineData("charter 1\nrole Chair\n", 2, "is no name")]
    [InlineData("charter 1\nrole -x\n", 2, "is no name")]
    [InlineData("charter 1\nking arthur\n", 2, "Here begins")]
    [InlineData("charter 1\npower w by\n", 2, "Here begins")]
    [InlineData("charter 1\nsubject anything by\n", 2, "Here begins")]
    [InlineData("charter 1\narea\n", 2, "Here begins")]
    [InlineData("charter 1\n  role x\n", 2, "no lines of its own")]
    [InlineData("charter 1\nrole x\n term 9d\n", 3, "two spaces")]
    [InlineData("charter 1\nrole x\n\tterm 9d\n", 3, "Here begins")]
    [InlineData("charter 1\nrole x\n    term 9d\n", 3, "two spaces")]
    [InlineData("charter 1\nrole x\n  term 9\n", 3, "no length of time")]
    [InlineData("charter 1\nrole x\n  term 0d\n", 3, "no length of time")]
    [InlineData("charter 1\nrole x\n  term 36501d\n", 3, "no length of time")]
    [InlineData("charter 1\nrole x\n  term 9d\n  term 8d\n", 4, "twice")]
    [InlineData("charter 1\nrole x\n  seats 0\n", 3, "no number")]
    [InlineData("charter 1\nrole x\n  seats 100001\n", 3, "no number")]
    [InlineData("charter 1\nrole x\n  by v,\n", 3, "Names stand here")]
    [InlineData("charter 1\nrole x\n  by v, v\n", 3, "Names stand here")]
    [InlineData("charter 1\nrole x\n  eligible friends\n", 3, "does not say who")]
    [InlineData("charter 1\nrole x\n  eligible 0 acts\n", 3, "does not say who")]
    [InlineData("charter 1\nrole x\n  colour red\n", 3, "A role has these lines")]
    [InlineData("charter 1\nrole x\nrole x\n", 3, "already, in line 2")]
    [InlineData("charter 1\npathway v\n  stage b war\n", 3, "There is no method war")]
    [InlineData("charter 1\npathway v\n  stage B vote\n", 3, "name of its own")]
    [InlineData("charter 1\n" + Vote + "  stage b vote\n", 7, "name of its own")]
    [InlineData("charter 1\n" + Vote + "  appeal v\n", 7, "before its stages")]
    [InlineData("charter 1\npathway v\n  colour red\n", 3, "A pathway has these lines")]
    [InlineData("charter 1\npathway v\n  appeal v within soon\n", 3, "no length of time")]
    [InlineData("charter 1\npathway v\n  annuls always\n", 3, "A pathway has these lines")]
    [InlineData("charter 1\npathway v\n  stage b vote\n    colour red\n", 4, "has these lines")]
    [InlineData("charter 1\npathway v\n  stage b vote\n    confirm 3d\n", 4, "has no line \"confirm\"")]
    [InlineData("charter 1\npathway v\n  stage b vote\n    pass more than half of cast\n", 4, "cannot be read")]
    [InlineData("charter 1\npathway v\n  stage b vote\n    pass more than 3/2 of cast\n", 4, "cannot be read")]
    [InlineData("charter 1\npathway v\n  stage b vote\n    pass at least 1/0 of cast\n", 4, "cannot be read")]
    [InlineData("charter 1\npathway v\n  stage b vote\n    pass more least 1/2 of cast\n", 4, "cannot be read")]
    [InlineData("charter 1\npathway v\n  stage b vote\n    quorum Q1\n", 4, "cannot be read")]
    [InlineData("charter 1\npathway v\n  stage b vote\n    veto me\n", 4, "cannot be read")]
    [InlineData("charter 1\npathway v\n  stage b vote\n    for 7d\n    for 8d\n", 5, "twice")]
    [InlineData("charter 1\npathway v\n  stage b vote\n    between at least 1/2 of cast\n", 4, "cannot be read")]
    [InlineData("charter 1\n" + Any, 2, "names the pathway v, which is not there")]
    [InlineData("charter 1\n" + Vote + "subject weather by v\n", 7, "Nothing is decided about")]
    [InlineData("charter 1\n" + Vote + Any + Any, 8, "already, in line 7")]
    [InlineData("charter 1\n" + Vote + Any + "  stage b vote\n", 8, "no lines of its own")]
    [InlineData("charter 1\n" + Vote + "subject page by v\n", 0, "says how it can be changed")]
    [InlineData("charter 1\npathway v\n" + Any, 2, "has no stage")]
    [InlineData("charter 1\npathway v\n  stage b vote\n    pass more than 1/2 of cast\n" + Any, 2, "needs a line \"for\"")]
    [InlineData("charter 1\npathway v\n  stage b vote\n    for 7d\n" + Any, 2, "needs a line \"pass\"")]
    [InlineData("charter 1\npathway v\n  stage b petition\n    for 7d\n" + Any, 2, "needs a line \"signatures\"")]
    [InlineData("charter 1\npathway v\n  stage b rough-consensus\n" + Any, 2, "needs a line \"confirm\"")]
    [InlineData("charter 1\npathway v\n  stage b discussion\n    for 7d\n" + Any, 2, "needs a line \"then\"")]
    [InlineData("charter 1\npathway v\n  stage b closing\n    else c\n" + Any, 2, "leads to c, which is none of its stages")]
    [InlineData(
        "charter 1\npathway v\n  stage b vote\n    by members for 4d\n    for 7d\n    quorum 1/4\n    pass more than 1/2 of cast\n" + Any,
        2,
        "counts who could take part"
    )]
    [InlineData(
        "charter 1\npathway v\n  stage b vote\n    by role x\n    for 7d\n    pass more than 1/2 of cast\n" + Any,
        2,
        "names the role x, which is not there"
    )]
    [InlineData("charter 1\npathway v\n  stage b vote\n    by members and vacant x\n    for 7d\n    pass more than 1/2 of cast\n" + Any, 2, "names the role x")]
    [InlineData(Good + "power p\n", 8, "Here begins")]
    [InlineData(Good + "power p by nobody\n", 8, "does not say who")]
    [InlineData(Good + "power p by members\n  together none\n", 9, "no number")]
    [InlineData(Good + "power p by members\n  colour red\n", 9, "A power has these lines")]
    [InlineData(Good + "power p by role king\n", 8, "names the role king")]
    [InlineData(Good + "power p by members\n  undo by role king\n", 8, "names the role king")]
    [InlineData(Good + "role r\n  not king\n", 8, "names the role king")]
    public void What_is_wrong_is_said_with_its_line(string text, int line, string says)
    {
        Assert.False(CharterText.TryRead(text, out var charter, out var error));
        Assert.Null(charter);
        Assert.Contains(says, error, StringComparison.Ordinal);
        if (line > 0)
        {
            Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"Line {line}: "), error, StringComparison.Ordinal);
        }
        else
        {
            Assert.DoesNotContain("Line", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Too_much_is_refused()
    {
        Assert.False(CharterText.TryRead(Good + new string('#', CharterText.CharactersMax), out _, out var error));
        Assert.Contains("at most 24000", error, StringComparison.Ordinal);
        var stages = string.Concat(Enumerable.Range(0, CharterText.StagesMax + 1).Select(i => $"  stage s{i} closing\n"));
        Assert.False(CharterText.TryRead("charter 1\npathway v\n" + stages + Any, out _, out error));
        Assert.Contains("at most 16 stages", error, StringComparison.Ordinal);
        var roles = string.Concat(Enumerable.Range(0, CharterText.BlocksMax + 1).Select(i => $"role r{i}\n"));
        Assert.False(CharterText.TryRead(Good + roles, out _, out error));
        Assert.Contains("at most 256 of these", error, StringComparison.Ordinal);
        Assert.False(CharterText.TryRead(Good + $"role {new string('a', 41)}\n", out _, out error));
        Assert.Contains("at most 40", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Remarks_empty_lines_and_the_line_ends_of_others_are_passed_over() =>
        Assert.Equal(Good, CharterText.Write(Read("# first\r\n\r\n" + Good.Replace("\n", "  \r\n  # more\r\n", StringComparison.Ordinal))));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_charters_are_read_and_written_the_same(int seed)
    {
        var dice = new Dice((ulong)seed);
        for (var round = 0; round < 100; round++)
        {
            var why = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, round {round}");
            var text = RandomCharter.Write(dice);
            Assert.True(CharterText.TryRead(text, out var charter, out var error), $"{why}: {error}\n{text}");
            var written = CharterText.Write(charter);
            Assert.True(CharterText.TryRead(written, out var again, out error), $"{why}: {error}\n{written}");
            Assert.True(string.Equals(written, CharterText.Write(again), StringComparison.Ordinal), why);
            Assert.True(charter.Roles.Values.All(r => Same(r, again.Roles[r.Name])), why);
            Assert.True(charter.Powers.Values.SequenceEqual(again.Powers.Values), why);
            Assert.True(charter.Pathways.Values.All(p => p.Stages.SequenceEqual(again.Pathways[p.Name].Stages)), why);

            // A character that somebody changed is read as something else or refused, and never throws.
            var broken = new StringBuilder(written) { [dice.Below(written.Length)] = dice.Pick(' ', '\n', 'x', '0', '/', '\u00fc') };
            var isRead = CharterText.TryRead(broken.ToString(), out var other, out error);
            Assert.Equal(isRead, other is not null);
            Assert.Equal(isRead, error.Length == 0);
        }

        static bool Same(Role a, Role b) =>
            a with { By = b.By, Recall = b.Recall, Not = b.Not } == b
            && a.By.SequenceEqual(b.By)
            && a.Recall.SequenceEqual(b.Recall)
            && a.Not.SequenceEqual(b.Not);
    }

    private static Charter Read(string text) => CharterText.TryRead(text, out var charter, out var error) ? charter : throw new InvalidDataException(error);
}

/// <summary>Charters by chance, with every line that there is.</summary>
internal static class RandomCharter
{
    public static string Write(Dice dice)
    {
        var (roles, pathways) = (1 + dice.Below(4), 1 + dice.Below(4));
        var text = new StringBuilder("charter 1\n");
        for (var i = 0; i < roles; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"role r{i}\n");
            Maybe(2, "term", () => Span(dice));
            Maybe(2, "seats", () => $"{1 + dice.Below(20)}");
            Maybe(3, "pause", () => Span(dice));
            Maybe(3, "eligible", () => People(dice, roles));
            Maybe(1, "by", () => Names("p", pathways));
            Maybe(2, "recall", () => Names("p", pathways));
            Maybe(3, "not", () => Names("r", roles));
            Maybe(3, "per affiliation", () => $"{1 + dice.Below(3)}");
        }

        for (var i = 0; i < pathways; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"pathway p{i}\n");
            Maybe(3, "open", () => People(dice, roles));
            Maybe(2, "appeal", () => Names("p", pathways) + (dice.OnceIn(2) ? " within " + Span(dice) : ""));
            Maybe(3, "reopen", () => "after " + Span(dice));
            Maybe(4, "annuls", () => "only");
            Maybe(4, "suspends", () => "");
            var stages = 1 + dice.Below(4);
            for (var s = 0; s < stages; s++)
            {
                RandomStage(text, dice, roles, stages, s);
            }
        }

        for (var i = 0; i < dice.Below(3); i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"area a{i}\n");
            Maybe(2, "maintainers", () => $"{People(dice, roles)} or {1 + dice.Below(30)} edits in a0{(dice.OnceIn(2) ? " within " + Span(dice) : "")}");
            Maybe(2, "by", () => Names("p", pathways));
        }

        text.Append("subject anything by p0\n");
        for (var i = 0; i < dice.Below(4); i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"power w{i} by {People(dice, roles)}\n");
            Maybe(2, "undo by", () => People(dice, roles));
            Maybe(2, "mandate", () => "");
            Maybe(2, "for", () => Span(dice));
            Maybe(2, "together", () => $"{1 + dice.Below(5)}");
            Maybe(3, "stops", () => "edits");
            if (dice.OnceIn(3))
            {
                text.Append(CultureInfo.InvariantCulture, $"  exception by {People(dice, roles)}\n  exception for {Span(dice)}\n");
            }
        }

        return text.ToString();

        void Maybe(int times, string name, Func<string> value)
        {
            if (dice.OnceIn(times))
            {
                text.Append($"  {name} {value()}".TrimEnd(' ')).Append('\n');
            }
        }

        string Names(string prefix, int count) => string.Join(", ", Enumerable.Range(0, 1 + dice.Below(count)).Select(i => $"{prefix}{i}"));
    }

    private static void RandomStage(StringBuilder text, Dice dice, int roles, int stages, int number)
    {
        var method = dice.PickFrom(Enum.GetValues<Method>());
        text.Append(CultureInfo.InvariantCulture, $"  stage s{number} {WordJson<Method>.Word(method)}\n");
        if (method == Method.Ballot)
        {
            RandomBallot(text, dice, roles, stages);
            return;
        }

        foreach (var key in StageKeys.All.Where(k => k.Methods.Contains(method)))
        {
            // What a method needs is always there.
            var isNeeded =
                key.Name is "by" or "for" or "confirm" or "signatures" or "pass" or "seats"
                || (key.Name is "at most" && method == Method.Lot)
                || (key.Name is "then" && method is Method.Discussion or Method.Nomination);
            if (isNeeded || dice.OnceIn(2))
            {
                text.Append("    " + $"{key.Name} {ValueOf(key.Name, dice, roles, stages)}".TrimEnd(' ')).Append('\n');
            }
        }
    }

    /// <summary>A ballot has only lines that its way of counting knows.</summary>
    private static void RandomBallot(StringBuilder text, Dice dice, int roles, int stages)
    {
        var count = dice.PickFrom([.. BallotRules.Methods]);
        var (isSecret, isSupport) = (dice.OnceIn(2), count is "support");
        var single = new[] { "debian-a5", "schulze", "irv", "star" };
        var sums = new[] { "approval", "score", "quadratic", "support" };
        Line(true, "by", dice.Pick("members", "role r0"));
        Line(true, "count", count);
        Line(count is "stv" || (!single.Contains(count, StringComparer.Ordinal) && dice.OnceIn(2)), "seats", $"{2 + dice.Below(9)}");
        Line(count is "debian-a5" || (count is "schulze" && dice.OnceIn(2)), "default", "");
        Line(isSecret, "secret", "receipts");
        Line(count is "score" or "star" or "bloc-star" && dice.OnceIn(2), "scores", $"{1 + dice.Below(100)}");
        Line(count is "quadratic" && dice.OnceIn(2), "budget", $"{1 + dice.Below(10_000)}");
        Line(true, "for", Span(dice));
        Line(isSecret, "at most", Span(dice));
        Line(true, "confirm", Span(dice));
        Line(dice.OnceIn(2), "quorum", dice.Pick("5", "1/3", "3Q"));
        Line(isSupport && dice.OnceIn(2), "approvals", "30");
        Line(count is "debian-a5" && dice.OnceIn(2), "majority", "3:1");
        Line(isSupport, "pass", $"at least {1 + dice.Below(9)}/10 of cast");
        Line(isSupport && dice.OnceIn(2), "below", $"3/5 for {Span(dice)}");
        Line(count is not "meek-stv" && dice.OnceIn(2), "casting", $"role r{dice.Below(roles)}");
        Line(sums.Contains(count, StringComparer.Ordinal) && dice.OnceIn(2), "per affiliation", $"{1 + dice.Below(5)}");
        Line(dice.OnceIn(2), "review", Span(dice));
        Line(dice.OnceIn(2), "else", $"s{dice.Below(stages)}");

        void Line(bool isThere, string name, string value)
        {
            if (isThere)
            {
                text.Append($"    {name} {value}".TrimEnd(' ')).Append('\n');
            }
        }
    }

    private static string ValueOf(string name, Dice dice, int roles, int stages) =>
        name switch
        {
            // Only these can be counted afterwards, which some lines ask for.
            "by" => dice.Pick("members", $"role r{dice.Below(roles)}", $"role r{dice.Below(roles)} or members", "role r0 or members and vacant r0"),
            "signatures" or "quorum" or "approvals" => dice.Pick($"{1 + dice.Below(100)}", $"1/{1 + dice.Below(40)}", "K", "2K", "Q", "3Q"),
            "pass" => Share(dice),
            "between" => $"{Share(dice)} then s{dice.Below(stages)}",
            "veto" or "until certain" or "suspends" => "",
            "seats" => $"{1 + dice.Below(20)}",
            "of" => People(dice, roles),
            "casting" => $"role r{dice.Below(roles)}",
            "per affiliation" => $"{1 + dice.Below(5)}",
            "then" or "else" => $"s{dice.Below(stages)}",
            _ => Span(dice),
        };

    private static string Share(Dice dice) =>
        $"{dice.Pick("more than", "at least")} {dice.Below(10)}/{10 + dice.Below(90)} of {dice.Pick("cast", "voting", "electorate", "not-abstaining")}";

    private static string Span(Dice dice) => $"{1 + dice.Below(900)}{dice.Pick('d', 'h', 'm')}";

    private static string People(Dice dice, int roles) =>
        string.Join(
            " or ",
            Enumerable.Range(0, 1 + dice.Below(3)).Select(_ => string.Join(" and ", Enumerable.Range(0, 1 + dice.Below(2)).Select(_ => One(dice, roles))))
        );

    private static string One(Dice dice, int roles) =>
        dice.Pick(
            "anyone",
            "members",
            "signed",
            "uninvolved",
            "opener",
            $"role r{dice.Below(roles)}",
            $"vacant r{dice.Below(roles)}",
            $"members for {Span(dice)}",
            $"active within {Span(dice)}",
            $"{1 + dice.Below(900)} acts",
            $"{1 + dice.Below(900)} acts page.save/1"
        );
}
