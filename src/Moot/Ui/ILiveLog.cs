using Moot.Kernel;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Ui;

/// <summary>A log as pages see it: one that this program writes, or a mirror that it keeps.</summary>
public interface ILiveLog
{
    /// <summary>Key of the log; its name is the log's origin.</summary>
    VerifierKey Vkey { get; }

    /// <summary>Where acts are to be sent instead; null where this program writes the log.</summary>
    string? MirrorOf { get; }

    /// <summary>The latest checkpoint and how things stand there.</summary>
    Head Head { get; }

    /// <summary>The leaf hashes.</summary>
    HashTree Tree { get; }

    /// <summary>The entries, bodies, texts and files.</summary>
    ILogStore Store { get; }

    /// <summary>Told when the log may have grown, so that what follows it need not wait; it may be told for nothing, and not each time.</summary>
    event EventHandler? Moved
    {
        add { }
        remove { }
    }

    /// <summary>Takes an act; a mirror refuses with the address of the host.</summary>
    Task<Receipt> Submit(ReadOnlyMemory<byte> submission);
}
