using Moot.Kernel.Acts;

namespace Moot.Deciding;

/// <summary>Something that can be chosen in a matter: a text, or somebody who stands for election.</summary>
/// <param name="Id">Entry that added it; of the matter's own proposal the entry that opened it.</param>
/// <param name="By">Who added it.</param>
/// <param name="Text">Entry of its text as it is now.</param>
public sealed record Option(long Id, Actor By, long Text)
{
    /// <summary>Who stands for election; null for a text.</summary>
    public MemberId? Member { get; init; }

    /// <summary>True once the candidate has accepted.</summary>
    public bool IsAccepted { get; init; }

    /// <summary>True where it was taken back, or the candidate declined.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>The organisation to which the candidate belonged first when they accepted.</summary>
    public long? Belongs { get; init; }

    /// <summary>True where it can be chosen.</summary>
    public bool Stands => !IsWithdrawn && (Member is null || IsAccepted);

    /// <summary>Whose it is: the candidate's, or of whoever proposed the text.</summary>
    public Actor Owner => Member is { } member && IsAccepted ? Actor.Of(member) : By;
}

/// <summary>Somebody, or a text, that was chosen.</summary>
/// <param name="Option">The option.</param>
/// <param name="Term">How long the term is, where the share was too small for a whole one.</param>
public readonly record struct Elected(long Option, TimeSpan? Term);
