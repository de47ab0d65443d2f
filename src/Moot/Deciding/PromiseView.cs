using System.Collections.Immutable;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>A promise that waits for others, in a list or on its page.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="Title">What is promised, in a line; null where it is out of sight.</param>
/// <param name="Stands">Where it stands, in a sentence.</param>
public sealed record PromiseLine(Commitment Promise, string? Title, string Stands);

/// <summary>The promises of an association.</summary>
/// <param name="Waiting">Those that wait for others, the one whose day comes first first.</param>
/// <param name="Bound">Those that bind, the newest first.</param>
/// <param name="Void">Those for which there were too few, the newest first.</param>
public sealed record PromisesView(ImmutableArray<PromiseLine> Waiting, ImmutableArray<PromiseLine> Bound, ImmutableArray<PromiseLine> Void);

/// <summary>One promise, or the form for a new one.</summary>
/// <param name="Line">The promise; null for a new one.</param>
/// <param name="Text">Its words.</param>
/// <param name="People">Who promised, the first first, with what they say that they did.</param>
/// <param name="Refused">What was wrong with what was sent.</param>
/// <param name="Filled">What was typed.</param>
public sealed record PromiseView(
    PromiseLine? Line,
    string? Text,
    ImmutableArray<(SaidView Said, bool HasKept)> People,
    Verdict? Refused = null,
    Filled? Filled = null
);

/// <summary>State to view, of promises.</summary>
public static class PromiseViews
{
    /// <summary>Promises of each sort that a page shows.</summary>
    public const int ShownMax = 50;

    /// <summary>All of them.</summary>
    public static PromisesView All(Desk desk)
    {
        var all = desk.State<Assembly>().Commitments.Values;
        return new(
            [.. all.Where(c => c.IsOpen(desk.Now)).OrderBy(c => c.Until).Take(ShownMax).Select(c => Line(desk, c))],
            [.. all.Where(c => c.Met is not null).Reverse().Take(ShownMax).Select(c => Line(desk, c))],
            [.. all.Where(c => c.IsVoid(desk.Now)).Reverse().Take(ShownMax).Select(c => Line(desk, c))]
        );
    }

    /// <summary>One of them.</summary>
    public static PromiseView Of(Desk desk, Commitment promise, Verdict? refused = null, Filled? filled = null) =>
        new(
            Line(desk, promise),
            desk.Prose(promise.Id, "text"),
            [
                .. promise
                    .Joined.OrderBy(j => j.Value)
                    .Select(j =>
                        promise.Kept.TryGetValue(j.Key, out var kept)
                            ? (new SaidView(kept, j.Key, desk.World.Entries.At(kept), desk.Prose(kept, "what")), true)
                            : (new SaidView(j.Value, j.Key, desk.World.Entries.At(j.Value), ""), false)
                    ),
            ],
            refused,
            filled
        );

    private static PromiseLine Line(Desk desk, Commitment promise)
    {
        var missing = promise.Need - promise.Joined.Count;
        return new(
            promise,
            desk.Prose(promise.Id, "title"),
            promise.Met is { } met
                    ? desk.Words.Say("promise.binds", desk.Words.Number(promise.Joined.Count), desk.Words.Number(promise.Kept.Count), desk.Words.DateTime(met))
                : promise.IsVoid(desk.Now)
                    ? desk.Words.Say(
                        "promise.void",
                        desk.Words.Number(promise.Joined.Count),
                        desk.Words.Number(promise.Need),
                        desk.Words.DateTime(promise.Until)
                    )
                : desk.Words.Count("promise.waits", missing, desk.Words.DateTime(promise.Until))
        );
    }
}
