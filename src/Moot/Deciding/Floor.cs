using Moot.Deciding.Acts;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;

namespace Moot.Deciding;

/// <summary>What acts on a matter have in common: the matter as time left it, and who may do what in its stage.</summary>
internal static class Floor
{
    /// <summary>UTF-16 characters of a matter's title.</summary>
    public const int TitleCharactersMax = 255;

    /// <summary>Objections of one matter.</summary>
    public const int ObjectionsMax = 2_000;

    /// <summary>Objections of one member in one matter.</summary>
    public const int ObjectionsOfOneMax = 50;

    /// <summary>Answers of one member to one objection: nobody fills it up, so that no other answer finds room.</summary>
    public const int AnswersOfOneMax = 20;

    /// <summary>Trials that one member shows in one matter.</summary>
    public const int EvidenceOfOneMax = 50;

    /// <summary>Organisations that one member names.</summary>
    public const int OrganisationsOfOneMax = 100;

    /// <summary>Pages that belong to areas.</summary>
    public const int PlacedMax = 100_000;

    /// <summary>Organisations to which one member belongs.</summary>
    public const int AffiliationsMax = 10;

    /// <summary>Organisations that are named in an association.</summary>
    public const int OrganisationsMax = 10_000;

    /// <summary>Trials that are shown in one matter.</summary>
    public const int EvidenceMax = 500;

    /// <summary>Answers to one objection.</summary>
    public const int AnswersMax = 200;

    /// <summary>People who take a part in one matter.</summary>
    public const int PartiesMax = 100_000;

    /// <summary>Options that one member adds to a matter.</summary>
    public const int OptionsOfOneMax = 10;

    /// <summary>Times that a matter is opened again.</summary>
    public const int ReopeningsMax = 100;

    public static Verdict Lawful => Verdict.Lawful;

    public static Verdict NoMatter => Verdict.Refused("no-such-matter", "There is no such matter.");

    public static Verdict NoObjection => Verdict.Refused("no-such-objection", "There is no such objection.");

    public static Verdict Settled => Verdict.Refused("objection-settled", "This objection is settled already.");

    /// <summary>True for an objection that its holder, or the group, has put an end to: what somebody else holds does not end with it unheard.</summary>
    public static bool IsTakenBack(Objection objection) =>
        objection.State is ObjectionState.Accommodated or ObjectionState.Taste or ObjectionState.Withdrawn or ObjectionState.Concern;

    public static Verdict NoCommitment => Verdict.Refused("no-such-commitment", "Nobody has opened such a promise.");

    public static Verdict NoOption => Verdict.Refused("no-such-option", "There is no such option.");

    public static Verdict MembersOnly => Verdict.Refused("members-only", "Only members can do this.");

    public static Verdict Closed => Verdict.Refused("matter-closed", "This matter is settled. It can be opened again with new information.");

    public static Verdict Aside => Verdict.Refused("recused", "You have stepped aside in this matter: others decide it.");

    /// <summary>A matter as time left it; null where there is none.</summary>
    public static Matter? Find(Assembly state, long id, in Circumstance how) => state.Find(id) is { } matter ? Now(state, matter, how) : null;

    /// <summary>The matter of an objection as time left it; null where there is none.</summary>
    public static Matter? OfObjection(Assembly state, long objection, in Circumstance how) =>
        state.MatterOfObjection.TryGetValue(objection, out var id) ? Find(state, id, how) : null;

    /// <summary>The matter of an option as time left it; null where there is none.</summary>
    public static Matter? OfOption(Assembly state, long option, in Circumstance how) =>
        state.MatterOfOption.TryGetValue(option, out var id) ? Find(state, id, how) : null;

    /// <summary>Can one more be chosen?</summary>
    public static Verdict RoomOnBallot(Matter matter) =>
        matter.Options.Values.Count(o => o.Stands) < BallotRules.OptionsMax
            ? Lawful
            : Verdict.Refused("too-many-options", $"A matter has at most {BallotRules.OptionsMax} options.");

    /// <summary>Can somebody add one more option?</summary>
    /// <param name="matter">The matter.</param>
    /// <param name="actor">Who adds it.</param>
    /// <param name="isSelf">True where they stand themselves: others who were only named, or stepped down, do not take their place.</param>
    public static Verdict RoomForOption(Matter matter, Actor actor, bool isSelf = false) =>
        RoomOnBallot(matter) is { IsLawful: false } full ? full
        : !isSelf && matter.Options.Count >= BallotRules.OptionsMax
            ? Verdict.Refused("too-many-options", $"A matter has at most {BallotRules.OptionsMax} options.")
        : matter.Options.Values.Count(o => o.By == actor) >= OptionsOfOneMax
            ? Verdict.Refused("too-many-options", $"One member adds at most {OptionsOfOneMax} options.")
        : Lawful;

    /// <summary>So close to the end of a discussion nothing is changed, unless that makes it longer by a day. Debian constitution A.3.4.</summary>
    public static Verdict TooLateFor(Matter matter, Moment at) =>
        matter.Stage.Method == Method.Discussion
        && Progress.WindowOf(matter) is { } now
        && now - at < AmendMatter.LastCall
        && AmendMatter.EndAfter(matter, at) - now < AmendMatter.LastCall
            ? Verdict.Refused("too-late", "Less than a day is left, and this discussion cannot be made longer by a day.")
            : Lawful;

    /// <summary>May somebody vote by a ballot now?</summary>
    public static Verdict AtThePolls(Assembly state, Matter? matter, in Circumstance how) =>
        InStage(state, matter, how, Method.Ballot) is { IsLawful: false } wrong ? wrong
        : !how.Actor.IsMember ? MembersOnly
        : matter!.Balloting is not { } balloting || how.At >= balloting.Closes ? Verdict.Refused("polls-closed", "The polls have closed.")
        : WasThere(state, matter, how) is { IsLawful: false } late ? late
        : balloting.Papers.Count >= PartiesMax && !balloting.Papers.ContainsKey(how.Actor)
            ? Verdict.Refused("too-many-voters", $"At most {PartiesMax} vote in one matter.")
        : Lawful;

    /// <summary>A ballot has another form than the stage asks.</summary>
    public static Verdict BadBallot(Matter matter)
    {
        var (least, most) = BallotRules.Marks(matter.Stage);
        return Verdict.Refused(
            "ballot-unreadable",
            $"A ballot has {matter.Balloting!.Width} marks with commas between them, from {least} to {most}, and - for none"
                + (matter.Stage.Count == Counting.QuadraticCount.Method ? $"; their squares add up to {BallotRules.Budget(matter.Stage)} at most." : ".")
        );
    }

    public static Matter Now(Assembly state, Matter matter, in Circumstance how) => Progress.At(matter, how.At, Count(state, how));

    public static Func<Who, Moment, long> Count(Assembly state, in Circumstance how) => new Electorate(state, how.Read<Roster>(), how.Entries).Count;

    /// <summary>May something be done in the stage in which a matter is?</summary>
    /// <param name="state">How things stand.</param>
    /// <param name="matter">The matter; null where there is none.</param>
    /// <param name="how">Who acts.</param>
    /// <param name="what">What the stage must be for it.</param>
    public static Verdict InStage(Assembly state, Matter? matter, in Circumstance how, params ReadOnlySpan<Method> what) =>
        matter is null ? NoMatter
        : matter.Settled is not null ? Closed
        : what.IndexOf(matter.Stage.Method) < 0
            ? Verdict.Refused(
                "not-this-stage",
                $"The matter is in its stage \"{matter.Stage.Name}\", a {WordJson<Method>.Word(matter.Stage.Method)}: this is not done there."
            )
        : matter.Recused.ContainsKey(how.Actor) ? Aside
        : !Electorate.Includes(state, matter.Stage.By, matter, how) ? NotYours(matter.Stage, Electorate.IsInvolved(state, matter, Person.Of(how.Actor, how)))
        : Lawful;

    /// <summary>Those vote and sign whom the rule meant when the stage began: where they are counted, nobody is brought in meanwhile.</summary>
    public static Verdict WasThere(Assembly state, Matter matter, in Circumstance how) =>
        !matter.Stage.By.IsCountable
        || matter.Stage.By.IsDrawn
        || (
            how.Actor.Member is { } id
            && how.Read<Roster>().Find(id) is { } member
            && new Electorate(state, how.Read<Roster>(), how.Entries).Counts(matter.Stage.By, member, matter.Began)
        )
            ? Lawful
            : Verdict.Refused("came-later", $"This is for those who were {matter.Stage.By} at {matter.Began}, when it began.");

    /// <summary>The people of a stage do this, and others do not.</summary>
    public static Verdict NotYours(Stage stage, bool isInvolved) =>
        isInvolved && stage.By.Alternatives.All(a => a.Any(c => c.Trait == Trait.Uninvolved))
            ? Verdict.Refused("involved", $"This is for {stage.By}: whoever took a part in the matter cannot do it.")
            : Verdict.Refused("not-yours", $"This is for {stage.By}.");

    /// <summary>To whom those belonged who voted or signed, with one more of them.</summary>
    public static System.Collections.Immutable.ImmutableDictionary<Actor, long> Belonging(Assembly state, Matter matter, Actor actor) =>
        matter.Stage.PerAffiliation is not null && actor.Member is { } member && state.AffiliationOf(member) is { } organisation
            ? matter.Belonged.SetItem(actor, organisation)
            : matter.Belonged.Remove(actor);

    /// <summary>A text that must be there and not too long.</summary>
    public static Verdict Needs(Prose text, string code, string sentence) =>
        text.IsMissing ? Verdict.Refused(code, sentence)
        : text.Length > Kernel.Limits.ProseCharactersMax
            ? Verdict.Refused("text-too-long", $"A text has at most {Kernel.Limits.ProseCharactersMax} characters; this one has {text.Length}.")
        : Lawful;

    /// <summary>The first verdict that refuses.</summary>
    public static Verdict First(params ReadOnlySpan<Verdict> verdicts)
    {
        foreach (var verdict in verdicts)
        {
            if (!verdict.IsLawful)
            {
                return verdict;
            }
        }

        return Lawful;
    }
}
