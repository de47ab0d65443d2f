using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Deciding;

/// <summary>How an objection stands. RFC 7282 §§3 to 6.</summary>
public enum ObjectionState
{
    /// <summary>It waits for an answer.</summary>
    Raised = 1,

    /// <summary>The proposal was changed to meet it; its holder says so.</summary>
    Accommodated,

    /// <summary>It was answered, and a call said why it does not stand in the way.</summary>
    Addressed,

    /// <summary>Its holder can live with it.</summary>
    Taste,

    /// <summary>Its holder takes it back: it was a mistake.</summary>
    Withdrawn,

    /// <summary>It belongs to another time or place.</summary>
    Deferred,

    /// <summary>It is the same as another one.</summary>
    Same,

    /// <summary>It would be otherwise by taste, the group says: no harm is named. Consent alone knows this.</summary>
    Concern,

    /// <summary>Its holder gave up. That answers nothing.</summary>
    Capitulated,

    /// <summary>Its holder gave it for something else. That answers nothing.</summary>
    Traded,
}

/// <summary>Why an objection is put off: the four reasons that RFC 2418 §3.3 admits.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(WordJson<DeferReason>))]
public enum DeferReason
{
    /// <summary>It was raised and answered before.</summary>
    Old = 1,

    /// <summary>It is small and can be dealt with apart.</summary>
    Minor,

    /// <summary>It comes too late or too early.</summary>
    Timing,

    /// <summary>It is about something else.</summary>
    Scope,
}

/// <summary>What a member holds against a proposal, with a reason.</summary>
/// <param name="Entry">Entry that raised it; its body has the reason and the remedy.</param>
/// <param name="By">Who holds it.</param>
/// <param name="At">When it was raised.</param>
public sealed record Objection(long Entry, Actor By, Moment At)
{
    /// <summary>How it stands.</summary>
    public ObjectionState State { get; init; } = ObjectionState.Raised;

    /// <summary>Entry that brought it there; its own where nothing did.</summary>
    public long Since { get; init; } = Entry;

    /// <summary>Why it was put off.</summary>
    public DeferReason? Deferred { get; init; }

    /// <summary>The one that it is the same as.</summary>
    public long? SameAs { get; init; }

    /// <summary>Entries that answer it, by others than its holder.</summary>
    public ImmutableArray<long> Answers { get; init; } = [];

    /// <summary>What members say of its weight, where consent asks them.</summary>
    public ImmutableDictionary<Actor, bool> Tests { get; init; } = ImmutableDictionary<Actor, bool>.Empty;

    /// <summary>True where it stands in nobody's way any more.</summary>
    public bool IsClosed =>
        State
            is ObjectionState.Accommodated
                or ObjectionState.Addressed
                or ObjectionState.Taste
                or ObjectionState.Withdrawn
                or ObjectionState.Deferred
                or ObjectionState.Same
                or ObjectionState.Concern;

    /// <summary>True where somebody else answered it since it was raised, given up or traded: what was given up before is answered by no earlier word.</summary>
    public bool IsAnswered => !Answers.IsEmpty && Answers[^1] > Since;
}
