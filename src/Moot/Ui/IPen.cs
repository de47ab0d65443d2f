using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Moot.Kernel.Acts;
using Moot.Kernel.Storage;

namespace Moot.Ui;

/// <summary>An act as a page makes it, before anybody signed.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Content">What goes into the leaf.</param>
/// <param name="Prose">What goes into the erasable body.</param>
/// <param name="Blobs">Texts and files that it brings.</param>
public sealed record Draft(string Kind, JsonObject Content, JsonObject Prose, ImmutableArray<StoredBlob> Blobs)
{
    /// <summary>True if the host signs for the member and the browser's new key signs the same act beside it.</summary>
    public bool IsCoSigned { get; init; }

    /// <summary>True if the host says something by its signature too: where the browser's key signs, the host's follows it.</summary>
    public bool IsHostSigned { get; init; }
}

/// <summary>What became of an act.</summary>
/// <param name="Verdict">Lawful if it is in the log, durably, or waits to be signed in the browser.</param>
/// <param name="Entry">Its place in the log; null where it was refused or is not signed yet.</param>
/// <param name="ToSign">What the browser's key has to sign; null where nothing.</param>
public sealed record Done(Verdict Verdict, long? Entry = null, ToSign? ToSign = null)
{
    /// <summary>True if nothing stands in its way.</summary>
    public bool IsLawful => Verdict.IsLawful;
}

/// <summary>An act that waits for a signature.</summary>
/// <param name="Text">The text of the note, as it is signed.</param>
/// <param name="Rest">What follows the act in a submission: body and blobs.</param>
public sealed record ToSign(ReadOnlyMemory<byte> Text, ReadOnlyMemory<byte> Rest)
{
    /// <summary>Signature lines that come before the browser's; none where it signs alone.</summary>
    public ReadOnlyMemory<byte> Before { get; init; }

    /// <summary>Signature lines that come after the browser's; none where it signs alone.</summary>
    public ReadOnlyMemory<byte> After { get; init; }

    /// <summary>Where the browser sends it, below the association, if another key has to sign first; null for the log.</summary>
    public string? To { get; init; }
}

/// <summary>Writes acts in the name of whoever asks: the host vouches for a signed-in member, keeps a guest's throw-away key, or hands the act back to a browser's key.</summary>
public interface IPen
{
    /// <summary>Signs an act and sends it to the log.</summary>
    Task<Done> Act(Draft draft);

    /// <summary>The filter that asked the author to look again at the act that was just tried; null where none did.</summary>
    long? WarnedBy => null;
}
