using System.Collections.Immutable;
using System.Globalization;
using Moot.Counting;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>Something that can be chosen, as it is read.</summary>
/// <param name="Option">The option; null for "none of these".</param>
/// <param name="Id">Its entry; 0 for "none of these".</param>
/// <param name="Name">The candidate's name, or what the text is called.</param>
/// <param name="Text">What the candidate says, or what would hold; null where it is out of sight, or the matter's own text.</param>
/// <param name="Threads">Threads of questions about it.</param>
public sealed record OptionView(Option? Option, long Id, string Name, string? Text, int Threads)
{
    /// <summary>True where the visitor was named and has not accepted.</summary>
    public bool MayAccept { get; init; }

    /// <summary>True where the visitor can change the text.</summary>
    public bool MayAmend { get; init; }

    /// <summary>True where the visitor can take it back, decline, or step down.</summary>
    public bool MayWithdraw { get; init; }
}

/// <summary>What can be chosen in a matter, and who can add to it.</summary>
/// <param name="Matter">The matter, as time left it.</param>
/// <param name="Options">The options, oldest first; those that were taken back last.</param>
/// <param name="MayNominate">True where the visitor can name candidates.</param>
/// <param name="MayStand">True where the visitor can stand for election.</param>
/// <param name="MayAdd">True where the visitor can add an option.</param>
/// <param name="Members">Whom the visitor can name.</param>
public sealed record OptionsView(
    Matter Matter,
    ImmutableArray<OptionView> Options,
    bool MayNominate,
    bool MayStand,
    bool MayAdd,
    ImmutableArray<(string Id, string Name)> Members
);

/// <summary>The polls of a matter, as a voter sees them.</summary>
/// <param name="Matter">The matter, as time left it.</param>
/// <param name="Title">The question.</param>
/// <param name="Balloting">The ballots.</param>
/// <param name="Options">The options in the order of the marks.</param>
/// <param name="Least">The least mark.</param>
/// <param name="Most">The greatest mark.</param>
/// <param name="IsOpen">True as long as the polls are open.</param>
/// <param name="MayVote">True if the visitor may vote.</param>
/// <param name="Mine">The visitor's ballot; null where there is none.</param>
/// <param name="Token">A new token, for a secret vote.</param>
public sealed record BallotView(
    Matter Matter,
    string? Title,
    Balloting Balloting,
    ImmutableArray<OptionView> Options,
    int Least,
    int Most,
    bool IsOpen,
    bool MayVote,
    Paper? Mine,
    string Token
)
{
    /// <summary>What was filled in and not taken; else the visitor's own public ballot.</summary>
    public ImmutableArray<string> Filled { get; init; } = [];

    /// <summary>Why it was not taken; null where nothing was sent.</summary>
    public Verdict? Refused { get; init; }
}

/// <summary>A ballot that was just taken.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Title">The question.</param>
/// <param name="Entry">The entry with the seal.</param>
/// <param name="Token">The voter's token, which is shown this once.</param>
/// <param name="Marks">The ballot.</param>
/// <param name="Receipt">The line by which it is found on the sheet.</param>
/// <param name="Choices">The ballot in words.</param>
public sealed record KeptBallotView(Matter Matter, string? Title, long? Entry, string Token, string Marks, string Receipt, ImmutableArray<string> Choices);

/// <summary>The count of a poll, as it is read.</summary>
/// <param name="Matter">The matter, as time left it.</param>
/// <param name="Title">The question.</param>
/// <param name="Poll">Number of the poll among those of the matter, from 1.</param>
/// <param name="Result">What came out; null as long as nobody may see a ballot.</param>
/// <param name="Balloting">The ballots.</param>
/// <param name="Options">The options in the order of the marks.</param>
/// <param name="Tally">The count with the options' names; null where there is none.</param>
public sealed record ResultView(
    Matter Matter,
    string? Title,
    int Poll,
    BallotResult? Result,
    Balloting Balloting,
    ImmutableArray<OptionView> Options,
    Tally? Tally
)
{
    /// <summary>The names of those chosen, the first first; none where the vote is void.</summary>
    public ImmutableArray<(string Name, TimeSpan? Term)> Elected { get; init; } = [];

    /// <summary>The names of those between whom nothing decides.</summary>
    public ImmutableArray<OptionView> Tied { get; init; } = [];

    /// <summary>The names of those passed over, since others of their organisation were chosen.</summary>
    public ImmutableArray<string> PassedOver { get; init; } = [];

    /// <summary>True where the visitor, or anybody, can have the host publish the sheet.</summary>
    public bool MayPublish { get; init; }

    /// <summary>True where the visitor has the casting vote.</summary>
    public bool MayBreak { get; init; }

    /// <summary>True where the visitor voted and can show that the sheet is wrong.</summary>
    public bool MayContest { get; init; }

    /// <summary>What was tried and refused; null where nothing was.</summary>
    public (string Form, Verdict Verdict)? Tried { get; init; }
}

/// <summary>Makes the views of ballots.</summary>
public static class BallotViews
{
    /// <summary>Hexadecimal digits of a voter's token: 128 bits.</summary>
    public const int TokenDigits = 32;

    /// <summary>Members who are offered as candidates.</summary>
    private const int MembersShown = 500;

    /// <summary>What can be chosen in a matter; null where nothing is chosen by ballots.</summary>
    public static OptionsView? Options(Desk desk, Matter matter)
    {
        if (!matter.Pathway.HasBallot)
        {
            return null;
        }

        var state = desk.State<Assembly>();
        var isOpen = matter.Settled is null;
        var names = isOpen && matter.Stage.Method == Method.Nomination && desk.Visitor.IsMember && DoingViews.Means(desk, matter.Stage.By, matter);
        var named = matter.Options.Values.Where(o => !o.IsWithdrawn).Select(o => o.Member).ToHashSet();
        return new(
            matter,
            [.. matter.Options.Values.OrderBy(o => o.IsWithdrawn).ThenBy(o => o.Id).Select(o => View(desk, matter, o.Id))],
            names,
            names && desk.Visitor.Member is { } self && !named.Contains(self),
            isOpen
                && matter.Stage.Method == Method.Discussion
                && !matter.Pathway.Nominates
                && desk.Visitor.IsMember
                && DoingViews.Means(desk, matter.Pathway.Open, matter),
            names
                ?
                [
                    .. desk.State<Roster>()
                        .Members.Values.Where(m => m.Left is null && !named.Contains(m.Id) && m.Id != desk.Visitor.Member)
                        .Where(m =>
                            matter.OpenRole is not { } role
                            || !state.Holds(m.Id, role, desk.Now + (state.Charter.Roles.GetValueOrDefault(role)?.Ahead ?? default))
                        )
                        .Take(MembersShown)
                        .Select(m => (m.Id.ToString(), desk.NameOf(Actor.Of(m.Id))))
                        .OrderBy(m => m.Item2, StringComparer.OrdinalIgnoreCase),
                ]
                : []
        );
    }

    /// <summary>An option as it is read.</summary>
    public static OptionView View(Desk desk, Matter matter, long id)
    {
        if (id == 0)
        {
            return new(null, 0, desk.Words["ballot.none-of-these"], null, 0);
        }

        if (id == matter.Id)
        {
            return new(null, id, MatterViews.TitleOf(desk, id) ?? desk.Words["act.nameless"], null, 0);
        }

        var option = matter.Options[id];
        var me = desk.Visitor.Actor;
        var isTime = matter.Settled is null && matter.Stage.Method is Method.Discussion or Method.Nomination && !option.IsWithdrawn && me is not null;
        return new(
            option,
            id,
            option.Member is { } member ? desk.NameOf(Actor.Of(member)) : desk.Prose(option.Text, "title") ?? desk.Words["act.nameless"],
            desk.Prose(option.Text, "text"),
            desk.State<Conversations>().ThreadsOn(Subject.Entry(id)).Count()
        )
        {
            MayAccept = isTime && matter.Stage.Method == Method.Nomination && option is { Member: { } named, IsAccepted: false } && me == Actor.Of(named),
            MayAmend = isTime && option.Owner == me,
            MayWithdraw = isTime && (option.Member is { } of && me == Actor.Of(of) || (option.By == me && !(option.IsAccepted && option.Member is not null))),
        };
    }

    /// <summary>The polls of a matter; null where none are open, nor were last.</summary>
    public static BallotView? Ballot(Desk desk, Matter matter)
    {
        if (matter.Balloting is not { } balloting)
        {
            return null;
        }

        var (least, most) = BallotRules.Marks(balloting.Stage);
        var isOpen = desk.Now < balloting.Closes;
        var mine = desk.Visitor.Actor is { } me ? balloting.Papers.GetValueOrDefault(me) : null;
        return new(
            matter,
            MatterViews.TitleOf(desk, matter.Id),
            balloting,
            OptionsOf(desk, matter, balloting),
            least,
            most,
            isOpen,
            isOpen && desk.Visitor.IsMember && DoingViews.MayVote(desk, matter),
            mine,
            NewToken()
        )
        {
            Filled = mine?.Marks is { } marks ? [.. marks.Split(',').Select(m => m is "-" ? "" : m)] : [],
        };
    }

    /// <summary>The options of a poll, in the order of the marks.</summary>
    public static ImmutableArray<OptionView> OptionsOf(Desk desk, Matter matter, Balloting balloting) =>
        [.. balloting.Options.Select(o => View(desk, matter, o)), .. balloting.Stage.HasDefault ? [View(desk, matter, 0)] : ImmutableArray<OptionView>.Empty];

    /// <summary>The polls of a matter, oldest first.</summary>
    public static ImmutableArray<Balloting> Polls(Matter matter) => matter.Balloting is { } open ? matter.PastBallots.Add(open) : matter.PastBallots;

    /// <summary>The count of a poll; null where there is none.</summary>
    /// <param name="desk">Whose desk.</param>
    /// <param name="matter">As time left it.</param>
    /// <param name="poll">Its number, from 1; the last one where it is left out.</param>
    public static ResultView? Count(Desk desk, Matter matter, int? poll)
    {
        var polls = Polls(matter);
        var number = poll ?? polls.Length;
        if (number < 1 || number > polls.Length)
        {
            return null;
        }

        var balloting = polls[number - 1];
        var isNow = balloting == matter.Balloting;
        var isClosed = desk.Now >= balloting.Closes;
        var result = isClosed && balloting.IsOpen ? BallotResult.Of(balloting, MatterViews.CountOf(desk)) : null;
        var options = OptionsOf(desk, matter, balloting);
        var byId = options.ToDictionary(o => o.Id);
        return new(
            matter,
            MatterViews.TitleOf(desk, matter.Id),
            number,
            result,
            balloting,
            options,
            result?.Tally is { } tally ? tally with { Options = NamesOf(result.Poll, options) } : null
        )
        {
            Elected = result is null || balloting.Void is not null ? [] : [.. result.Elected.Select(e => (byId[e.Option].Name, e.Term))],
            Tied = result is null ? [] : [.. result.Tied.Select(t => byId[t])],
            PassedOver = result is null ? [] : [.. result.PassedOver.Select(p => byId[p].Name)],
            MayPublish =
                desk.Served.Log.MirrorOf is null && isNow && isClosed && balloting is { Stage.IsSecret: true, Published: null } && !balloting.Papers.IsEmpty,
            MayBreak =
                isNow
                && result is { Tied.IsEmpty: false }
                && balloting.Casting is null
                && balloting.Stage.Casting is { } casting
                && desk.Visitor is { IsMember: true, Actor: { } self }
                && !matter.Recused.ContainsKey(self)
                && DoingViews.Means(desk, casting, matter),
            MayContest = isNow && balloting.Published is not null && desk.Visitor.Actor is { } me && balloting.Papers.ContainsKey(me),
        };
    }

    /// <summary>A token that nobody can guess.</summary>
    public static string NewToken() => Kernel.Keys.Salt.Fresh().ToHex()[..TokenDigits];

    /// <summary>The names of options by their ids; those of the same name get their number too.</summary>
    public static Func<long, string> NamesOf(ImmutableArray<OptionView> options) =>
        id =>
            options.First(o => o.Id == id).Name is var name && options.Count(o => string.Equals(o.Name, name, StringComparison.Ordinal)) > 1
                ? FormattableString.Invariant($"{name} ({id})")
                : name;

    /// <summary>The names of the options of a poll that is counted by their ids.</summary>
    public static ImmutableArray<string> NamesOf(Poll poll, ImmutableArray<OptionView> options)
    {
        var names = NamesOf(options);
        return [.. poll.Options.Select(o => names(long.Parse(o, CultureInfo.InvariantCulture)))];
    }
}
