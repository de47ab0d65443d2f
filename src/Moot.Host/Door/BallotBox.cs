using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Moot.Deciding;
using Moot.Deciding.Acts;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.People;
using Moot.Host.Storage;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;
using Moot.Ui;

namespace Moot.Host.Door;

/// <summary>Secret ballots in a private file of the host, each under its seal; destroyed when the sheet is published, or the vote has failed.</summary>
/// <param name="log">The log.</param>
/// <param name="clock">The time.</param>
/// <param name="path">The file; made when it is first needed.</param>
internal sealed class BallotBox(IServedLog log, TimeProvider clock, string path) : IBallotBox, IDisposable
{
    private static readonly PrivateForm Form = new(
        "a host's ballot box",
        0x4d4f4f56, // "MOOV"
        Version: 1,
        """
        CREATE TABLE ballot(seal TEXT PRIMARY KEY, matter INTEGER NOT NULL, token TEXT NOT NULL, marks TEXT NOT NULL, poll INTEGER NOT NULL DEFAULT 1) STRICT, WITHOUT ROWID;
        CREATE INDEX ballot_matter ON ballot(matter);
        CREATE TABLE voter(matter INTEGER NOT NULL, member BLOB NOT NULL, ballots INTEGER NOT NULL, PRIMARY KEY(matter, member)) STRICT, WITHOUT ROWID;
        """
    )
    {
        IsFlushed = true,
        SinceBefore = "ALTER TABLE ballot ADD COLUMN poll INTEGER NOT NULL DEFAULT 1;",
    };

    private readonly PrivateFile file = new(path, Form);
    private readonly SemaphoreSlim publishing = new(1);

    public bool Keep(long matter, int poll, MemberId voter, string token, string marks)
    {
        var isRoom = true;
        var isKept = file.Write(open =>
        {
            var before = file.Read(
                "SELECT ballots FROM voter WHERE matter = ? AND member = ?",
                row => row.Bind(1, matter).Bind(2, voter.Act),
                static row => row.Number(0)
            );
            isRoom = before.IsEmpty || before[0] < IBallotBox.BallotsOfOneMax;
            if (isRoom)
            {
                open["INSERT INTO voter(matter, member, ballots) VALUES(?, ?, 1) ON CONFLICT(matter, member) DO UPDATE SET ballots = ballots + 1"]
                    .Bind(1, matter)
                    .Bind(2, voter.Act)
                    .Run();
                open["INSERT INTO ballot(seal, matter, token, marks, poll) VALUES(?, ?, ?, ?, ?) ON CONFLICT(seal) DO UPDATE SET poll = excluded.poll"]
                    .Bind(1, Balloting.Seal(token, voter, matter, marks))
                    .Bind(2, matter)
                    .Bind(3, token)
                    .Bind(4, marks)
                    .Bind(5, poll)
                    .Run();
            }
        });
        return isKept ? isRoom : throw new LogException("stopping", "The program is stopping: the ballot was not taken. Try again when it runs.");
    }

    public async Task<Verdict> Publish(long matter)
    {
        await publishing.WaitAsync();
        try
        {
            return await PublishAlone(matter);
        }
        finally
        {
            publishing.Release();
        }
    }

    /// <summary>Publishes the sheets of all polls that have closed: nobody has to ask for it.</summary>
    /// <param name="tell">Told in a sentence what went wrong; the next time comes.</param>
    public async Task PublishDue(Action<string> tell)
    {
        try
        {
            foreach (var matter in log.Head.World.Get<Assembly>().Matters.Values)
            {
                if (
                    matter is { Settled: null, Pathway.HasBallot: true }
                    && Find(matter.Id, Now) is { Settled: null, Balloting: { Stage.IsSecret: true, Published: null, Papers.IsEmpty: false } open }
                    && Now >= open.Closes
                    && await Publish(matter.Id) is { IsLawful: false } refused
                )
                {
                    tell($"The tally sheet of matter {matter.Id} was not published: {refused.Sentence}");
                }
            }
        }
        catch (Exception e) when (e is LogException or ObjectDisposedException or IOException)
        {
            tell($"A tally sheet was not published: {e.Message}");
        }
    }

    /// <summary>Destroys the ballots of polls that are over: of a vote that failed, and of one whose sheet was published when the program was stopped.</summary>
    /// <remarks>What is over is said by the log's own time: a clock that ran ahead for a while costs nobody their ballot.</remarks>
    public void TrySweep()
    {
        try
        {
            Sweep();
        }
        catch (Exception e) when (e is LogException or ObjectDisposedException)
        {
            // The disk is full, or the program ends: the next round does it.
        }
    }

    public void Dispose()
    {
        file.Dispose();
        publishing.Dispose();
    }

    private void Sweep()
    {
        var world = log.Head.World;
        if (world.Size == 0)
        {
            return;
        }

        var now = world.Entries.At(world.Size - 1);
        var over = file.Read("SELECT DISTINCT matter, poll FROM ballot", static _ => { }, static row => (Matter: row.Number(0), Poll: row.Number(1)))
            .Where(kept => Find(kept.Matter, now) is { } matter && IsOver(matter, kept.Poll))
            .ToList();
        foreach (var (matter, poll) in over)
        {
            Destroy(matter, poll);
        }
    }

    private static bool IsOver(Matter matter, long poll) =>
        matter.Settled is not null || poll < matter.PollNumber || (poll == matter.PollNumber && matter.Balloting is { Published: not null });

    private void Destroy(long matter, long poll)
    {
        _ = file.Write(open =>
        {
            open["DELETE FROM ballot WHERE matter = ? AND poll <= ?"].Bind(1, matter).Bind(2, poll).Run();
            open["DELETE FROM voter WHERE matter = ? AND NOT EXISTS(SELECT 1 FROM ballot WHERE ballot.matter = voter.matter)"].Bind(1, matter).Run();
        });
        file.Settle();
    }

    private async Task<Verdict> PublishAlone(long matter)
    {
        if (Find(matter, Now) is not { Settled: null, Balloting: { Stage.IsSecret: true } balloting, PollNumber: var poll })
        {
            return Verdict.Refused("no-sheet", "There is no tally sheet to publish here.");
        }

        if (Now < balloting.Closes)
        {
            return Verdict.Refused("too-early", $"The polls close at {balloting.Closes}: before that nobody sees a ballot.");
        }

        if (balloting.Published is not null)
        {
            return Verdict.Lawful; // where the ballots are still there, the next round destroys them
        }

        var kept = file.Read(
                "SELECT seal, token, marks FROM ballot WHERE matter = ?",
                row => row.Bind(1, matter),
                static row => (Seal: row.Text(0), Token: row.Text(1), Marks: row.Text(2))
            )
            .ToDictionary(b => b.Seal, b => (b.Token, b.Marks), StringComparer.Ordinal);
        var lines = new List<SheetLine>(balloting.Papers.Count);
        foreach (var (actor, paper) in balloting.Papers)
        {
            if (actor.Member is not { } voter || paper.Seal is null || !kept.TryGetValue(paper.Seal, out var ballot))
            {
                return Verdict.Refused(
                    "ballots-missing",
                    "The host does not have all the ballots any more: the sheet cannot be published, and the vote fails."
                );
            }

            lines.Add(new(ballot.Marks, Balloting.Receipt(ballot.Token, voter, matter)));
        }

        // What a stop in the middle left out follows: the order of the receipts says what is there already.
        var last = balloting.Sheet.IsEmpty ? "" : balloting.Sheet[^1].Receipt;
        using var key = KeyFile.Read(log.Folder.IntakeKeyPath);
        foreach (
            var part in lines
                .Where(l => string.CompareOrdinal(l.Receipt, last) > 0)
                .OrderBy(l => l.Receipt, StringComparer.Ordinal)
                .Select(l => (JsonNode)l.ToString())
                .Chunk(LinesOf(balloting))
        )
        {
            var content = new JsonObject { ["matter"] = matter, ["lines"] = new JsonArray(part) };
            var receipt = await ActPen.Send(log, member: null, clock, new Draft(PublishSheet.Kind, content, [], []), key);
            if (!receipt.Verdict.IsLawful)
            {
                return receipt.Verdict;
            }
        }

        if (Find(matter, Now) is { Balloting.Published: not null })
        {
            Destroy(matter, poll);
        }

        return Verdict.Lawful;
    }

    /// <summary>Lines of one part: what fits into the public part of an act.</summary>
    private static int LinesOf(Balloting balloting) =>
        Math.Clamp((Kernel.Limits.PublicJsonBytesMax - 200) / ((5 * balloting.Width) + 70), 1, PublishSheet.LinesMax);

    private Moment Now => Moment.Of(clock.GetUtcNow());

    private Matter? Find(long matter, Moment at)
    {
        var world = log.Head.World;
        var state = world.Get<Assembly>();
        return state.Find(matter) is { } found ? Progress.At(found, at, new Electorate(state, world.Get<Roster>(), world.Entries).Count) : null;
    }
}

/// <summary>A mirror keeps no ballots: it tells where they are.</summary>
/// <param name="log">The mirror.</param>
internal sealed class MirrorBallotBox(IServedLog log) : IBallotBox
{
    public bool Keep(long matter, int poll, MemberId voter, string token, string marks) => throw new LogException("mirror", MirrorPen.Refusal(log).Sentence!);

    public Task<Verdict> Publish(long matter) => Task.FromResult(MirrorPen.Refusal(log));
}
