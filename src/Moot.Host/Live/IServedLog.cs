using Moot.Host.Folders;
using Moot.Kernel;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Live;

/// <summary>A log that this program serves: one that it writes, or a mirror that it keeps.</summary>
internal interface IServedLog : IAsyncDisposable
{
    /// <summary>Its folder.</summary>
    AssociationFolder Folder { get; }

    /// <summary>The latest checkpoint and how things stand there.</summary>
    Head Head { get; }

    /// <summary>The leaf hashes.</summary>
    HashTree Tree { get; }

    /// <summary>The entries and bodies.</summary>
    ILogStore Store { get; }

    /// <summary>Takes an act; a mirror refuses with the address of the host.</summary>
    Task<Receipt> Submit(ReadOnlyMemory<byte> submission);

    /// <summary>An act that was refused and kept for its author; null where there is none.</summary>
    (string Code, string Sentence, byte[] Submission)? Refused(Hash id);
}
