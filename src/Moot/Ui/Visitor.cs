using Moot.Kernel.Acts;

namespace Moot.Ui;

/// <summary>Who asks for a page.</summary>
/// <param name="Actor">The member or guest; null for a stranger, who has not acted yet.</param>
/// <param name="FormKey">What forms of this session carry, so that no other site can send them; empty for a stranger.</param>
/// <param name="SignsHere">True if a key kept in the browser signs: acts are then not sent but handed back to be signed.</param>
public sealed record Visitor(Actor? Actor, string FormKey = "", bool SignsHere = false)
{
    /// <summary>Somebody of whom nothing is known.</summary>
    public static Visitor Stranger { get; } = new(Actor: null);

    /// <summary>The member who asks; null for guests and strangers.</summary>
    public MemberId? Member => Actor?.Member;

    /// <summary>True for a member.</summary>
    public bool IsMember => Actor is { IsMember: true };
}
