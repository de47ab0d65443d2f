using System.Collections.Immutable;
using Moot.Deciding.Acts;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>A step of a matter: what somebody did, or what time did.</summary>
/// <param name="At">When.</param>
/// <param name="What">In words.</param>
/// <param name="By">Who; null where time did it.</param>
/// <param name="Entry">The entry that did it; null where time did.</param>
/// <param name="Kind">The kind of act; null where time did it.</param>
/// <param name="Text">The first words of what was said; null where nothing was, or it is out of sight.</param>
/// <param name="Place">Where there is more of it, below the association; null where there is no more.</param>
public sealed record StepView(Moment At, string What, Actor? By = null, long? Entry = null, string? Kind = null, string? Text = null, string? Place = null)
{
    /// <summary>True where the words are hidden or erased.</summary>
    public bool IsWithdrawn { get; init; }
}

/// <summary>Some of the steps of a matter.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Items">The steps, oldest first.</param>
/// <param name="From">Number of the first of them, from 0.</param>
/// <param name="Total">How many there are in all.</param>
public sealed record StepListView(Matter Matter, ImmutableArray<StepView> Items, int From, int Total)
{
    /// <summary>True where all are here.</summary>
    public bool IsWhole => Items.Length == Total;
}

/// <summary>Tells what happened to a matter.</summary>
public static class StepViews
{
    /// <summary>Steps that a matter's own page shows; of more it shows those that moved the matter as a whole.</summary>
    public const int WithMatterMax = 40;

    /// <summary>Steps on one page of all.</summary>
    public const int ShownMax = 100;

    /// <summary>UTF-16 characters of what was said, where a step is told.</summary>
    public const int SaidCharactersMax = 160;

    /// <summary>Members of a body that say something, the most telling first.</summary>
    private static readonly string[] Sayings = ["reason", "text", "answer", "explanation", "rationale", "information", "name", "for", "against", "open"];

    /// <summary>What one takes a part with, of which there may be thousands.</summary>
    private static readonly ImmutableHashSet<string> Parts =
    [
        TakePosition.Kind,
        CastVote.Kind,
        CastBallot.Kind,
        SealBallot.Kind,
        SignMatter.Kind,
        RaiseObjection.Kind,
        AnswerObjection.Kind,
        SettleObjection.Kind,
        DeferObjection.Kind,
        MergeObjection.Kind,
        TestObjection.Kind,
        EditSummary.Kind,
    ];

    private readonly record struct Point(Moment At, int Rank, long? Entry = null, StageEnd? Stage = null, Settlement? Settled = null, long? Appeal = null);

    /// <summary>What a matter's own page tells.</summary>
    public static StepListView Main(Desk desk, Matter matter)
    {
        var all = Points(desk, matter);
        var shown =
            all.Count <= WithMatterMax ? all : [.. all.Where(p => p.Entry is not { } entry || !Parts.Contains(KindOf(desk, entry))).TakeLast(WithMatterMax)];
        return new(matter, [.. shown.Select(p => Tell(desk, matter, p))], 0, all.Count);
    }

    /// <summary>A page of all steps.</summary>
    /// <param name="desk">Whose desk.</param>
    /// <param name="matter">As time left it.</param>
    /// <param name="from">The first step, from 0.</param>
    public static StepListView All(Desk desk, Matter matter, int from)
    {
        var all = Points(desk, matter);
        from = Math.Clamp(from, 0, Math.Max(0, all.Count - 1));
        return new(matter, [.. all.Skip(from).Take(ShownMax).Select(p => Tell(desk, matter, p))], from, all.Count);
    }

    /// <summary>The entries that wrote what is proposed, oldest first.</summary>
    public static ImmutableArray<long> Texts(Desk desk, Matter matter) =>
        [
            .. StepIndexViews
                .Of(desk.Served)
                .Of(desk, matter.Id)
                .Where(e => e == matter.Id || string.Equals(KindOf(desk, e), AmendMatter.Kind, StringComparison.Ordinal)),
        ];

    /// <summary>When something last happened to a matter.</summary>
    public static Moment LastOf(Desk desk, Matter matter) =>
        StepIndexViews.Of(desk.Served).Of(desk, matter.Id) is [.., var last] ? desk.World.Entries.At(last) : matter.Opened;

    private static string KindOf(Desk desk, long entry) =>
        desk.World.Entries.KindOf(entry) is >= 0 and var number ? desk.World.Registry.Kinds[number].Name : "";

    private static List<Point> Points(Desk desk, Matter matter)
    {
        var entries = StepIndexViews.Of(desk.Served).Of(desk, matter.Id);
        var points = new List<Point>(entries.Count + matter.Past.Length + 4);
        points.AddRange(entries.Select(e => new Point(desk.World.Entries.At(e), 0, e)));
        points.AddRange(matter.Past.Select(p => new Point(p.Ended, IsByAct(matter, p) ? 1 : -2, Stage: p)));
        var settled = matter.Settled is { } last ? matter.Before.Add(last) : matter.Before;
        points.AddRange(
            settled.Select(s => new Point(
                s.At,
                s.Entry is { } entry && !string.Equals(KindOf(desk, entry), RecordDecision.Kind, StringComparison.Ordinal) ? 2 : -1,
                Settled: s
            ))
        );
        var decisions = settled.Select(s => s.Entry).Append(matter.Decree?.Entry).OfType<long>().ToHashSet();
        if (decisions.Count > 0)
        {
            points.AddRange(
                desk.State<Assembly>()
                    .Matters.Values.Where(m => m.Appeals is { } decision && decisions.Contains(decision))
                    .Select(m => new Point(m.Opened, 3, Appeal: m.Id))
            );
        }

        return [.. points.OrderBy(p => p.At).ThenBy(p => p.Rank)];
    }

    /// <summary>True where an act ended a stage, and not its time: what comes at the very end of a window comes after it.</summary>
    private static bool IsByAct(Matter matter, StageEnd end) =>
        matter.Pathway.Find(end.Stage) is { } stage
        && stage.Method switch
        {
            Method.RoughConsensus or Method.Closing or Method.Opinion when stage.AtMost is { } most && end.Ended == end.Began + most => false,
            Method.RoughConsensus => !end.HasPassed,
            Method.Closing or Method.Opinion => true,
            Method.Reserve => end.HasPassed,
            Method.Vote or Method.Petition => end.Ended < end.Began + stage.For!.Value,
            _ => false,
        };

    private static StepView Tell(Desk desk, Matter matter, in Point point)
    {
        var (words, plain) = (desk.Words, new Plain(desk.Words));
        return point switch
        {
            { Entry: { } entry } => Tell(desk, matter, entry),
            { Stage: { } end } => new(end.Ended, StageSaid(plain, words, matter, end)),
            { Settled: { } settled } => new(settled.At, words["step.outcome-" + WordJson<Outcome>.Word(settled.Outcome)]),
            { Appeal: { } appeal } => new(
                point.At,
                words.Say("decide.appealed", MatterViews.TitleOf(desk, appeal) ?? words["act.nameless"]),
                desk.World.Entries.Author(appeal),
                appeal,
                OpenMatter.Kind,
                Place: $"matter/{appeal}"
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static StepView Tell(Desk desk, Matter matter, long entry)
    {
        var read = ReadAct.Of(desk.Store, desk.World.Registry, entry);
        var (key, place) = read?.Record switch
        {
            OpenMatter => ("decide.opened", null),
            AmendMatter => ("decide.amended", $"matter/{matter.Id}/texts?new={entry}"),
            TakePosition act => ("decide.stance-" + WordJson<Stance>.Word(act.Stance), null),
            RaiseObjection => ("step.objected", OnPage(entry)),
            AnswerObjection act => ("step.answered", OnPage(act.Objection)),
            SettleObjection act => ("decide.says-" + WordJson<HolderSays>.Word(act.As), OnPage(act.Objection)),
            DeferObjection act => ("decide.defer-" + WordJson<DeferReason>.Word(act.As), OnPage(act.Objection)),
            MergeObjection act => ("step.merged", OnPage(act.Objection)),
            TestObjection act => (act.Holds ? "decide.test-harm" : "decide.test-taste", OnPage(act.Objection)),
            CallConsensus act => ("decide.call-" + WordJson<CallKind>.Word(act.As), null),
            CastVote act => ("decide.vote-" + WordJson<Vote>.Word(act.Vote), null),
            SignMatter => ("step.signed", null),
            RecuseFromMatter => ("step.recused", $"matter/{matter.Id}#aside"),
            CloseMatter act => ("decide.closing-" + WordJson<Closing>.Word(act.As), null),
            DecreeMatter => ("decide.decree", null),
            RecordDecision => ("step.recorded", null),
            ReopenMatter => ("step.reopened", null),
            WithdrawMatter => ("step.taken-back", null),
            DissentFromMatter => ("step.dissent", $"matter/{matter.Id}#dissents"),
            EditSummary => ("decide.summary", $"matter/{matter.Id}#summary"),
            AnnounceLot => ("step.lot-announced", $"matter/{matter.Id}#draw"),
            DrawLot => ("step.lot-drawn", $"matter/{matter.Id}#draw"),
            DisputeLot => ("step.lot-disputed", $"matter/{matter.Id}#draw"),
            ReplaceDrawn => ("step.lot-replaced", $"matter/{matter.Id}#draw"),
            AddOption => ("step.option", $"matter/{matter.Id}#option-{entry}"),
            AmendOption act => ("step.option-amended", $"matter/{matter.Id}#option-{act.Option}"),
            WithdrawOption act => ("step.option-withdrawn", $"matter/{matter.Id}#option-{act.Option}"),
            NominateCandidate => ("step.nominated", $"matter/{matter.Id}#option-{entry}"),
            AcceptNomination act => ("step.accepted", $"matter/{matter.Id}#option-{act.Option}"),
            CastBallot => ("step.ballot", null),
            SealBallot => ("step.sealed", null),
            PublishSheet => ("step.sheet", $"matter/{matter.Id}/count"),
            ContestSheet => ("step.contested", $"matter/{matter.Id}/count"),
            BreakTie => ("step.tie-broken", $"matter/{matter.Id}/count"),
            ShowEvidence => ("decide.do-evidence", $"matter/{matter.Id}#evidence"),
            _ => ("act.nameless", (string?)null),
        };
        var what = read?.Record switch
        {
            TakePosition => "step.position",
            CastVote => "step.vote",
            SettleObjection => "step.settled",
            DeferObjection => "step.deferred",
            TestObjection => "step.tested",
            CloseMatter => "step.closed",
            ShowEvidence => "step.evidence",
            EditSummary => "step.summary",
            _ => null,
        };
        return new(
            desk.World.Entries.At(entry),
            what is null ? desk.Words[key] : desk.Words.Say(what, desk.Words[key]),
            desk.World.Entries.Author(entry),
            entry,
            read?.Entry.Act.Kind,
            Said(desk, entry),
            place
        )
        {
            IsWithdrawn = desk.IsWithdrawn(entry),
        };

        string OnPage(long objection) => $"matter/{matter.Id}?from={objection}#o{objection}";
    }

    /// <summary>The first words of what was said.</summary>
    private static string? Said(Desk desk, long entry)
    {
        foreach (var member in Sayings)
        {
            if (desk.Prose(entry, member) is { Length: > 0 } said)
            {
                var line = string.Join(' ', said[..Math.Min(said.Length, 4 * SaidCharactersMax)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
                var end = char.IsHighSurrogate(line[Math.Min(line.Length, SaidCharactersMax) - 1]) ? SaidCharactersMax - 1 : SaidCharactersMax;
                return line.Length <= SaidCharactersMax ? line : string.Concat(line.AsSpan(0, end), "…");
            }
        }

        return null;
    }

    private static string StageSaid(Plain plain, Moot.Ui.Words words, Matter matter, StageEnd end)
    {
        var stage = matter.Pathway.Find(end.Stage);
        return words.Say(
            stage?.Method is Method.Discussion or Method.StrawPoll or Method.Opinion ? "decide.stage-ended"
                : end.HasPassed ? "decide.stage-passed"
                : "decide.stage-failed",
            stage is null ? end.Stage : plain.Method(stage)
        );
    }
}
