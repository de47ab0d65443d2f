using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Commons;

/// <summary>Where another wiki's file is chosen.</summary>
/// <param name="Licence">Under which licence its texts are given there, as it was typed.</param>
/// <param name="BytesMax">Bytes of the largest file that is taken here.</param>
/// <param name="Refused">Why a file was not taken; null where it was not tried.</param>
public sealed record BringView(string Licence, long BytesMax, Verdict? Refused = null)
{
    /// <summary>The visitor's files that were sent before and are not done.</summary>
    public ImmutableArray<BringWaiting> Waiting { get; init; } = [];
}

/// <summary>A file that was sent before.</summary>
/// <param name="Token">By which its page is found.</param>
/// <param name="File">What it is called.</param>
/// <param name="Stage">How far it is.</param>
public sealed record BringWaiting(string Token, string File, BringStage Stage);

/// <summary>How far it is with a file.</summary>
public enum BringStage
{
    /// <summary>It was read, and nothing was brought in yet.</summary>
    Read = 1,

    /// <summary>It is being brought in.</summary>
    Running,

    /// <summary>All of it was brought in.</summary>
    Done,

    /// <summary>It was stopped, and says why.</summary>
    Stopped,
}

/// <summary>Another wiki's file: what is in it, and how far it is.</summary>
/// <param name="Token">By which the page is found.</param>
/// <param name="File">What the file is called.</param>
/// <param name="Licence">Under which licence its texts are given there; empty where nobody said.</param>
/// <param name="Stage">How far it is.</param>
/// <param name="Found">What is in it.</param>
/// <param name="Read">Revisions that were worked through.</param>
/// <param name="Brought">Revisions that were brought in.</param>
/// <param name="There">Revisions that were here already.</param>
/// <param name="Trouble">What went wrong, in sentences.</param>
public sealed record BroughtView(
    string Token,
    string File,
    string Licence,
    BringStage Stage,
    BringFound Found,
    long Read,
    long Brought,
    long There,
    ImmutableArray<string> Trouble
);

/// <summary>What was found in another wiki's file.</summary>
/// <param name="Site">What the wiki is called; null where the file does not say.</param>
/// <param name="Pages">Its pages.</param>
/// <param name="Revisions">Their revisions.</param>
/// <param name="TextBytes">Bytes of their texts.</param>
/// <param name="Names">Authors with names.</param>
/// <param name="ByAddress">Revisions of people who were not signed in.</param>
/// <param name="Suppressed">Revisions of which something is out of sight there.</param>
/// <param name="Stubs">Revisions without texts.</param>
public sealed record BringFound(string? Site, long Pages, long Revisions, long TextBytes, long Names, long ByAddress, long Suppressed, long Stubs);
