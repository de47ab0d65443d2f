using System.Collections.Immutable;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Tree;
using Moot.Talk;

namespace Moot.Deciding;

/// <summary>Where somebody stands on a proposal. It is an argument, not a vote.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(WordJson<Stance>))]
public enum Stance
{
    /// <summary>For it.</summary>
    For = 1,

    /// <summary>Against it, without an objection that stands in the way.</summary>
    Against,

    /// <summary>Neither.</summary>
    Neutral,
}

/// <summary>A vote.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(WordJson<Vote>))]
public enum Vote
{
    Yes = 1,
    No,
    Abstain,

    /// <summary>Against, and with a reason that stops it. Only where the stage knows it.</summary>
    Veto,
}

/// <summary>What came out of a matter.</summary>
public enum Outcome
{
    /// <summary>The proposal holds.</summary>
    Adopted = 1,

    /// <summary>It does not; things stay as they were.</summary>
    Rejected,

    /// <summary>There was no agreement; things stay as they were.</summary>
    NoConsensus,

    /// <summary>Something was said that binds nobody.</summary>
    Advice,

    /// <summary>Whoever opened it took it back.</summary>
    Withdrawn,
}

/// <summary>What a call says.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(WordJson<CallKind>))]
public enum CallKind
{
    /// <summary>No objection is left.</summary>
    Consensus = 1,

    /// <summary>Objections are left, and each was answered.</summary>
    Rough,

    /// <summary>There is none.</summary>
    None,
}

/// <summary>Somebody called.</summary>
/// <param name="Entry">Entry of the call; its body has the explanation.</param>
/// <param name="Kind">What it says.</param>
/// <param name="At">When.</param>
public sealed record Call(long Entry, CallKind Kind, Moment At);

/// <summary>How far something that was tried has come. RFC 7942 §2.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(WordJson<Maturity>))]
public enum Maturity
{
    Research = 1,
    Prototype,
    Alpha,
    Beta,
    Production,
    WidelyUsed,
}

/// <summary>Somebody tried what is proposed.</summary>
/// <param name="Entry">Entry that shows it; its body says what and how.</param>
/// <param name="By">Who shows it.</param>
/// <param name="Maturity">How far it has come.</param>
/// <param name="Works">True if it did what the proposal says.</param>
public sealed record Trial(long Entry, Actor By, Maturity Maturity, bool Works);

/// <summary>A stage that came to its end.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Began">When it began.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="HasPassed">True if it succeeded.</param>
public sealed record StageEnd(string Stage, Moment Began, Moment Ended, bool HasPassed);

/// <summary>How a matter was settled.</summary>
/// <param name="Outcome">What came out.</param>
/// <param name="At">When: for what only time decides, the end of the window.</param>
/// <param name="Entry">The entry that did it, or that recorded it; null where time did it and nobody has recorded it yet.</param>
public sealed record Settlement(Outcome Outcome, Moment At, long? Entry);

/// <summary>A question put to the association.</summary>
/// <param name="Id">Entry that opened it.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Opener">Who opened it.</param>
/// <param name="Opened">When.</param>
/// <param name="Pathway">The pathway, as the charter had it then: a later charter changes nothing that runs.</param>
public sealed record Matter(long Id, Subject Subject, Actor Opener, Moment Opened, Pathway Pathway)
{
    /// <summary>The stage that it is in; the last one where it is settled.</summary>
    public required Stage Stage { get; init; }

    /// <summary>When that stage began.</summary>
    public required Moment Began { get; init; }

    /// <summary>When a discussion ends, where something moved it.</summary>
    public Moment? Ends { get; init; }

    /// <summary>The stages before.</summary>
    public ImmutableArray<StageEnd> Past { get; init; } = [];

    /// <summary>How many of them were before it was opened again.</summary>
    public int StagesBefore { get; init; }

    /// <summary>The objections, oldest first.</summary>
    public ImmutableSortedDictionary<long, Objection> Objections { get; init; } = ImmutableSortedDictionary<long, Objection>.Empty;

    /// <summary>Where people stand, with the entry that says so.</summary>
    public ImmutableDictionary<Actor, (Stance Stance, long Entry)> Positions { get; init; } = ImmutableDictionary<Actor, (Stance Stance, long Entry)>.Empty;

    /// <summary>Votes of this stage, with their entries.</summary>
    public ImmutableDictionary<Actor, (Vote Vote, long Entry)> Votes { get; init; } = ImmutableDictionary<Actor, (Vote Vote, long Entry)>.Empty;

    /// <summary>Of those who voted or signed in this stage, to whom they belonged then.</summary>
    public ImmutableDictionary<Actor, long> Belonged { get; init; } = ImmutableDictionary<Actor, long>.Empty;

    /// <summary>The vote that decides a tie in this stage, where it was cast.</summary>
    public Vote? Casting { get; init; }

    /// <summary>Who stepped aside, and when the stage began in which they did.</summary>
    public ImmutableDictionary<Actor, Moment> Recused { get; init; } = ImmutableDictionary<Actor, Moment>.Empty;

    /// <summary>How many stepped aside in this stage: they were among those who could, and are not counted. Whoever did earlier may have left since.</summary>
    public long RecusedNow => Recused.Values.LongCount(began => began == Began);

    /// <summary>True where what it appeals rests.</summary>
    public bool Suspends =>
        Pathway.Suspends || Past.Reverse().Where(p => Pathway.Find(p.Stage) is { Suspends: true }).Select(p => p.HasPassed).FirstOrDefault();

    /// <summary>Who signed in this stage.</summary>
    public ImmutableDictionary<Actor, long> Signatures { get; init; } = ImmutableDictionary<Actor, long>.Empty;

    /// <summary>The last call of this stage.</summary>
    public Call? Call { get; init; }

    /// <summary>Everybody who took a part: they are involved.</summary>
    public ImmutableHashSet<Actor> Parties { get; init; } = [];

    /// <summary>Who called or closed it: they do not look at an appeal of it.</summary>
    public ImmutableHashSet<Actor> Deciders { get; init; } = [];

    /// <summary>Entry of the text that is proposed now: the opening, or the last amendment.</summary>
    public long Text { get; init; } = Id;

    /// <summary>What was tried, oldest first.</summary>
    public ImmutableArray<Trial> Evidence { get; init; } = [];

    /// <summary>Entry of the summary of the argument that anybody may edit; null where there is none.</summary>
    public long? Summary { get; init; }

    /// <summary>How those saw it who lost: the entry of each one's report.</summary>
    public ImmutableDictionary<Actor, long> Dissents { get; init; } = ImmutableDictionary<Actor, long>.Empty;

    /// <summary>The charter that it would put in place.</summary>
    public string? NewCharter { get; init; }

    /// <summary>The entry of the charter that it would replace; null where that is the one every association begins with. Another one in between leaves it without effect.</summary>
    public long? OldCharter { get; init; }

    /// <summary>A word of somebody who may decide alone for a time, and until when it holds.</summary>
    public (long Entry, Moment Until)? Decree { get; init; }

    /// <summary>Whom it would give a role, or take it from.</summary>
    public RoleChange? Role { get; init; }

    /// <summary>The text of a page that it would put in place: a revision that stands beside the newest.</summary>
    public long? Revision { get; init; }

    /// <summary>The power whose use it would allow; null where it is about none.</summary>
    public Mandate? Mandate { get; init; }

    /// <summary>The use of a power that it would undo.</summary>
    public long? Undoes { get; init; }

    /// <summary>The draw of the stage in which it is; null where none was announced.</summary>
    public Lot? Lot { get; init; }

    /// <summary>Who was drawn by lot, in the order in which they were.</summary>
    public ImmutableArray<MemberId> Drawn { get; init; } = [];

    /// <summary>The draw by which they were drawn, for those who are drawn in the place of others; null where none can be.</summary>
    public PastDraw? Drew { get; init; }

    /// <summary>The role that those get who are drawn or elected.</summary>
    public string? OpenRole { get; init; }

    /// <summary>How many seats of that role are to be filled; null where nobody counts.</summary>
    public int? OpenSeats { get; init; }

    /// <summary>What can be chosen besides the matter's own proposal, or who stands for election, by the entries that added it.</summary>
    public ImmutableSortedDictionary<long, Option> Options { get; init; } = ImmutableSortedDictionary<long, Option>.Empty;

    /// <summary>The ballots of the stage in which it is; null where nobody votes by ballots.</summary>
    public Balloting? Balloting { get; init; }

    /// <summary>Ballots of earlier stages, oldest first.</summary>
    public ImmutableArray<Balloting> PastBallots { get; init; } = [];

    /// <summary>Which of its polls the one of this stage is, from 1.</summary>
    public int PollNumber => PastBallots.Length + 1;

    /// <summary>What was chosen, the first first.</summary>
    public ImmutableArray<Elected> Elected { get; init; } = [];

    /// <summary>Between whom the ballots decided nothing, so that another stage has to; empty otherwise.</summary>
    public ImmutableArray<long> Tied { get; init; } = [];

    /// <summary>For how many seats those are tied.</summary>
    public int TiedSeats { get; init; }

    /// <summary>Who gets the role: those who were elected, or drawn.</summary>
    public IEnumerable<(MemberId Member, TimeSpan? Term)> Chosen =>
        Pathway.HasBallot
            ? Elected.Where(e => Options.GetValueOrDefault(e.Option)?.Member is not null).Select(e => (Options[e.Option].Member!.Value, e.Term))
            : Drawn.Select(m => (m, (TimeSpan?)null));

    /// <summary>The decision that it appeals.</summary>
    public long? Appeals { get; init; }

    /// <summary>How it was settled; null while it is open.</summary>
    public Settlement? Settled { get; init; }

    /// <summary>Settlements before it was opened again.</summary>
    public ImmutableArray<Settlement> Before { get; init; } = [];

    /// <summary>True where an appeal took its last decision away.</summary>
    public bool IsAnnulled { get; init; }

    /// <summary>An objection was settled. A call that it contested until after its window does not hold afterwards: then its decision would lie in the past.</summary>
    internal Matter Settle(Objection objection, Moment at) =>
        With(objection) is var matter && Call is { } call && objection.Entry > call.Entry && at >= call.At + Stage.Confirm
            ? matter with
            {
                Call = null,
            }
            : matter;

    internal int ObjectionsBy(Actor holder) => Objections.Values.Count(o => o.By == holder);

    internal Matter With(Objection objection) => this with { Objections = Objections.SetItem(objection.Entry, objection) };

    internal Matter With(Option option) => this with { Options = Options.SetItem(option.Id, option) };

    internal Matter With(Balloting balloting) => this with { Balloting = balloting };

    internal Matter WithParty(Actor actor) => this with { Parties = Parties.Add(actor) };
}

/// <summary>A role that is given to a member, or taken.</summary>
/// <param name="Name">The role.</param>
/// <param name="Member">The member.</param>
/// <param name="IsGiven">False where it is taken.</param>
public sealed record RoleChange(string Name, MemberId Member, bool IsGiven);

/// <summary>What a decision allows those who hold a power to do. They execute it, and decide nothing.</summary>
/// <param name="Power">The power.</param>
/// <param name="Subject">On whom or what.</param>
/// <param name="Until">Until when it may be used, and what is done with it lasts; null where only the charter says.</param>
public sealed record Mandate(string Power, Subject Subject, Moment? Until);

/// <summary>A draw by lot: first the list and the sources, then the numbers. RFC 3797.</summary>
/// <param name="Announced">The entry that announced it; its body says what the sources are.</param>
/// <param name="Draws">When the sources will have spoken.</param>
/// <param name="Sources">How many sources there are.</param>
/// <param name="Pool">From whom it is drawn, in order of their ids: it does not change any more.</param>
public sealed record Lot(long Announced, Moment Draws, int Sources, ImmutableArray<MemberId> Pool)
{
    /// <summary>The value of a chain of hashes that is known; null where nobody is replaced.</summary>
    public Hash? Chain { get; init; }

    /// <summary>Where it decides a tie: the options among which it is drawn, in order of their ids.</summary>
    public ImmutableArray<long> Options { get; init; } = [];

    /// <summary>What the sources said, as somebody read them; null before that.</summary>
    public Reading? Read { get; init; }

    /// <summary>When somebody said that the numbers were read wrongly; null where nobody has.</summary>
    public Moment? Disputed { get; init; }

    /// <summary>True where another one has to read them.</summary>
    public bool IsDisputed => Disputed is not null;
}

/// <summary>A draw that is over.</summary>
/// <param name="Lot">The draw.</param>
/// <param name="PerAffiliation">How many of one organisation can be drawn; null where nobody asks.</param>
/// <param name="Belonged">To whom those on the list belonged when it was fixed.</param>
public sealed record PastDraw(Lot Lot, int? PerAffiliation, ImmutableDictionary<Actor, long> Belonged)
{
    /// <summary>Those in whose place others were drawn.</summary>
    public ImmutableArray<MemberId> Replaced { get; init; } = [];
}

/// <summary>The numbers of a draw, as somebody read them.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Key">The numbers, as RFC 3797 §4 writes them.</param>
public sealed record Reading(long Entry, Actor By, Moment At, string Key);
