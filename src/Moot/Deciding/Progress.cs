using System.Collections.Immutable;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding;

/// <summary>What time alone has done to a matter: windows that closed, stages that ended. Worked out when it is asked for, and the same whenever that is.</summary>
public static class Progress
{
    /// <summary>Stages that one matter passes before it is settled: a charter whose stages lead in a circle must not turn for ever.</summary>
    public const int StagesMax = 256;

    /// <summary>The matter as it stands at a time.</summary>
    /// <param name="matter">As the last act left it.</param>
    /// <param name="at">The time; what happens at the very moment at which a window ends comes too late.</param>
    /// <param name="count">How many could take part at a time: those of a rule about people that names members and roles alone.</param>
    public static Matter At(Matter matter, Moment at, Func<Who, Moment, long> count)
    {
        while (matter.Settled is null && EndOf(matter, at, count) is var (ended, passed, onward))
        {
            matter = Next(Chosen(matter, count), ended, passed, entry: null, onward: onward);
        }

        return matter;
    }

    /// <summary>When the stage that a matter is in ends at the latest by time alone; null where it waits for somebody.</summary>
    public static Moment? WindowOf(Matter matter) =>
        matter.Settled is not null ? null
        : matter.Stage.Method == Method.RoughConsensus
            ? matter.Call is { Kind: not CallKind.None } call && !IsContested(matter) ? call.At + matter.Stage.Confirm!.Value
                : LatestOf(matter)
        : matter.Stage.Method == Method.Lot
            ? matter.Lot switch
            {
                { Read: { } read, Disputed: null } => read.At + matter.Stage.Confirm!.Value,
                // Whoever disputes at the very end leaves another one time to read the numbers.
                { Disputed: { } disputed } => Later(matter.Began + matter.Stage.AtMost!.Value, disputed + matter.Stage.Confirm!.Value),
                _ => matter.Began + matter.Stage.AtMost!.Value,
            }
        : matter.Stage.Method is Method.Closing or Method.Opinion ? LatestOf(matter)
        : matter.Balloting is { } balloting
            ? balloting.Options.IsEmpty ? matter.Began
                : balloting.Ends
        : matter.Ends ?? matter.Began + matter.Stage.For!.Value;

    private static Moment Later(Moment one, Moment other) => one < other ? other : one;

    /// <summary>When a stage that waits for somebody waits no longer; null where it waits for ever.</summary>
    private static Moment? LatestOf(Matter matter) => matter.Stage.AtMost is { } most ? matter.Began + most : null;

    /// <summary>A matter that begins, or begins again: where its first stage is a ballot the polls are open.</summary>
    internal static Matter Begin(Matter matter) =>
        matter.Stage.Method == Method.Ballot ? matter with { Balloting = Polls(matter, matter.Stage, matter.Began) } : matter;

    /// <summary>A stage ended: what comes next.</summary>
    internal static Matter Next(Matter matter, Moment ended, bool hasPassed, long? entry, Outcome? outcome = null, string? onward = null)
    {
        var stage = matter.Stage;
        if (stage.Method == Method.Lot)
        {
            var breaksTie = !matter.Tied.IsEmpty;
            matter = !breaksTie
                ? matter with
                {
                    Drawn = hasPassed ? Drawing.Order(matter) : [],
                    Drew = hasPassed && matter.Lot is { Chain: not null } drawn ? new(drawn, stage.PerAffiliation, matter.Belonged) : null,
                    Lot = null,
                }
                : matter with
                {
                    Elected = hasPassed ? [.. matter.Elected, .. Drawing.OrderOfOptions(matter)] : matter.Elected,
                    Tied = [],
                    TiedSeats = 0,
                    Lot = null,
                };

            // Where nothing decides a tie its seats stay empty; two who read different numbers do not undo what the ballots decided.
            hasPassed |= breaksTie && !matter.Elected.IsEmpty;
        }

        if (matter.Balloting is { } counted)
        {
            matter = matter with { PastBallots = matter.PastBallots.Add(counted), Balloting = null };
        }

        var past = matter.Past.Add(new(stage.Name, matter.Began, ended, hasPassed));
        var next = onward ?? (hasPassed ? stage.Then : stage.Else);
        if (!hasPassed && onward is null)
        {
            matter = matter with { Elected = [], Tied = [], TiedSeats = 0 };
        }

        var following = matter.Pathway.Find(next);
        return past.Length - matter.StagesBefore < StagesMax && following is not null
            ? matter with
            {
                Past = past,
                Stage = following,
                Began = ended,
                Ends = null,
                Call = null,
                Votes = matter.Votes.Clear(),
                Casting = null,
                Belonged = matter.Belonged.Clear(),
                Signatures = matter.Signatures.Clear(),
                Balloting = following.Method == Method.Ballot ? Polls(matter, following, ended) : null,

                // Unless it decides a tie, a ballot chooses anew.
                Elected = following.Method is Method.Ballot && matter.Tied.IsEmpty ? [] : matter.Elected,
                Tied = following.Method is Method.Ballot ? [] : matter.Tied,
                TiedSeats = following.Method is Method.Ballot ? 0 : matter.TiedSeats,
            }
            : WithoutWhatLost(matter) with
            {
                Past = past,
                // A circle that has turned so often decides nothing: what was to follow did not.
                Settled = new(
                    following is not null ? Outcome.NoConsensus
                        : stage.Method == Method.Lot && hasPassed && matter.OpenRole is null && matter.Elected.IsEmpty ? Outcome.Advice
                        : hasPassed && matter.Appeals is not null && IsBeaten(matter) ? Outcome.Rejected
                        : outcome ?? OutcomeOf(stage.Method, hasPassed),
                    ended,
                    entry
                ),
            };
    }

    /// <summary>True if a new objection came after a call, other than those that were said before: then the call does not hold. RFC 7282 §3.</summary>
    public static bool IsContested(Matter matter) => matter.Call is { } call && matter.Objections.Values.Any(o => o.Since > call.Entry && !o.IsClosed);

    /// <summary>The polls open: what can be chosen is fixed.</summary>
    private static Balloting Polls(Matter matter, Stage stage, Moment began)
    {
        var options = matter.Tied.IsEmpty ? matter.Options.Values.Where(o => o.Stands).Select(o => o.Id) : matter.Tied;
        var seats =
            matter.TiedSeats > 0 ? matter.TiedSeats
            : BallotRules.IsSingle(stage) ? 1
            : Math.Min(stage.Seats ?? matter.OpenSeats ?? 1, matter.OpenSeats ?? int.MaxValue); // no more than are free
        return new(stage, began, matter.Tied.IsEmpty && !matter.Pathway.Nominates ? [matter.Id, .. options] : [.. options], seats)
        {
            Belongs = matter.Options.Values.Where(o => o.Belongs is not null).ToImmutableDictionary(o => o.Id, o => o.Belongs!.Value),
        };
    }

    /// <summary>A ballot chose another text than the matter's own: what that carried does not take effect.</summary>
    private static Matter WithoutWhatLost(Matter matter) =>
        !IsBeaten(matter) ? matter : matter with { NewCharter = null, Revision = null, Mandate = null, Undoes = null, Role = null };

    private static bool IsBeaten(Matter matter) => !matter.Elected.IsEmpty && !matter.Pathway.Nominates && matter.Elected.All(e => e.Option != matter.Id);

    /// <summary>The matter with what its ballots chose, where they are counted now.</summary>
    private static Matter Chosen(Matter matter, Func<Who, Moment, long> count) =>
        matter.Balloting is { Void: null, IsOpen: true, Papers.IsEmpty: false } balloting && BallotResult.Of(balloting, count) is var result
            ? matter with
            {
                Elected = [.. matter.Elected, .. result.Elected],
                Tied = result.Tied,
                TiedSeats = result.TiedSeats,
            }
            : matter;

    /// <summary>How a stage of ballots ends: with somebody who was chosen, with a tie, or with nobody.</summary>
    private static (Moment Ended, bool HasPassed, string? Onward) EndOfBallots(Matter matter, Moment ended, Func<Who, Moment, long> count)
    {
        var balloting = matter.Balloting!;
        if (balloting.Void is not null || !balloting.IsOpen || balloting.Papers.IsEmpty)
        {
            return (ended, false, null);
        }

        var result = BallotResult.Of(balloting, count);
        return result.Tied.IsEmpty || result.Tied.Contains(0) || balloting.Stage.Tie is null
            ? (ended, !result.Elected.IsEmpty || !matter.Elected.IsEmpty, null)
            : (ended, false, balloting.Stage.Tie);
    }

    private static Outcome OutcomeOf(Method method, bool hasPassed) =>
        method switch
        {
            Method.StrawPoll or Method.Opinion or Method.Discussion => Outcome.Advice,
            Method.Petition => hasPassed ? Outcome.Advice : Outcome.NoConsensus,
            _ when hasPassed => Outcome.Adopted,
            Method.Vote or Method.Ballot => Outcome.Rejected,
            _ => Outcome.NoConsensus,
        };

    /// <summary>When and how the present stage ended; null where it has not.</summary>
    private static (Moment Ended, bool HasPassed, string? Onward)? EndOf(Matter matter, Moment at, Func<Who, Moment, long> count)
    {
        var isOver = WindowOf(matter) is { } end && at >= end;
        var ended = isOver ? WindowOf(matter)!.Value : default;
        return matter.Stage.Method switch
        {
            _ when !isOver => null,
            Method.Discussion or Method.StrawPoll => (ended, true, null),
            Method.Petition => (ended, Enough(matter, count), null),
            Method.Nomination => (ended, matter.Options.Values.Any(o => o.Stands), null),
            Method.Ballot => EndOfBallots(matter, ended, count),
            Method.RoughConsensus => (ended, matter.Call is not null && !IsContested(matter), null),
            Method.Closing or Method.Opinion => (ended, false, null),
            Method.LazyConsensus or Method.Consent => (ended, matter.Objections.Values.All(o => o.IsClosed), null),
            Method.Vote => VoteCount.Of(matter, count) is var votes && votes.IsBetween
                ? (ended, false, matter.Stage.BetweenThen)
                : (ended, votes.HasPassed, null),
            Method.Reserve => (ended, false, null),
            Method.Lot => (ended, matter.Lot is { Read: not null, IsDisputed: false }, null),
            _ => null,
        };
    }

    /// <summary>True if a petition has the signatures that it needs.</summary>
    public static bool Enough(Matter matter, Func<Who, Moment, long> count) =>
        matter.Stage.Signatures!.IsReached(
            SignaturesThatCount(matter),
            matter.Stage.Signatures.Form == HeadForm.Number ? 0
                : matter.Stage.By.IsDrawn ? matter.Drawn.Length
                : count(matter.Stage.By, matter.Began)
        );

    /// <summary>Signatures, of each organisation as many as count.</summary>
    public static int SignaturesThatCount(Matter matter) =>
        matter.Stage.PerAffiliation is { } most
            ? matter
                .Signatures.Keys.GroupBy(a => matter.Belonged.TryGetValue(a, out var organisation) ? organisation : -1)
                .Sum(g => g.Key < 0 ? g.Count() : Math.Min(g.Count(), most))
            : matter.Signatures.Count;
}
