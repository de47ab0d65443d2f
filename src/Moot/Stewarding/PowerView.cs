using System.Collections.Immutable;
using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Stewarding;

/// <summary>A role that a rule about people names, and who holds it now.</summary>
/// <param name="Role">The role.</param>
/// <param name="Holders">Who holds it; nobody where it is empty.</param>
public sealed record RoleHoldersView(string Role, ImmutableArray<Term> Holders);

/// <summary>A power of the charter.</summary>
/// <param name="Power">The power.</param>
/// <param name="Rules">What the charter says of it, in sentences.</param>
/// <param name="Holders">The roles that have it.</param>
/// <param name="Undoers">The roles that undo it.</param>
/// <param name="MayUse">True if the visitor has it, or may use it as an exception.</param>
public sealed record PowerView(
    Power Power,
    ImmutableArray<string> Rules,
    ImmutableArray<RoleHoldersView> Holders,
    ImmutableArray<RoleHoldersView> Undoers,
    bool MayUse
);

/// <summary>How a use of a power stands.</summary>
public enum UseState
{
    /// <summary>It holds.</summary>
    InForce = 1,

    /// <summary>Others have to stand behind it first.</summary>
    Waiting,

    /// <summary>Somebody undid it.</summary>
    Undone,

    /// <summary>Its time is over.</summary>
    Over,

    /// <summary>Too few stood behind it.</summary>
    Lapsed,

    /// <summary>An appeal took the decision away that it carried out.</summary>
    Annulled,
}

/// <summary>A use of a power as it is read.</summary>
/// <param name="Use">The use.</param>
/// <param name="Subject">On whom or what.</param>
/// <param name="Reason">Why; null where it is out of sight.</param>
/// <param name="State">How it stands.</param>
/// <param name="Stands">The same in a sentence.</param>
/// <param name="UndoReason">Why it was undone; null where it was not, or the words are out of sight.</param>
/// <param name="Matter">The matter that decided it; null where none did.</param>
/// <param name="MatterTitle">The question of that matter; null where it is out of sight.</param>
public sealed record PowerUseView(
    PowerUse Use,
    SubjectView Subject,
    string? Reason,
    UseState State,
    string Stands,
    string? UndoReason,
    long? Matter,
    string? MatterTitle
);

/// <summary>The powers, and how they were used.</summary>
/// <param name="Powers">What the charter gives.</param>
/// <param name="By">Whose uses are shown; null for everybody's.</param>
/// <param name="ByExceptions">True where only exceptions are shown.</param>
/// <param name="Uses">These uses, the newest first.</param>
/// <param name="Older">Those before this entry come next; null at the end.</param>
/// <param name="Total">How many uses there are in all, of whose are shown.</param>
/// <param name="Exceptions">How many of them are exceptions.</param>
public sealed record PowersView(
    ImmutableArray<PowerView> Powers,
    Actor? By,
    bool ByExceptions,
    ImmutableArray<PowerUseView> Uses,
    long? Older,
    int Total,
    int Exceptions
)
{
    /// <summary>The query of a page of this list.</summary>
    public string Query(long? before)
    {
        string[] parts =
        [
            .. By?.Member is { } member ? ["by=" + member.ToString()[..PowerViews.MemberLetters]] : ImmutableArray<string>.Empty,
            .. ByExceptions ? ["exceptions=1"] : ImmutableArray<string>.Empty,
            .. before is { } entry ? [$"before={entry}"] : ImmutableArray<string>.Empty,
        ];
        return parts.Length == 0 ? "" : "?" + string.Join('&', parts);
    }
}

/// <summary>One use of a power with its story, and what the visitor can do about it.</summary>
/// <param name="Use">The use.</param>
/// <param name="Earlier">Other uses on the same subject, the newest first; of many the last.</param>
/// <param name="Decisions">Decisions that stand and ask for it to be undone, with their questions.</param>
/// <param name="Asked">Matters that would undo it, with their questions.</param>
/// <param name="MayUndo">True if the visitor can undo it.</param>
/// <param name="MaySecond">True if the visitor can stand behind it.</param>
/// <param name="IsOwnCase">True if it was done to the visitor.</param>
public sealed record UseView(
    PowerUseView Use,
    ImmutableArray<PowerUseView> Earlier,
    ImmutableArray<(long Decision, string? Title)> Decisions,
    ImmutableArray<(long Matter, string? Title)> Asked,
    bool MayUndo,
    bool MaySecond,
    bool IsOwnCase
)
{
    /// <summary>The form that was not taken: undo or second; null where none was sent.</summary>
    public string? Form { get; init; }

    /// <summary>Why.</summary>
    public Verdict? Refused { get; init; }

    /// <summary>What was in it.</summary>
    public Filled? Filled { get; init; }
}

/// <summary>The form by which a power is used.</summary>
/// <param name="Power">The power; null where one is to be chosen.</param>
/// <param name="Rules">What the charter says of it.</param>
/// <param name="Choices">Powers that the visitor could use on this, where none was chosen.</param>
/// <param name="Subject">On whom or what; null where that is asked.</param>
/// <param name="Decisions">Decisions that stand and allow it, with their questions.</param>
/// <param name="Members">Members who could be chosen, where it is used on members.</param>
/// <param name="IsHolder">True if the visitor has the power.</param>
/// <param name="MayExcept">True if the visitor may use it as an exception.</param>
/// <param name="Decision">The decision that the address names.</param>
public sealed record UseFormView(
    Power? Power,
    ImmutableArray<string> Rules,
    ImmutableArray<Power> Choices,
    SubjectView? Subject,
    ImmutableArray<(long Decision, string? Title)> Decisions,
    ImmutableArray<(string Id, string Name)> Members,
    bool IsHolder,
    bool MayExcept,
    long? Decision
)
{
    /// <summary>Why it was not taken.</summary>
    public Verdict? Refused { get; init; }

    /// <summary>What was typed; null at the beginning.</summary>
    public Filled? Filled { get; init; }
}

/// <summary>What a matter that is about a power would do, or did.</summary>
/// <param name="Sentence">In plain words.</param>
/// <param name="Path">Where that is carried out, or read; null where nothing follows yet.</param>
/// <param name="Key">Key of the words of that link.</param>
/// <param name="IsToDo">True where the visitor could carry it out now.</param>
public sealed record EffectView(string Sentence, string? Path = null, string? Key = null, bool IsToDo = false);
