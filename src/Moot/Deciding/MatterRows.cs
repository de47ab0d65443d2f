using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding;

/// <summary>The rows of a matter, for the digest by which two machines see that they agree.</summary>
internal static class MatterRows
{
    public static void Write(StateRows rows, Matter matter)
    {
        rows.Row(
            "matter",
            matter.Id,
            matter.Subject,
            matter.Opener,
            matter.Pathway.Name,
            matter.Stage.Name,
            matter.Began.Milliseconds,
            matter.Ends?.Milliseconds ?? -1,
            matter.Text,
            matter.Summary ?? -1,
            matter.Appeals ?? -1,
            matter.IsAnnulled,
            matter.OldCharter ?? -1,
            matter.Revision ?? -1,
            matter.Mandate is { } mandate ? $"{mandate.Power} {mandate.Until?.Milliseconds ?? -1}" : "-",
            matter.Undoes ?? -1,
            matter.Casting is { } casting ? WordJson<Vote>.Word(casting) : "-",
            matter.Decree is var (decree, until) ? $"{decree} {until.Milliseconds}" : "-",
            matter.NewCharter is null ? 0 : matter.NewCharter.Length,
            matter.Role is { } role ? $"{role.Name} {role.Member} {role.IsGiven}" : "-",
            matter.Call is { } call ? $"{call.Entry} {WordJson<CallKind>.Word(call.Kind)} {call.At.Milliseconds}" : "-"
        );
        if (matter.StagesBefore > 0)
        {
            rows.Row("again", matter.Id, matter.StagesBefore);
        }

        foreach (var trial in matter.Evidence)
        {
            rows.Row("trial", matter.Id, trial.Entry, trial.By, WordJson<Maturity>.Word(trial.Maturity), trial.Works);
        }

        foreach (var past in matter.Past)
        {
            rows.Row("stage", matter.Id, past.Stage, past.Began.Milliseconds, past.Ended.Milliseconds, past.HasPassed);
        }

        foreach (var settled in matter.Settled is { } last ? matter.Before.Add(last) : matter.Before)
        {
            rows.Row("settled", matter.Id, WordJson<Outcome>.Word(settled.Outcome), settled.At.Milliseconds, settled.Entry ?? -1);
        }

        foreach (var objection in matter.Objections.Values)
        {
            rows.Row(
                "objection",
                matter.Id,
                objection.Entry,
                objection.By,
                WordJson<ObjectionState>.Word(objection.State),
                objection.Since,
                objection.SameAs ?? -1,
                objection.Deferred is { } reason ? WordJson<DeferReason>.Word(reason) : "-",
                string.Join(',', objection.Answers)
            );
            foreach (var (actor, holds) in objection.Tests)
            {
                rows.Row("test", objection.Entry, actor, holds);
            }
        }

        foreach (var (actor, (stance, entry)) in matter.Positions)
        {
            rows.Row("position", matter.Id, actor, WordJson<Stance>.Word(stance), entry);
        }

        foreach (var (actor, (vote, entry)) in matter.Votes)
        {
            rows.Row("vote", matter.Id, actor, WordJson<Vote>.Word(vote), entry);
        }

        foreach (var (actor, entry) in matter.Signatures)
        {
            rows.Row("signature", matter.Id, actor, entry);
        }

        if (matter.Lot is { } lot)
        {
            var read = lot.Read is { } key ? $"{key.Entry} {key.By} {key.At.Milliseconds} {key.Key}" : "-";
            rows.Row(
                "lot",
                matter.Id,
                lot.Announced,
                lot.Draws.Milliseconds,
                lot.Sources,
                string.Join(',', lot.Pool),
                string.Join(',', lot.Options),
                read,
                lot.Disputed?.Milliseconds ?? -1,
                lot.Chain?.ToHex() ?? "-"
            );
        }

        if (!matter.Drawn.IsEmpty || matter.OpenRole is not null)
        {
            rows.Row("drawn", matter.Id, string.Join(',', matter.Drawn), matter.OpenRole ?? "-", matter.OpenSeats ?? -1);
        }

        if (matter.Drew is { } drew)
        {
            rows.Row("drew", matter.Id, drew.Lot.Announced, drew.Lot.Chain?.ToHex() ?? "-", string.Join(',', drew.Replaced));
        }

        foreach (var option in matter.Options.Values)
        {
            rows.Row(
                "option",
                matter.Id,
                option.Id,
                option.By,
                option.Text,
                option.Member?.ToString() ?? "-",
                option.IsAccepted,
                option.IsWithdrawn,
                option.Belongs ?? -1
            );
        }

        foreach (var balloting in matter.Balloting is { } open ? matter.PastBallots.Add(open) : matter.PastBallots)
        {
            Write(rows, matter, balloting);
        }

        if (!matter.Elected.IsEmpty || !matter.Tied.IsEmpty)
        {
            var terms = matter.Elected.Select(e =>
                e.Term is { } term ? FormattableString.Invariant($"{e.Option} {(long)term.TotalMilliseconds}") : $"{e.Option}"
            );
            rows.Row("elected", matter.Id, string.Join(',', terms), string.Join(',', matter.Tied), matter.TiedSeats);
        }

        foreach (var (actor, belonged) in matter.Belonged)
        {
            rows.Row("belonged", matter.Id, actor, belonged);
        }

        foreach (var (actor, began) in matter.Recused)
        {
            rows.Row("recused", matter.Id, actor, began.Milliseconds);
        }

        foreach (var (actor, entry) in matter.Dissents)
        {
            rows.Row("dissent", matter.Id, actor, entry);
        }

        foreach (var party in matter.Parties)
        {
            rows.Row("party", matter.Id, party);
        }

        foreach (var decider in matter.Deciders)
        {
            rows.Row("decider", matter.Id, decider);
        }
    }

    private static void Write(StateRows rows, Matter matter, Balloting balloting)
    {
        rows.Row(
            "balloting",
            matter.Id,
            balloting.Stage.Name,
            balloting.Began.Milliseconds,
            string.Join(',', balloting.Options),
            balloting.Seats,
            balloting.Published?.Milliseconds ?? -1,
            balloting.Casting is var (preferred, entry) ? $"{string.Join(',', preferred)} {entry}" : "-",
            balloting.Void ?? -1,
            string.Join(',', balloting.SheetEntries)
        );
        foreach (var (actor, paper) in balloting.Papers)
        {
            rows.Row("paper", matter.Id, balloting.Began.Milliseconds, actor, paper.Entry, paper.Marks ?? "-", paper.Seal ?? "-");
        }

        foreach (var line in balloting.Sheet)
        {
            rows.Row("line", matter.Id, balloting.Began.Milliseconds, line.Marks, line.Receipt);
        }
    }
}
