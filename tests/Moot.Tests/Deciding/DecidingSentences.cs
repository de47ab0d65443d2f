using System.Text.Json;
using System.Text.RegularExpressions;
using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Stewarding;

namespace Moot.Tests.Deciding;

/// <summary>Sentences about deciding.</summary>
internal static class DecidingSentences
{
    public static Vocabulary WithDeciding(this Vocabulary vocabulary) =>
        vocabulary
            .With("adopts", static w => ("charter.adopt/1", $$"""{"charter":{{Tidy(CharterOf(w))}}}"""))
            .With("proposes", Propose)
            .With("appeals", Appeal)
            .With("reopens", static w => ("matter.reopen/1", $$"""{"matter":{{w.Next("a label")}}{{Because(w, "information")}}}"""))
            .With("amends", Amend)
            .With("supports", static w => ("matter.position/1", $$"""{"matter":{{w.Next("a label")}},"stance":"for"{{Because(w, "reason")}}}"""))
            .With("opposes", static w => ("matter.position/1", $$"""{"matter":{{w.Next("a label")}},"stance":"against"{{Because(w, "reason")}}}"""))
            .With("objects", Object)
            .With("answers", static w => ("objection.answer/1", $$"""{"objection":{{w.Next("a label")}}{{Text(w, "answer")}}}"""))
            .With("says-of", static w => ("objection.settle/1", $$"""{"objection":{{w.Next("a label")}},"as":"{{w.Next("what became of it")}}"}"""))
            .With("defers", static w => ("objection.defer/1", $$"""{"objection":{{w.Next("a label")}},"as":"{{Word(w, "as")}}"{{Because(w, "reason")}}}"""))
            .With("merges", static w => ("objection.merge/1", $$"""{"objection":{{w.Next("a label")}},"into":{{Word(w, "into")}}{{Because(w, "reason")}}}"""))
            .With(
                "tests",
                static w =>
                    (
                        "objection.test/1",
                        $$"""{"objection":{{w.Next("a label")}},"holds":{{(w.Take("harm") ? "true" : w.Take("taste") ? "false" : "0")}}{{Because(w, "reason")}}}"""
                    )
            )
            .With("calls", Call)
            .With("votes", Vote)
            .With("decrees", static w => ("matter.decree/1", $$"""{"matter":{{w.Next("a label")}}{{Because(w, "reason")}}}"""))
            .With("recuses", static w => ("matter.recuse/1", $$"""{"matter":{{w.Next("a label")}}{{Because(w, "reason")}}}"""))
            .With(
                "places",
                static w =>
                    (
                        "area.place/1",
                        $$"""{"page":{{w.Next("a label")}}{{(w.Take("in") ? $",\"area\":\"{w.Next("an area")}\"" : "")}}{{Because(w, "reason")}}}"""
                    )
            )
            .With("names", Name)
            .WithElections()
            .With("belongs", static w => ("affiliation.declare/1", $$"""{"organisations":[{{(w.Take("to") ? string.Join(',', w.Names()) : "")}}]}"""))
            .With("signs", static w => ("matter.sign/1", $$"""{"matter":{{w.Next("a label")}}}"""))
            .With("closes", static w => ("matter.close/1", $$"""{"matter":{{w.Next("a label")}},"as":"{{w.Next("an outcome")}}"{{Because(w, "rationale")}}}"""))
            .With("records", static w => ("matter.record/1", $$"""{"matter":{{w.Next("a label")}}}"""))
            .With("uses", Use)
            .With("seconds", static w => ("power.second/1", $$"""{"use":{{w.Next("a label")}}}"""))
            .With("undoes", static w => ("power.undo/1", $$"""{"use":{{w.Next("a label")}}{{By(w)}}{{Because(w, "reason")}}}"""))
            .With("speaks", static w => ("talk.say/1", $$"""{"subject":matter({{(w.Take("on") ? w.Next("a label") : "")}}),"text":{{w.Next("a text")}}}"""))
            .With("dissents", static w => ("matter.dissent/1", $$"""{"matter":{{(w.Take("from") ? w.Next("a label") : "")}}{{Because(w, "text")}}}"""))
            .With("withdraws", static w => ("matter.withdraw/1", $$"""{"matter":{{w.Next("a label")}}{{Because(w, "reason")}}}"""))
            .With(
                "(?<l>@\\w+) is in (?<s>[a-z-]+)",
                static (m, f) => Differs(f.Groups["s"].Value, Now(m, f) is { Settled: null } open ? open.Stage.Name : "settled")
            )
            .With("(?<l>@\\w+) is (?<s>open|adopted|rejected|no-consensus|advice|annulled)", static (m, f) => Differs(f.Groups["s"].Value, Standing(Now(m, f))))
            .With("(?<l>@\\w+) stands", static (m, f) => Stands(m, f) ? null : "this decision does not stand")
            .With("(?<l>@\\w+) does not stand", static (m, f) => Stands(m, f) ? "this decision stands" : null)
            .With(
                "(?<l>@\\w+) holds",
                static (m, f) =>
                    m.Hall.World.Get<Stewardship>().Find(m.Label(f.Groups["l"].Value))!.IsInForce(m.Hall.Now, m.Hall.World.Get<Assembly>())
                        ? null
                        : "it is not in force"
            )
            .With(
                "(?<l>@\\w+) does not hold",
                static (m, f) =>
                    m.Hall.World.Get<Stewardship>().Find(m.Label(f.Groups["l"].Value))!.IsInForce(m.Hall.Now, m.Hall.World.Get<Assembly>())
                        ? "it is in force"
                        : null
            )
            .With(
                "the review of (?<l>@\\w+) (?<s>comes after [0-9]+ days|is due|is not due|is done)",
                static (m, f) => Differs(f.Groups["s"].Value, Review(m, f, f.Groups["s"].Value.StartsWith("comes", StringComparison.Ordinal)))
            )
            .With(
                "the objection (?<l>@\\w+) is (?<s>[a-z-]+)",
                static (m, f) => Differs(f.Groups["s"].Value, WordJson<ObjectionState>.Word(ObjectionOf(m, m.Label(f.Groups["l"].Value)).State))
            )
            .With(
                "(?<who>[A-Z]\\w*) is (?<r>[a-z-]+) of the association",
                static (m, f) => m.Hall.World.Get<Assembly>().Holds(m.Member(f.Groups["who"].Value).Id, f.Groups["r"].Value, m.Hall.Now) ? null : "not so"
            )
            .With(
                "(?<who>[A-Z]\\w*) is not (?<r>[a-z-]+) of the association",
                static (m, f) => m.Hall.World.Get<Assembly>().Holds(m.Member(f.Groups["who"].Value).Id, f.Groups["r"].Value, m.Hall.Now) ? "still so" : null
            );

    /// <summary>An organisation in quotes, or a candidate.</summary>
    private static (string, string) Name(Words words)
    {
        if (words.TakeLike('"') is { } organisation)
        {
            return ("affiliation.name/1", $$"""{"name":{{organisation}}}""");
        }

        var member = words.Next("a member");
        return ("option.nominate/1", $$"""{"matter":{{(words.Take("in") ? words.Next("a label") : "")}},"member":{{member}}{{Because(words, "text")}}}""");
    }

    /// <summary>A charter by the name of its template, or as it stands.</summary>
    private static string CharterOf(Words words)
    {
        if (words.TakeLike('"') is { } text)
        {
            return text;
        }

        var template = Templates.Read(words.Next("a template"));
        return CharterText.TryRead(template, out var charter, out var error)
            ? JsonSerializer.Serialize(CharterText.Write(charter))
            : throw new MinutesException(error);
    }

    /// <summary>In the one form in which a charter stands in the log.</summary>
    private static string Tidy(string text) => JsonSerializer.Serialize(CharterText.Tidy(JsonSerializer.Deserialize<string>(text)!));

    private static (string, string) Propose(Words words)
    {
        var title = words.Next("a title");
        var more = "";
        while (!words.AtEnd)
        {
            if (words.Take("by", "way", "of"))
            {
                more += $",\"pathway\":\"{words.Next("a pathway")}\"";
            }
            else if (words.Take("about"))
            {
                more += $",\"subject\":{words.Next("a subject")}";
            }
            else if (words.Take("to", "undo"))
            {
                more += $",\"undoes\":{words.Next("a label")}";
            }
            else if (words.Take("to", "use"))
            {
                more += $",\"power\":\"{words.Next("a power")}\"{(words.Take("on") ? $",\"subject\":{words.Next("a subject")}" : "")}";
                more += words.Take("until") ? $",\"powerUntil\":{words.Next("a time")}" : "";
            }
            else if (words.Take("the", "charter"))
            {
                more += $",\"charter\":{CharterOf(words)}";
            }
            else if (words.Take("for"))
            {
                var member = words.Next("a member");
                more += $",\"member\":{member},\"role\":\"{words.Next("a role")}\"";
            }
            else if (words.Take("to", "remove"))
            {
                var member = words.Next("a member");
                more += $",\"member\":{member},\"role\":\"{words.Next("a role")}\",\"takes\":true";
            }
            else
            {
                break;
            }
        }

        return ("matter.open/1", $$"""{"title":{{title}},"text":"What is proposed, and why."{{more}}}""");
    }

    private static (string, string) Use(Words words)
    {
        var power = words.Next("a power");
        _ = words.Take("on");
        var subject = words.Next("a subject");
        var more = words.Take("in", "need") ? ",\"exception\":true" : "";
        more += By(words);
        more += words.Take("until") ? $",\"until\":{words.Next("a time")}" : "";
        return ("power.use/1", $$"""{"power":"{{power}}","subject":{{subject}}{{more}}{{Because(words, "reason")}}}""");
    }

    /// <summary>The decision that is carried out.</summary>
    private static string By(Words words) => words.Take("by") ? $",\"decision\":{words.Next("a label")}" : "";

    private static (string, string) Appeal(Words words)
    {
        var decision = words.Next("a label");
        var way = words.Take("by", "way", "of") ? $",\"pathway\":\"{words.Next("a pathway")}\"" : "";
        var ground = words.Take("for") ? $",\"ground\":\"{words.Next("a ground")}\"" : "";
        return ("matter.open/1", $$"""{"title":"An appeal","text":"The facts.","appeals":{{decision}}{{way}}{{ground}}}""");
    }

    private static (string, string) Amend(Words words)
    {
        var matter = words.Next("a label");
        return ("matter.amend/1", $$"""{"matter":{{matter}}{{Text(words, "text")}}}""");
    }

    private static (string, string) Object(Words words)
    {
        _ = words.Take("to");
        var matter = words.Next("a label");
        var same = words.Take("as", "in") ? $",\"same\":{words.Next("a label")}" : "";
        return ("objection.raise/1", $$"""{"matter":{{matter}}{{same}}{{Because(words, "reason")}}}""");
    }

    private static (string, string) Call(Words words)
    {
        var kind = words.Next("consensus, rough or none");
        _ = words.Take("on");
        var matter = words.Next("a label");
        var remains = words.Take("naming") ? $",\"remains\":[{string.Join(',', words.Names())}]" : "";
        return ("matter.call/1", $$"""{"matter":{{matter}},"as":"{{kind}}"{{remains}}{{Because(words, "explanation")}}}""");
    }

    private static (string, string) Vote(Words words)
    {
        var vote = words.Next("a vote");
        _ = words.Take("on");
        return ("matter.vote/1", $$"""{"matter":{{words.Next("a label")}},"vote":"{{vote}}"{{Because(words, "reason")}}}""");
    }

    internal static string Because(Words words, string member) => words.Take("because") ? $",\"{member}\":{words.Next("a text")}" : "";

    private static string Text(Words words, string member) => words.TakeLike('"') is { } text ? $",\"{member}\":{text}" : "";

    private static string Word(Words words, string before) =>
        words.Take(before) ? words.Next("a word") : throw new MinutesException($"Here should be: {before}");

    internal static Matter Now(Meeting meeting, Match fact)
    {
        var world = meeting.Hall.World;
        var state = world.Get<Assembly>();
        var matter = state.Find(meeting.Label(fact.Groups["l"].Value)) ?? throw new MinutesException("This is no matter.");
        return Progress.At(matter, meeting.Hall.Now, new Electorate(state, world.Get<Roster>(), world.Entries).Count);
    }

    private static bool Stands(Meeting meeting, Match fact)
    {
        var (world, decision) = (meeting.Hall.World, meeting.Label(fact.Groups["l"].Value));
        var state = world.Get<Assembly>();
        return state.Stands(decision, meeting.Hall.Now, new Electorate(state, world.Get<Roster>(), world.Entries).Count);
    }

    /// <summary>What is known of the day on which a decision is looked at again: how long after it, or whether it has come.</summary>
    private static string Review(Meeting meeting, Match fact, bool isAskedWhen)
    {
        var state = meeting.Hall.World.Get<Assembly>();
        var matter = state.Find(meeting.Label(fact.Groups["l"].Value)) ?? throw new MinutesException("This is no matter.");
        return MatterViews.ReviewOf(state, matter) is not { } day ? "is done"
            : isAskedWhen ? $"comes after {(day - matter.Settled!.At).Days} days"
            : day <= meeting.Hall.Now ? "is due"
            : "is not due";
    }

    private static Objection ObjectionOf(Meeting meeting, long entry)
    {
        var state = meeting.Hall.World.Get<Assembly>();
        return state.Matters[state.MatterOfObjection[entry]].Objections[entry];
    }

    private static string Standing(Matter matter) =>
        matter.IsAnnulled ? "annulled"
        : matter.Settled is { } settled ? WordJson<Outcome>.Word(settled.Outcome)
        : "open";

    internal static string? Differs(string expected, object? real) =>
        string.Equals(expected, $"{real}", StringComparison.Ordinal) ? null : $"expected {expected}, but it is {real}";
}
