using System.Text.RegularExpressions;
using Moot.Deciding;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;

namespace Moot.Tests.Deciding;

/// <summary>Sentences about elections and other choices by ballots.</summary>
/// <remarks>
/// A secret ballot, which its voter signs and the host as well, is told by <c>Ann seals "1,2" in @e with the host</c>: the meeting keeps marks and token as the host would.
/// <c>Host publishes @e vouched</c> publishes the sheet as it has to be; <c>without Ann</c>, <c>changing Ann to "2,1"</c>, <c>adding "2,1"</c>, <c>backwards</c> are what a dishonest host does to it.
/// </remarks>
internal static class ElectionSentences
{
    public static Vocabulary WithElections(this Vocabulary vocabulary) =>
        vocabulary
            .With("opens", Open)
            .With(
                "stands",
                static w =>
                    ("option.nominate/1", $$"""{"member":me,"matter":{{(w.Take("in") ? w.Next("a label") : "")}}{{DecidingSentences.Because(w, "text")}}}""")
            )
            .With("accepts", static w => ("option.accept/1", $$"""{"option":{{w.Next("a label")}}{{DecidingSentences.Because(w, "text")}}}"""))
            .With("drops", static w => ("option.withdraw/1", $$"""{"option":{{w.Next("a label")}}}"""))
            .With("adds", Add)
            .With("marks", static w => ("ballot.cast/1", $$"""{"marks":{{w.Next("marks")}},"matter":{{(w.Take("in") ? w.Next("a label") : "")}}}"""))
            .With("seals", Seal)
            .With("publishes", Publish)
            .With("contests", Contest)
            .With("breaks", Break)
            .With(
                "(?<l>@\\w+) (elects|chooses) (?<s>nobody|[A-Z@]\\w*(, [A-Z@]\\w*)*)",
                static (m, f) => DecidingSentences.Differs(f.Groups["s"].Value, Names(m, DecidingSentences.Now(m, f).Elected.Select(e => e.Option), f))
            )
            .With(
                "(?<s>[A-Z@]\\w*(, [A-Z@]\\w*)*) are tied in (?<l>@\\w+)",
                static (m, f) => DecidingSentences.Differs(f.Groups["s"].Value, Names(m, Counted(m, f).Tied, f))
            )
            .With(
                "(?<s>nobody|[A-Z@]\\w*(, [A-Z@]\\w*)*) (is|are) passed over in (?<l>@\\w+)",
                static (m, f) => DecidingSentences.Differs(f.Groups["s"].Value, Names(m, Counted(m, f).PassedOver, f))
            )
            .With(
                "(?<n>[0-9]+) ballots? (is|are) counted in (?<l>@\\w+)",
                static (m, f) => DecidingSentences.Differs(f.Groups["n"].Value, Counted(m, f).Poll.Votes)
            )
            .With("(?<l>@\\w+) draws (?<s>nobody|[A-Z]\\w*(, [A-Z]\\w*)*)", static (m, f) => DecidingSentences.Differs(f.Groups["s"].Value, Drawn(m, f)))
            .With("none of these wins in (?<l>@\\w+)", static (m, f) => Counted(m, f).HasDefaultWon ? null : "it does not");

    /// <summary>An election to a role: <c>opens the election of leader</c>, perhaps <c>by way of election</c>.</summary>
    private static (string, string) Open(Words words)
    {
        _ = words.Take("the", "election", "of");
        var role = words.Next("a role");
        var way = words.Take("by", "way", "of") ? $",\"pathway\":\"{words.Next("a pathway")}\"" : "";
        return ("matter.open/1", $$"""{"title":"An election","text":"A seat is to be filled.","role":"{{role}}"{{way}}}""");
    }

    private static (string, string) Add(Words words)
    {
        var title = words.Next("a title");
        return ("option.add/1", $$"""{"title":{{title}},"text":"What would hold then.","matter":{{(words.Take("to") ? words.Next("a label") : "")}}}""");
    }

    private static (string, string) Seal(Words words)
    {
        var marks = words.Next("marks").Trim('"');
        var matter = words.Take("in") ? words.Next("a label") : "";
        return ("ballot.seal/1", $$"""{"matter":{{matter}},"seal":seal({{matter}} {{marks}}),"poll":poll({{matter}})}""");
    }

    private static (string, string) Publish(Words words)
    {
        var matter = words.Next("a label");
        var wrong = "";
        while (true)
        {
            if (words.Take("without"))
            {
                wrong += $" without {words.Next("a member")}";
            }
            else if (words.Take("adding"))
            {
                wrong += $" adding {words.Next("marks").Trim('"')}";
            }
            else if (words.Take("changing"))
            {
                wrong += $" changing {words.Next("a member")}";
                wrong += words.Take("to") ? $" {words.Next("marks").Trim('"')}" : "";
            }
            else if (words.Take("backwards"))
            {
                wrong += " backwards";
            }
            else
            {
                return ("ballot.sheet/1", $$"""{"matter":{{matter}},"lines":sheet({{matter}}{{wrong}})}""");
            }
        }
    }

    private static (string, string) Contest(Words words)
    {
        var matter = words.Next("a label");
        return ("ballot.contest/1", $$"""{"matter":{{matter}},"token":token({{matter}}),"marks":marked({{matter}})}""");
    }

    private static (string, string) Break(Words words)
    {
        _ = words.Take("the", "tie");
        var matter = words.Take("in") ? words.Next("a label") : "";
        var options = words.Take("for") ? string.Join(',', words.Names()) : "";
        return ("ballot.break/1", $$"""{"matter":{{matter}},"options":[{{options}}]{{DecidingSentences.Because(words, "reason")}}}""");
    }

    /// <summary>The last ballots of a matter, counted.</summary>
    private static BallotResult Counted(Meeting meeting, Match fact)
    {
        var (world, matter) = (meeting.Hall.World, DecidingSentences.Now(meeting, fact));
        var state = world.Get<Assembly>();
        var balloting = matter.Balloting ?? (matter.PastBallots.IsEmpty ? null : matter.PastBallots[^1]);
        return BallotResult.Of(
            balloting ?? throw new MinutesException("Nothing was chosen by ballots here."),
            new Electorate(state, world.Get<Roster>(), world.Entries).Count
        );
    }

    private static string Drawn(Meeting meeting, Match fact) => Listed(DecidingSentences.Now(meeting, fact).Drawn.Select(meeting.NameOf));

    /// <summary>Options as the story calls them: candidates by their names, texts by their labels.</summary>
    private static string Names(Meeting meeting, IEnumerable<long> options, Match fact)
    {
        var matter = DecidingSentences.Now(meeting, fact);
        return Listed(options.Select(o => matter.Options.GetValueOrDefault(o)?.Member is { } member ? meeting.NameOf(member) : meeting.LabelOf(o)));
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } some ? some : "nobody";
}
