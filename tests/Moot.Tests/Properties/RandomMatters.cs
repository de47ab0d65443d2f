using System.Text.Json;
using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Stewarding;
using Moot.Testing;

namespace Moot.Tests.Properties;

/// <summary>Likely next steps with matters, which pure chance would seldom find.</summary>
internal static class RandomMatters
{
    /// <summary>A charter with every method, and windows that random waits close.</summary>
    public const string EveryMethod = """
        charter 1
        role chair
          term 30d
          by petition
          recall petition
        pathway closing
          appeal closing
          stage close closing
        pathway opinion
          stage opinion opinion
        pathway consent
          stage round consent
            for 300d
        pathway petition
          stage sign petition
            for 7d
            signatures 1
            then ballot
          stage ballot vote
            for 1h
            approvals 1
        pathway rough
          stage talk rough-consensus
            confirm 1h
            else poll
          stage poll straw-poll
            for 1h
        pathway talk
          stage talk discussion
            for 1d
            at most 7d
            extend 1d
            then ballot
          stage ballot vote
            for 1d
            pass more than 1/2 of electorate
            until certain
        pathway jury
          stage draw lot
            seats 1
            at most 90d
            confirm 30d
            then verdict
          stage verdict vote
            by drawn
            for 7d
            pass more than 1/2 of electorate
            until certain
        pathway lazy
          stage silence lazy-consensus
            for 1h
        pathway reserve
          stage word reserve
            for 1h
        pathway choice
          stage talk discussion
            for 3d
            at most 90d
            extend 5d
            then poll
          stage poll ballot
            by members
            for 30d
            count schulze
            casting members
            confirm 300d
        pathway election
          stage names nomination
            by members
            for 7d
            then poll
            else names
          stage poll ballot
            by members
            for 30d
            at most 300d
            confirm 300d
            count approval
            secret receipts
        area hut
          maintainers 1 edits in hut or members
        power stop by members
          undo by members
          for 1d
          stops acts
          exception by members
          exception for 1h
        power sell by members
          undo by members
          together 2
        subject anything by closing, opinion, consent, petition, rough, talk, lazy, reserve, jury, choice, election
        """;

    /// <summary>What stands in the body of each kind; null for kinds of other capabilities.</summary>
    public static string? BodyOf(string? kind) =>
        kind switch
        {
            "matter.open/1" => """{"title":"A question","text":"What is proposed."}""",
            "matter.amend/1" => """{"text":"What is proposed now."}""",
            "matter.position/1"
            or "objection.raise/1"
            or "objection.defer/1"
            or "objection.merge/1"
            or "objection.test/1"
            or "matter.withdraw/1"
            or "matter.decree/1" => """{"reason":"because"}""",
            "objection.answer/1" => """{"answer":"because"}""",
            "matter.call/1" => """{"explanation":"because"}""",
            "matter.evidence/1" => """{"name":"A trial","text":"It ran."}""",
            "commitment.open/1" => """{"title":"Dig","text":"I dig for a day."}""",
            "commitment.keep/1" => """{"what":"I dug."}""",
            "matter.recuse/1" => """{"reason":"because"}""",
            "lot.announce/1" => """{"named":"The lottery of Saturday."}""",
            "lot.dispute/1" => """{"reason":"because"}""",
            "option.add/1" or "option.amend/1" => """{"title":"Another","text":"What would hold."}""",
            "option.nominate/1" or "option.accept/1" => """{"text":"I would do it."}""",
            "ballot.break/1" => """{"reason":"because"}""",
            "affiliation.name/1" => """{"name":"Acme"}""",
            "matter.close/1" => """{"rationale":"because"}""",
            "power.use/1" or "power.undo/1" => """{"reason":"because"}""",
            "matter.reopen/1" => """{"information":"news"}""",
            "matter.summary/1" => """{"for":"much"}""",
            "matter.dissent/1" => """{"text":"I saw it otherwise."}""",
            _ => null,
        };

    /// <summary>The leaf of a charter that somebody alone adopts.</summary>
    public static string Adopt { get; } = JsonSerializer.Serialize(new { charter = Plain });

    /// <summary>The charter as it stands in the log.</summary>
    public static string Plain =>
        CharterText.TryRead(EveryMethod, out var charter, out var error) ? CharterText.Write(charter) : throw new InvalidOperationException(error);

    /// <summary>The pathway on which a kind can come about; null for those that can on many.</summary>
    private static string? WayTo(string kind) =>
        kind switch
        {
            "objection.merge/1" or "objection.defer/1" or "matter.call/1" => "rough",
            "objection.test/1" => "consent",
            "matter.sign/1" => "petition",
            "matter.close/1" or "matter.recuse/1" => "closing",
            "lot.announce/1" or "lot.draw/1" or "lot.dispute/1" => "jury",
            "option.add/1" or "ballot.cast/1" or "ballot.break/1" => "choice",
            "option.nominate/1" or "option.accept/1" or "option.amend/1" or "option.withdraw/1" => "election",
            "ballot.seal/1" or "ballot.sheet/1" or "ballot.contest/1" => "election",
            "matter.decree/1" => "reserve",
            "matter.dissent/1" => "lazy",
            _ => null,
        };

    /// <summary>The likely steps of a member.</summary>
    public static IEnumerable<(string Kind, string Public, MemberId? Member, SigningKey Key)> Steps(
        Hall hall,
        Dice dice,
        MemberId member,
        SigningKey key,
        IReadOnlySet<string> wanted
    )
    {
        var state = hall.World.Get<Assembly>();
        var actor = Actor.Of(member);
        var ways = state.Charter.Pathways.Keys.ToArray();
        var wantedWays = wanted.Order(StringComparer.Ordinal).Select(WayTo).OfType<string>().Where(w => ways.Contains(w, StringComparer.Ordinal)).ToArray();
        var way = wantedWays.Length > 0 ? dice.PickFrom(wantedWays) : null;
        yield return Step("matter.open/1", $$"""{"pathway":"{{way ?? dice.PickFrom(ways)}}"}""");
        yield return Step("commitment.open/1", $$"""{"need":2,"until":{{(hall.Now + TimeSpan.FromDays(300)).Milliseconds}}}""");
        if (!state.Commitments.IsEmpty && dice.PickFrom([.. state.Commitments.Values]) is var promised)
        {
            var next =
                !promised.Joined.ContainsKey(actor) ? "commitment.join/1"
                : promised.Met is null ? "commitment.leave/1"
                : "commitment.keep/1";
            yield return Step(next, $$"""{"commitment":{{promised.Id}}}""");
        }

        yield return Step("area.place/1", $$"""{"page":{{dice.Below((int)hall.World.Size)}},"area":"hut"}""");
        yield return Step("affiliation.name/1", "{}");
        yield return Step(
            "affiliation.declare/1",
            $$"""{"organisations":[{{(state.Organisations.IsEmpty ? "" : dice.PickFrom([.. state.Organisations]).ToString(System.Globalization.CultureInfo.InvariantCulture))}}]}"""
        );
        var someone = dice.PickFrom([.. hall.World.Get<Roster>().Members.Keys]);
        yield return Step(
            "power.use/1",
            dice.OnceIn(8)
                ? $$"""{"power":"stop","subject":"member:{{someone}}"}"""
                : $$"""{"power":"sell","subject":"entry:{{dice.Below((int)hall.World.Size)}}"}"""
        );
        var uses = hall.World.Get<Stewardship>().Uses.Values.Where(u => u.IsInForce(hall.Now, hall.World.Get<Assembly>()) || u.IsWaiting(hall.Now)).ToArray();
        if (uses.Length > 0 && dice.PickFrom(uses) is var use)
        {
            yield return Step(use.IsWaiting(hall.Now) ? dice.Pick("power.second/1", "power.undo/1") : "power.undo/1", $$"""{"use":{{use.Entry}}}""");
        }

        if (state.Matters.IsEmpty)
        {
            yield break;
        }

        var count = new Electorate(state, hall.World.Get<Roster>(), hall.World.Entries);
        var latest = state.Matters.Values.OrderByDescending(m => m.Id).Take(6).ToArray();
        var fitting = latest.Where(m => string.Equals(m.Pathway.Name, way, StringComparison.Ordinal) && m.Settled is null).ToArray();
        var matter = Progress.At(dice.PickFrom(fitting.Length > 0 ? fitting : latest), hall.Now, count.Count);
        var id = matter.Id;
        foreach (var lost in latest.Where(m => m.Objections.Values.Any(o => o.By == actor)))
        {
            yield return Step("matter.dissent/1", $$"""{"matter":{{lost.Id}}}""");
        }

        yield return Step("matter.summary/1", $$"""{"matter":{{id}}}""");
        if (matter.Settled is { } settled)
        {
            yield return Step("matter.dissent/1", $$"""{"matter":{{id}}}""");
            yield return Step(settled.Entry is null ? "matter.record/1" : "matter.reopen/1", $$"""{"matter":{{id}}}""");
            yield break;
        }

        yield return Step("matter.evidence/1", $$"""{"matter":{{id}},"maturity":"alpha","works":true}""");
        yield return Step("matter.position/1", $$"""{"matter":{{id}},"stance":"for"}""");
        yield return Step("objection.raise/1", $$"""{"matter":{{id}}}""");
        if (matter.Opener == actor)
        {
            yield return Step(dice.OnceIn(3) ? "matter.withdraw/1" : "matter.amend/1", $$"""{"matter":{{id}}}""");
        }

        if (!matter.Objections.IsEmpty && dice.PickFrom([.. matter.Objections.Values]) is var objection)
        {
            var entry = objection.Entry;
            yield return objection.By == actor
                ? Step(
                    "objection.settle/1",
                    $$"""{"objection":{{entry}},"as":"{{dice.Pick("met", "gave-up", "traded", "mistaken", "can-live-with-it", "stands")}}"}"""
                )
                : Step("objection.answer/1", $$"""{"objection":{{entry}}}""");
            yield return Step("objection.test/1", $$"""{"objection":{{entry}},"holds":false}""");
            yield return Step("objection.defer/1", $$"""{"objection":{{entry}},"as":"scope"}""");
            yield return Step("objection.merge/1", $$"""{"objection":{{matter.Objections.Keys.Last()}},"into":{{matter.Objections.Keys.First()}}}""");
        }

        if (dice.OnceIn(6) || wanted.Contains("matter.recuse/1"))
        {
            yield return Step("matter.recuse/1", $$"""{"matter":{{id}}}""");
        }

        foreach (var (kind, leaf) in Choices(hall, dice, member, matter))
        {
            yield return Step(kind, leaf);
        }

        if (Sheet(matter, hall.Now, dice) is { } sheet)
        {
            yield return ("ballot.sheet/1", sheet, null, hall.Intake);
        }

        yield return matter.Stage.Method switch
        {
            Method.RoughConsensus => Step(
                "matter.call/1",
                $$"""{"matter":{{id}},"as":"{{dice.Pick("consensus", "rough", "rough", "none")}}","remains":[{{string.Join(
                    ',',
                    matter.Objections.Values.Where(o => !o.IsClosed || o.State == ObjectionState.Addressed).Select(o => o.Entry)
                )}}]}"""
            ),
            Method.Lot when matter.Lot is null => Step(
                "lot.announce/1",
                $$"""{"matter":{{id}},"draws":{{(hall.Now + TimeSpan.FromMinutes(1)).Milliseconds}},"sources":1}"""
            ),
            Method.Lot when matter.Lot is { Read: not null } && dice.OnceIn(2) => Step("lot.dispute/1", $$"""{"matter":{{id}}}"""),
            Method.Lot => Step("lot.draw/1", $$"""{"matter":{{id}},"key":"{{dice.Pick("7./", "8./")}}"}"""),
            Method.Reserve => Step("matter.decree/1", $$"""{"matter":{{id}}}"""),
            Method.Petition => Step("matter.sign/1", $$"""{"matter":{{id}}}"""),
            Method.Closing or Method.Opinion => Step("matter.close/1", $$"""{"matter":{{id}},"as":"{{dice.Pick("for", "against", "none")}}"}"""),
            _ => Step("matter.vote/1", $$"""{"matter":{{id}},"vote":"{{dice.Pick("yes", "yes", "no", "abstain")}}"}"""),
        };

        (string, string, MemberId?, SigningKey) Step(string kind, string leaf) => (kind, leaf, member, key);
    }

    /// <summary>Options, candidates and ballots.</summary>
    private static IEnumerable<(string Kind, string Public)> Choices(Hall hall, Dice dice, MemberId member, Matter matter)
    {
        var (id, method) = (matter.Id, matter.Stage.Method);
        if (method == Method.Discussion && matter.Pathway is { HasBallot: true, Nominates: false })
        {
            yield return ("option.add/1", $$"""{"matter":{{id}}}""");
        }

        if (method == Method.Nomination)
        {
            var someone = dice.OnceIn(3) ? member : dice.PickFrom([.. hall.World.Get<Roster>().Members.Keys]);
            yield return ("option.nominate/1", $$"""{"matter":{{id}},"member":"{{someone}}"}""");
        }

        foreach (var option in matter.Options.Values.Where(o => !o.IsWithdrawn && method is Method.Nomination or Method.Discussion))
        {
            if (option.Member == member && !option.IsAccepted)
            {
                yield return ("option.accept/1", $$"""{"option":{{option.Id}}}""");
            }
            else if (option.Owner == Actor.Of(member))
            {
                yield return (dice.OnceIn(3) ? "option.withdraw/1" : "option.amend/1", $$"""{"option":{{option.Id}}}""");
            }
        }

        if (matter.Balloting is not { } balloting)
        {
            yield break;
        }

        var mine = MarksOf(balloting);
        if (hall.Now < balloting.Closes)
        {
            yield return balloting.Stage.IsSecret
                ? (
                    "ballot.seal/1",
                    $$"""{"matter":{{id}},"seal":"{{Balloting.Seal("a token", member, id, mine)}}"{{(matter.PollNumber > 1 ? $",\"poll\":{matter.PollNumber}" : "")}}}"""
                )
                : ("ballot.cast/1", $$"""{"matter":{{id}},"marks":"{{mine}}"}""");
        }
        else if (balloting.Published is not null && balloting.Papers.ContainsKey(Actor.Of(member)))
        {
            yield return ("ballot.contest/1", $$"""{"matter":{{id}},"token":"a token","marks":"{{mine}}"}""");
        }
        else if (!balloting.Stage.IsSecret && balloting.Papers.Count > 0)
        {
            yield return ("ballot.break/1", $$"""{"matter":{{id}},"options":[{{dice.PickFrom([.. balloting.Options])}}]}""");
        }
    }

    /// <summary>The tally sheet of a secret vote, true or false; null where none is to be published.</summary>
    private static string? Sheet(Matter matter, Moment at, Dice dice)
    {
        if (matter.Balloting is not { Stage.IsSecret: true, Papers.IsEmpty: false, Published: null } balloting || at < balloting.Closes)
        {
            return null;
        }

        var marks = dice.OnceIn(4) ? MarksOf(balloting) : string.Join(',', Enumerable.Repeat("-", balloting.Width));
        var lines = balloting
            .Papers.Keys.Select(a => new SheetLine(marks, Balloting.Receipt("a token", a.Member!.Value, matter.Id)))
            .OrderBy(l => l.Receipt, StringComparer.Ordinal);
        return $$"""{"matter":{{matter.Id}},"lines":[{{string.Join(',', lines.Select(l => $"\"{l}\""))}}]}""";
    }

    private static string MarksOf(Balloting balloting) => string.Join(',', Enumerable.Repeat("1", balloting.Width));
}
