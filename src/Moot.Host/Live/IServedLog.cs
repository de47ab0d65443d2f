using Moot.Host.Folders;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Tree;
using Moot.Ui;

namespace Moot.Host.Live;

/// <summary>A log that this program serves: one that it writes, or a mirror that it keeps.</summary>
internal interface IServedLog : ILiveLog, IAsyncDisposable
{
    /// <summary>Its folder.</summary>
    AssociationFolder Folder { get; }

    /// <summary>Takes an act that this program wrote.</summary>
    Task<Receipt> Submit(Submission submission);

    /// <summary>An act that was refused and kept for its author; null where there is none.</summary>
    (string Code, string Sentence, byte[] Submission)? Refused(Hash id);

    VerifierKey ILiveLog.Vkey => Folder.Vkey;

    string? ILiveLog.MirrorOf => Folder.Card.Role == FolderRole.Mirror ? Folder.Card.Source : null;
}
