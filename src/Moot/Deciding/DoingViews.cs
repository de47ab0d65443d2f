using System.Collections.Immutable;
using Moot.Deciding.Acts;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>Says what a visitor can do with a matter, and who can do the rest. The judge decides; this spares people forms that would be refused.</summary>
public static class DoingViews
{
    /// <summary>The visitor as a rule about people sees them; null for a stranger.</summary>
    public static Person? PersonOf(Desk desk) =>
        desk.Visitor.Actor is not { } actor
            ? null
            : new(
                actor,
                desk.Now,
                desk.Visitor.SignsHere ? Assurance.Signed
                    : actor.IsMember ? Assurance.Vouched
                    : Assurance.Guest,
                desk.State<Roster>(),
                desk.State<Conversations>(),
                desk.World.Entries,
                kind =>
                    desk.World.Entries.NumberOf(actor) is not { } number ? default
                    : kind.Length == 0 ? desk.World.Standing.Of(number)
                    : desk.World.Registry.Find(kind) is { } known ? desk.World.Standing.Of(number, known)
                    : default
            );

    /// <summary>True if a rule about people means the visitor.</summary>
    public static bool Means(Desk desk, Who who, Matter? matter) =>
        PersonOf(desk) is { } person
            ? Electorate.Includes(desk.State<Assembly>(), who, matter, person)
            : who.Alternatives.Any(a => a.All(c => c.Trait == Trait.Anyone));

    /// <summary>What the visitor can do with a matter, and what others can.</summary>
    public static (ImmutableArray<Doing> Doings, ImmutableArray<(Doing Doing, string Who)> Others) Of(Desk desk, Matter matter)
    {
        var (mine, others) = (ImmutableArray.CreateBuilder<Doing>(), ImmutableArray.CreateBuilder<(Doing, string)>());
        var (plain, words) = (new Plain(desk.Words), desk.Words);
        var (isMember, isOpener) = (desk.Visitor.IsMember, desk.Visitor.Actor == matter.Opener);
        if (matter.Settled is { } settled)
        {
            Give(Doing.Record, settled.Entry is null, may: true, "");
            Give(Doing.Appeal, settled.Entry is not null && CanBeAppealed(desk, matter, settled), may: true, "");
            Give(
                Doing.Reopen,
                settled.Entry is not null && IsReopenable(desk, matter, settled),
                Means(desk, matter.Pathway.Open, matter: null),
                plain.Who(matter.Pathway.Open)
            );
        }
        else
        {
            var stage = matter.Stage;
            var isAside = desk.Visitor.Actor is { } self && matter.Recused.ContainsKey(self);
            var isMeant = !isAside && Means(desk, stage.By, matter);
            var least = stage.For is { } span && desk.Now < matter.Began + span;
            Give(Doing.Vote, stage.Method is Method.Vote or Method.StrawPoll, isMember && isMeant, plain.Who(stage.By));
            Give(
                Doing.Sign,
                stage.Method == Method.Petition,
                isMember && isMeant && !isOpener && !(desk.Visitor.Actor is { } me && matter.Signatures.ContainsKey(me)),
                plain.Who(stage.By)
            );
            Give(
                Doing.Call,
                stage.Method == Method.RoughConsensus && !least && (matter.Call is null || Progress.IsContested(matter)),
                isMember && isMeant && !isOpener,
                plain.Who(stage.By)
            );
            Give(
                Doing.Close,
                stage.Method is Method.Closing or Method.Opinion && !least,
                isMember && isMeant && !matter.Parties.Contains(desk.Visitor.Actor!.Value),
                plain.Who(stage.By)
            );
            Give(
                Doing.Decree,
                stage.Method == Method.Reserve && matter is { Decree: null, NewCharter: null, Role: null, Appeals: null },
                isMember && isMeant,
                plain.Who(stage.By)
            );
            Give(
                Doing.Recuse,
                stage.Method is Method.Vote or Method.Closing or Method.RoughConsensus or Method.Opinion && isMember && isMeant && WasThere(desk, matter),
                may: true,
                ""
            );
            Give(Doing.Position, isThere: true, isMember, words["plain.who-members"]);
            Give(Doing.Object, isThere: true, isMember, words["plain.who-members"]);
            Give(
                Doing.Amend,
                stage.Method is not (Method.Vote or Method.StrawPoll or Method.Petition or Method.Closing or Method.Opinion or Method.Ballot)
                    && (matter.Revision is null || !(matter.Decree?.Until > desk.Now)),
                isOpener,
                words["plain.who-opener"]
            );
        }

        Give(Doing.Evidence, matter.Settled is null, isMember, words["plain.who-members"]);
        var isOfMinority = desk.Visitor.Actor is { IsMember: true } visitor && DissentFromMatter.IsOfMinority(matter, visitor);
        Give(
            Doing.Dissent,
            DissentFromMatter.IsTime(matter) && (isOfMinority || matter.Settled is null) && !(matter.Settled?.At + DissentFromMatter.Within <= desk.Now),
            isOfMinority,
            words["step.minority"]
        );
        Give(Doing.Summary, isThere: true, may: true, "");
        Give(Doing.Withdraw, matter.Settled is null, isOpener, words["plain.who-opener"]);
        return (mine.ToImmutable(), others.ToImmutable());

        void Give(Doing doing, bool isThere, bool may, string who)
        {
            if (isThere && may)
            {
                mine.Add(doing);
            }
            else if (isThere)
            {
                others.Add((doing, who));
            }
        }
    }

    /// <summary>An objection with what the visitor can do with it.</summary>
    public static ObjectionView Of(Desk desk, Matter matter, Objection objection, ObjectionView view)
    {
        var isOwn = objection.By == desk.Visitor.Actor;
        var isOpen = matter.Settled is null;
        return view with
        {
            MayAnswer = isOpen && desk.Visitor.IsMember && !isOwn && !objection.IsClosed,
            MaySettle = isOpen && isOwn,
            MayPutOff = isOpen && !isOwn && !objection.IsClosed && matter.Stage.Method == Method.RoughConsensus && Means(desk, matter.Stage.By, matter),
            MayTest =
                isOpen
                && matter.Stage.Method == Method.Consent
                && objection.State is ObjectionState.Raised or ObjectionState.Concern
                && !isOwn
                && desk.Visitor.Actor != matter.Opener
                && Means(desk, matter.Stage.By, matter),
        };
    }

    /// <summary>True if the visitor may vote in the stage in which a matter is.</summary>
    public static bool MayVote(Desk desk, Matter matter) =>
        desk.Visitor.Actor is { IsMember: true } me && !matter.Recused.ContainsKey(me) && Means(desk, matter.Stage.By, matter) && WasThere(desk, matter);

    /// <summary>True unless those who decide were counted when the stage began, and the visitor was not among them.</summary>
    private static bool WasThere(Desk desk, Matter matter) =>
        !matter.Stage.By.IsCountable
        || matter.Stage.Method is not (Method.Vote or Method.Ballot)
        || (
            desk.Visitor.Member is { } id
            && desk.State<Roster>().Find(id) is { } member
            && new Electorate(desk.State<Assembly>(), desk.State<Roster>(), desk.World.Entries).Counts(matter.Stage.By, member, matter.Began)
        );

    private static bool CanBeAppealed(Desk desk, Matter matter, Settlement settled) =>
        !matter.IsAnnulled
        && settled.Outcome is not (Outcome.Advice or Outcome.Withdrawn)
        && settled.Entry is { } decision
        && matter.Pathway.Appeal.Any(desk.State<Assembly>().RulesOfAppeal(decision).Pathways.ContainsKey)
        && (matter.Pathway.AppealWithin is not { } within || desk.Now < settled.At + within);

    private static bool IsReopenable(Desk desk, Matter matter, Settlement settled) =>
        matter is { NewCharter: null, Role: null, OpenRole: null, Appeals: null }
        && (matter.IsAnnulled || matter.Pathway.ReopenAfter is not { } pause || desk.Now >= settled.At + pause);
}
