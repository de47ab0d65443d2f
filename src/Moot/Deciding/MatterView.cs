using System.Collections.Immutable;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>A matter in a list.</summary>
/// <param name="Matter">As time left it.</param>
/// <param name="Title">The question; null where it is out of sight.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Stands">Where it stands, in one line.</param>
public sealed record MatterLineView(Matter Matter, string? Title, SubjectView Subject, string Stands);

/// <summary>The matters of an association: the open ones, and a page of the settled ones.</summary>
/// <param name="Open">Those that are open, the one whose window closes first first; also those that time settled and nobody entered yet.</param>
/// <param name="OpenInAll">How many there are.</param>
/// <param name="Settled">Those that are settled, the newest first.</param>
/// <param name="Older">Settled matters that were opened before this entry come next; null where there are none.</param>
/// <param name="IsFirst">True for the first page.</param>
public sealed record MattersView(ImmutableArray<MatterLineView> Open, int OpenInAll, ImmutableArray<MatterLineView> Settled, long? Older, bool IsFirst)
{
    /// <summary>Roles that can be filled now by an election or a lot, and for which nobody has opened one.</summary>
    public ImmutableArray<FreeRoleView> Free { get; init; } = [];
}

/// <summary>A role that can be filled now.</summary>
/// <param name="Name">The role.</param>
/// <param name="Seats">How many seats; 0 where nobody counts them.</param>
/// <param name="From">When the first of them becomes free; null where it is free now.</param>
public sealed record FreeRoleView(string Name, int Seats, Moment? From);

/// <summary>What can be done with a matter.</summary>
public enum Doing
{
    Position = 1,
    Object,
    Vote,
    Sign,
    Call,
    Close,
    Record,
    Amend,
    Summary,
    Appeal,
    Reopen,
    Withdraw,
    Decree,
    Evidence,
    Dissent,
    Recuse,
}

/// <summary>A form that was sent and not taken.</summary>
/// <param name="Form">Which.</param>
/// <param name="Filled">What was in it.</param>
/// <param name="Verdict">Why.</param>
public sealed record Tried(string Form, Filled Filled, Verdict Verdict);

/// <summary>Something that somebody said on a matter.</summary>
/// <param name="Entry">Its entry.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Text">The words; null where there are none, or they are out of sight.</param>
public sealed record SaidView(long Entry, Actor By, Moment At, string? Text);

/// <summary>An objection as it is read, with what this visitor can do with it.</summary>
/// <param name="Objection">The objection.</param>
/// <param name="Reason">What is wrong; null where it is out of sight.</param>
/// <param name="Remedy">What would meet it; null where nobody said.</param>
/// <param name="Answers">The answers, oldest first.</param>
/// <param name="Since">What was said when it came to its state; null where nothing was.</param>
public sealed record ObjectionView(Objection Objection, string? Reason, string? Remedy, ImmutableArray<SaidView> Answers, SaidView? Since)
{
    /// <summary>True for somebody else's objection.</summary>
    public bool MayAnswer { get; init; }

    /// <summary>True for one's own.</summary>
    public bool MaySettle { get; init; }

    /// <summary>True for those who can call.</summary>
    public bool MayPutOff { get; init; }

    /// <summary>True where consent asks the visitor what it weighs.</summary>
    public bool MayTest { get; init; }
}

/// <summary>A position or a vote, with its reason.</summary>
/// <param name="Said">Who, when, why.</param>
/// <param name="Key">Key of the words that say which.</param>
public sealed record TakenView(SaidView Said, string Key);

/// <summary>The beginning of a list that may be long.</summary>
/// <param name="Items">These of them, the newest first.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Older">Those before this entry come next; null at the end.</param>
public sealed record TakenListView(ImmutableArray<TakenView> Items, int Total, long? Older);

/// <summary>The summary of the argument.</summary>
/// <param name="Entry">The entry that wrote it last.</param>
/// <param name="For">What speaks for it.</param>
/// <param name="Against">What speaks against it.</param>
/// <param name="Open">What nobody knows yet.</param>
public sealed record ArgumentView(long Entry, string? For, string? Against, string? Open);

/// <summary>A matter as it is read.</summary>
/// <param name="Matter">As time left it.</param>
/// <param name="Title">The question; null where it is out of sight.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Shown">What is proposed; null where it is out of sight.</param>
/// <param name="Words">The same as it was written.</param>
/// <param name="Line">Where it stands, in a line.</param>
/// <param name="Stands">Where it stands, and what could happen next.</param>
/// <param name="After">How it can be appealed and opened again.</param>
public sealed record MatterView(
    Matter Matter,
    string? Title,
    SubjectView Subject,
    Rendered? Shown,
    string? Words,
    string Line,
    ImmutableArray<string> Stands,
    ImmutableArray<string> After
)
{
    /// <summary>The objections of this page, oldest first.</summary>
    public ImmutableArray<ObjectionView> Objections { get; init; } = [];

    /// <summary>Where the next page of objections begins; null at the end.</summary>
    public long? LaterObjections { get; init; }

    /// <summary>Objections that are open, with the beginning of each reason: what a call has to name.</summary>
    public ImmutableArray<(Objection Objection, string? Reason)> Remaining { get; init; } = [];

    /// <summary>Objections that another one could be the same as, with the beginning of each reason; of many the first.</summary>
    public ImmutableArray<(long Entry, string? Reason)> Known { get; init; } = [];

    /// <summary>Where people stand.</summary>
    public TakenListView Positions { get; init; } = new([], 0, null);

    /// <summary>What was tried, oldest first, each with its name and what came out.</summary>
    public ImmutableArray<(Trial Trial, string? Name, SaidView Said)> Trials { get; init; } = [];

    /// <summary>The word of somebody who decided alone; null where nobody did.</summary>
    public SaidView? Decree { get; init; }

    /// <summary>The votes of this stage.</summary>
    public TakenListView Votes { get; init; } = new([], 0, null);

    /// <summary>The vote as it is counted; null where none is held.</summary>
    public VoteCount? Count { get; init; }

    /// <summary>Who signed; of many the first.</summary>
    public ImmutableArray<Actor> Signed { get; init; } = [];

    /// <summary>The summary; null where nobody wrote one.</summary>
    public ArgumentView? Summary { get; init; }

    /// <summary>What happened to it, oldest first: all, or where that is long what moved it as a whole.</summary>
    public StepListView Steps { get; init; } = new(Matter, [], 0, 0);

    /// <summary>How those saw it who lost, oldest first; of many the first.</summary>
    public ImmutableArray<SaidView> Dissents { get; init; } = [];

    /// <summary>When its decision was to be looked at again, where that day has come and nobody did.</summary>
    public Moment? Review { get; init; }

    /// <summary>The call that holds or is looked at; null where there is none.</summary>
    public SaidView? Call { get; init; }

    /// <summary>What the visitor can do now.</summary>
    public ImmutableArray<Doing> Doings { get; init; } = [];

    /// <summary>What others can do now: which, and who they are.</summary>
    public ImmutableArray<(Doing Doing, string Who)> Others { get; init; } = [];

    /// <summary>What would change of the charter, rule by rule; null where it is about none.</summary>
    public CompareView? Changes { get; init; }

    /// <summary>Threads that talk about it.</summary>
    public int Threads { get; init; }

    /// <summary>The form that was not taken; null where none was sent.</summary>
    public Tried? Tried { get; init; }

    /// <summary>What was typed into a form that was not taken; else what it begins with.</summary>
    public string Typed(string form, string field, string otherwise = "") => IsTried(form) ? Tried!.Filled[field] : otherwise;

    /// <summary>True for the form that was not taken.</summary>
    public bool IsTried(string form) => string.Equals(Tried?.Form, form, StringComparison.Ordinal);
}
