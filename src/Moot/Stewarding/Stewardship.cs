using System.Collections.Immutable;
using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Talk;

namespace Moot.Stewarding;

/// <summary>What ended the use of a power before its time.</summary>
/// <param name="Entry">The entry that undid it; its body says why.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Decision">The decision that asked for it; null where a holder did it.</param>
public sealed record Undoing(long Entry, Actor By, Moment At, long? Decision);

/// <summary>Somebody used a power on somebody or something.</summary>
/// <param name="Entry">Its entry; its body says why.</param>
/// <param name="Rule">The power as the charter had it then: a later charter changes nothing that was done.</param>
/// <param name="Subject">On whom or what.</param>
/// <param name="At">When it was begun.</param>
/// <param name="Until">When it ends by itself; <see cref="Moment.Never"/> where the charter names no end.</param>
public sealed record PowerUse(long Entry, Power Rule, Subject Subject, Moment At, Moment Until)
{
    /// <summary>Those who used it, whoever began first.</summary>
    public ImmutableArray<Actor> By { get; init; } = [];

    /// <summary>The decision that it carries out; null where the charter asks for none.</summary>
    public long? Decision { get; init; }

    /// <summary>True where it was used against the rules, because it could not wait.</summary>
    public bool IsException { get; init; }

    /// <summary>Since when enough of them stood behind it; null where they are too few.</summary>
    public Moment? Since { get; init; }

    /// <summary>How it was undone; null where it was not.</summary>
    public Undoing? Undone { get; init; }

    /// <summary>True while it holds. What carries a decision out does not outlive it: an appeal that annuls the one ends the other.</summary>
    public bool IsInForce(Moment at, Assembly assembly) =>
        Undone is null && Since is { } since && since <= at && at < Until && !(Decision is { } decision && assembly.IsAnnulled(decision));

    /// <summary>True while others can still stand behind it, so that it comes to hold.</summary>
    public bool IsWaiting(Moment at) => Undone is null && Since is null && at < WaitsUntil;

    /// <summary>Until when others can stand behind it: not after it would be over.</summary>
    public Moment WaitsUntil => At + StewardingLimits.SecondedWithin is var end && Until < end ? Until : end;
}

/// <summary>What was done with the powers that the charter gives.</summary>
public sealed record Stewardship : IState<Stewardship>
{
    private Stewardship() { }

    public static Stewardship Empty { get; } = new();

    /// <summary>The uses of powers, by their entries.</summary>
    public ImmutableSortedDictionary<long, PowerUse> Uses { get; private init; } = ImmutableSortedDictionary<long, PowerUse>.Empty;

    /// <summary>The uses on each subject, oldest first.</summary>
    public ImmutableDictionary<Subject, ImmutableArray<long>> OnSubject { get; private init; } = ImmutableDictionary<Subject, ImmutableArray<long>>.Empty;

    /// <summary>A use; null where there is none.</summary>
    public PowerUse? Find(long use) => Uses.GetValueOrDefault(use);

    /// <summary>The uses on a subject, the newest first.</summary>
    public IEnumerable<PowerUse> On(Subject subject) => OnSubject.TryGetValue(subject, out var uses) ? uses.Reverse().Select(u => Uses[u]) : [];

    /// <summary>What holds on a subject and stops something; null where nothing does.</summary>
    public PowerUse? Stopping(Subject subject, Stops what, Moment at, Assembly assembly) =>
        OnSubject.IsEmpty ? null : On(subject).FirstOrDefault(u => u.Rule.Stops == what && u.IsInForce(at, assembly));

    /// <summary>May whoever acts change a page, or does a power protect it from them?</summary>
    /// <param name="page">The page.</param>
    /// <param name="how">Who acts, for a capability that reads this and how things are decided.</param>
    public Verdict JudgeChange(long page, in Circumstance how) =>
        OnSubject.IsEmpty
        || Stopping(Subject.Page(page), Stops.Edits, how.At, how.Read<Assembly>()) is not { } use
        || how.Read<Assembly>().Means(use.Rule.Allows ?? use.Rule.By, how)
            ? Verdict.Lawful
            : Verdict.Refused(
                "protected",
                $"This page is protected by entry {use.Entry}{(use.Until < Moment.Never ? $" until {use.Until}" : "")}: it is changed by {use.Rule.Allows ?? use.Rule.By}. Propose the change instead."
            );

    public void WriteRows(StateRows rows)
    {
        foreach (var use in Uses.Values)
        {
            rows.Row(
                "use",
                use.Entry,
                use.Rule.Name,
                use.Subject,
                use.At.Milliseconds,
                use.Until.Milliseconds,
                use.Decision ?? -1,
                use.IsException,
                use.Since?.Milliseconds ?? -1,
                string.Join(',', use.By),
                use.Undone is { } undone ? $"{undone.Entry} {undone.By} {undone.At.Milliseconds} {undone.Decision ?? -1}" : "-"
            );
        }
    }

    internal Stewardship With(PowerUse use) =>
        this with
        {
            Uses = Uses.SetItem(use.Entry, use),
            OnSubject = Uses.ContainsKey(use.Entry) ? OnSubject : OnSubject.SetItem(use.Subject, OnSubject.GetValueOrDefault(use.Subject, []).Add(use.Entry)),
        };
}
