using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Charters;

/// <summary>How a stage of a pathway comes to its end.</summary>
public enum Method
{
    /// <summary>People talk for a time; new options make it longer.</summary>
    Discussion = 1,

    /// <summary>People sign until there are enough.</summary>
    Petition,

    /// <summary>Somebody calls when every objection is answered, and the call is looked at for a time. RFC 7282.</summary>
    RoughConsensus,

    /// <summary>Silence is assent; an objection with a reason ends it.</summary>
    LazyConsensus,

    /// <summary>Nobody has a reasoned objection that stands.</summary>
    Consent,

    /// <summary>People are counted, and nothing follows from it.</summary>
    StrawPoll,

    /// <summary>Votes for, against and abstaining.</summary>
    Vote,

    /// <summary>Somebody uninvolved weighs what was said and says what came out.</summary>
    Closing,

    /// <summary>Somebody uninvolved gives an opinion that binds nobody.</summary>
    Opinion,

    /// <summary>Somebody decides alone, for a time.</summary>
    Reserve,

    /// <summary>People are drawn by public numbers that nobody can foresee. RFC 3797.</summary>
    Lot,

    /// <summary>Candidates are named, and accept.</summary>
    Nomination,

    /// <summary>One or several of the options are chosen by ballots.</summary>
    Ballot,
}

/// <summary>A stage of a pathway, with its numbers. Which of them count depends on the method (<see cref="StageKeys"/>).</summary>
/// <param name="Name">Its name within the pathway.</param>
/// <param name="Method">How it ends.</param>
public sealed record Stage(string Name, Method Method)
{
    /// <summary>Who does what the method asks: calls, closes, votes, signs, objects.</summary>
    public Who By { get; init; } = Who.Members;

    /// <summary>How long it lasts, or how long it has to be open before it can be ended.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>How long it can last where something makes it longer; how long one has to end it.</summary>
    public TimeSpan? AtMost { get; init; }

    /// <summary>What a new or changed option leaves at least.</summary>
    public TimeSpan? Extend { get; init; }

    /// <summary>How long a call is looked at before it holds.</summary>
    public TimeSpan? Confirm { get; init; }

    /// <summary>After how long what was adopted is to be looked at again.</summary>
    public TimeSpan? Review { get; init; }

    /// <summary>How many have to sign.</summary>
    public HeadCount? Signatures { get; init; }

    /// <summary>How many have to vote.</summary>
    public HeadCount? Quorum { get; init; }

    /// <summary>How many have to vote for it.</summary>
    public HeadCount? Approvals { get; init; }

    /// <summary>Which share has to vote for it.</summary>
    public Share? Pass { get; init; }

    /// <summary>A smaller share, with which it goes to another stage instead of failing.</summary>
    public Share? Between { get; init; }

    /// <summary>Where it goes then.</summary>
    public string? BetweenThen { get; init; }

    /// <summary>True where one vote against with a reason stops it until it is withdrawn.</summary>
    public bool HasVeto { get; init; }

    /// <summary>From whom people are drawn.</summary>
    public Who Of { get; init; } = Who.Members;

    /// <summary>How many are drawn or chosen; of a role as many as are free, where a ballot does not say.</summary>
    public int? Seats { get; init; }

    /// <summary>How ballots are counted (<see cref="BallotRules.Methods"/>).</summary>
    public string? Count { get; init; }

    /// <summary>How many times more must prefer an option to the default one than the other way round.</summary>
    public Counting.Majority? Majority { get; init; }

    /// <summary>True where "none of these" can be chosen.</summary>
    public bool HasDefault { get; init; }

    /// <summary>True where nobody sees who voted how: the log has seals, and the tally sheet is published after the close.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The highest score.</summary>
    public int? Scores { get; init; }

    /// <summary>What one ballot may spend, where v votes cost v·v.</summary>
    public int? Budget { get; init; }

    /// <summary>Below which share of votes for and against somebody is chosen for a shorter term.</summary>
    public ShorterTerm? Shorter { get; init; }

    /// <summary>The stage, a lot or another ballot, that decides between those who are tied; null where a tie chooses nobody.</summary>
    public string? Tie { get; init; }

    /// <summary>Whose vote decides where as many are for it as against it, or options are tied; null where a tie is no majority.</summary>
    public Who? Casting { get; init; }

    /// <summary>How many equal votes or signatures count of people who belong to the same organisation, or how many of them are chosen; null where nobody asks.</summary>
    public int? PerAffiliation { get; init; }

    /// <summary>True where what is appealed rests from the success of this stage on, until the appeal is settled or a later such stage fails. Debian constitution §4.2.2.</summary>
    public bool Suspends { get; init; }

    /// <summary>True where it ends as soon as no vote that is still missing could change it.</summary>
    public bool EndsWhenCertain { get; init; }

    /// <summary>The stage that follows where it succeeds; null where the matter is adopted then.</summary>
    public string? Then { get; init; }

    /// <summary>The stage that follows where it fails; null where the default holds then.</summary>
    public string? Else { get; init; }
}

/// <summary>A way of settling a matter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Stages">Its stages; the first is where it begins.</param>
public sealed record Pathway(string Name, ImmutableArray<Stage> Stages)
{
    /// <summary>Pathways on which its decisions can be appealed.</summary>
    public ImmutableArray<string> Appeal { get; init; } = [];

    /// <summary>How long after a decision an appeal can begin.</summary>
    public TimeSpan? AppealWithin { get; init; }

    /// <summary>True where it may annul a decision and not put another in its place.</summary>
    public bool OnlyAnnuls { get; init; }

    /// <summary>True where what is appealed rests while an appeal on it is open.</summary>
    public bool Suspends { get; init; }

    /// <summary>How long after a matter was settled it can be opened again, with new information.</summary>
    public TimeSpan? ReopenAfter { get; init; }

    /// <summary>Who may put a matter on it.</summary>
    public Who Open { get; init; } = Who.Members;

    /// <summary>The stage of a name; null where there is none.</summary>
    public Stage? Find(string? stage) => Stages.FirstOrDefault(s => string.Equals(s.Name, stage, StringComparison.Ordinal));

    /// <summary>True where it can settle something: a straw poll and a third opinion cannot.</summary>
    public bool Settles =>
        Stages.Any(s => s.Method is not (Method.StrawPoll or Method.Opinion or Method.Discussion or Method.Petition or Method.Lot or Method.Nomination));

    /// <summary>True where people are drawn on it.</summary>
    public bool Draws => Stages.Any(s => s.Method == Method.Lot);

    /// <summary>True where one or several of the options are chosen on it.</summary>
    public bool HasBallot => Stages.Any(s => s.Method == Method.Ballot);

    /// <summary>True where candidates are named on it.</summary>
    public bool Nominates => Stages.Any(s => s.Method == Method.Nomination);
}

/// <summary>Who reaches less than a share is chosen for a shorter term: <c>3/5 for 365d</c>. Wikipedia's arbitration committee.</summary>
/// <param name="Above">The upper number of the fraction of votes for and against.</param>
/// <param name="Below">The lower one.</param>
/// <param name="Term">How long the term is then.</param>
public sealed record ShorterTerm(int Above, int Below, TimeSpan Term);

/// <summary>An office that members hold for a time.</summary>
/// <param name="Name">Its name.</param>
public sealed record Role(string Name)
{
    /// <summary>How long a term is; null where it does not end, which the check of the charter tells.</summary>
    public TimeSpan? Term { get; init; }

    /// <summary>How many hold it at once; null where nobody counts.</summary>
    public int? Seats { get; init; }

    /// <summary>How long before a term ends an election for it can begin; null where the seat has to be free.</summary>
    public TimeSpan? Ahead { get; init; }

    /// <summary>How long one who held it must wait.</summary>
    public TimeSpan? Pause { get; init; }

    /// <summary>Who can hold it.</summary>
    public Who Eligible { get; init; } = Who.Members;

    /// <summary>Pathways by which it is given.</summary>
    public ImmutableArray<string> By { get; init; } = [];

    /// <summary>Pathways by which it is taken.</summary>
    public ImmutableArray<string> Recall { get; init; } = [];

    /// <summary>How many of the same organisation hold it at once; null where nobody asks.</summary>
    public int? PerAffiliation { get; init; }

    /// <summary>Roles that its holders may not hold as well.</summary>
    public ImmutableArray<string> Not { get; init; } = [];

    /// <summary>True if a member does not hold it, nor what excludes it, and has waited for as long as the charter says.</summary>
    internal bool IsFreeFor(Assembly state, MemberId member, Moment at) =>
        !state.Holds(member, Name, at) && !Not.Any(r => state.Holds(member, r, at)) && !IsInPause(state, member, at);

    /// <summary>True if a member held it so short a time ago that they wait.</summary>
    internal bool IsInPause(Assembly state, MemberId member, Moment at) =>
        Pause is { } pause && state.Terms.GetValueOrDefault(Name, []).Any(t => t.Member == member && at < t.Until + pause);
}

/// <summary>What a power keeps people from while it is in force.</summary>
public enum Stops
{
    /// <summary>Nothing that the program knows of: it is recorded, and people see to it.</summary>
    Nothing = 0,

    /// <summary>A member from acting, but for talking about it, appealing and leaving.</summary>
    Acts,

    /// <summary>Most people from changing a page; they can propose changes.</summary>
    Edits,
}

/// <summary>A power over what others did: who has it, and who can undo what was done with it.</summary>
/// <param name="Name">Its name.</param>
public sealed record Power(string Name)
{
    /// <summary>Who has it.</summary>
    public Who By { get; init; } = Who.Members;

    /// <summary>Who can undo it; null where nobody was named.</summary>
    public Who? Undo { get; init; }

    /// <summary>True where each use cites a decision that allows it.</summary>
    public bool NeedsMandate { get; init; }

    /// <summary>How long a use lasts; null where it does not end by itself.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>How many of them have to do it together.</summary>
    public int Together { get; init; } = 1;

    /// <summary>What it keeps people from.</summary>
    public Stops Stops { get; init; }

    /// <summary>Who can still change a page that it protects; its holders where nobody was named.</summary>
    public Who? Allows { get; init; }

    /// <summary>Who may use it against the rules where it cannot wait, with a reason; null where nobody may.</summary>
    public Who? ExceptionBy { get; init; }

    /// <summary>How long such a use lasts; then it has to be decided.</summary>
    public TimeSpan? ExceptionFor { get; init; }
}

/// <summary>Pages that some look after more than others: who they are is earned, and what is decided about the pages goes their way first.</summary>
/// <param name="Name">Its name.</param>
public sealed record Area(string Name)
{
    /// <summary>Who looks after it: they say which pages belong to it.</summary>
    public Who Maintainers { get; init; } = Who.Members;

    /// <summary>The pathways for matters about its pages; those for pages where none is named.</summary>
    public ImmutableArray<string> By { get; init; } = [];
}

/// <summary>Which pathways lead to a decision about something.</summary>
/// <param name="Noun">What it is about (<see cref="Charter.Nouns"/>), or <c>anything</c>.</param>
/// <param name="By">The pathways; the first is the usual one.</param>
public sealed record SubjectRule(string Noun, ImmutableArray<string> By);

/// <summary>How an association decides: its roles, pathways, powers, and what leads where. It is read from text (<see cref="CharterText"/>) and never changed in place.</summary>
public sealed record Charter
{
    /// <summary>What is decided about.</summary>
    public static ImmutableArray<string> Nouns { get; } =
    ["anything", "association", "charter", "decision", "entry", "matter", "member", "page", "power", "report", "role"];

    /// <summary>Its roles, in order of their names.</summary>
    public ImmutableSortedDictionary<string, Role> Roles { get; init; } = ImmutableSortedDictionary.Create<string, Role>(StringComparer.Ordinal);

    /// <summary>Its pathways.</summary>
    public ImmutableSortedDictionary<string, Pathway> Pathways { get; init; } = ImmutableSortedDictionary.Create<string, Pathway>(StringComparer.Ordinal);

    /// <summary>Its areas.</summary>
    public ImmutableSortedDictionary<string, Area> Areas { get; init; } = ImmutableSortedDictionary.Create<string, Area>(StringComparer.Ordinal);

    /// <summary>What leads where.</summary>
    public ImmutableSortedDictionary<string, SubjectRule> Subjects { get; init; } =
        ImmutableSortedDictionary.Create<string, SubjectRule>(StringComparer.Ordinal);

    /// <summary>Its powers.</summary>
    public ImmutableSortedDictionary<string, Power> Powers { get; init; } = ImmutableSortedDictionary.Create<string, Power>(StringComparer.Ordinal);

    /// <summary>The pathways for a subject: those of its noun, else those for anything. About a role it is the role that says.</summary>
    public ImmutableArray<string> PathwaysFor(string noun) =>
        Subjects.TryGetValue(noun, out var rule) ? rule.By
        : Subjects.TryGetValue("anything", out var any) ? any.By
        : [];
}
