using System.Collections.Immutable;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;

namespace Moot.Kernel;

/// <summary>An act with everything done to it that needs no knowledge of the log: read, decoded, signatures checked. Made on any thread.</summary>
public sealed class Prepared
{
    private Prepared(SignedAct act, StoredBody body, ImmutableArray<StoredBlob> blobs, ActKind? kind, object? record, Verdict form)
    {
        (Act, Body, Blobs, Kind, Record) = (act, body, blobs, kind, record);
        Named = kind is not null && record is not null ? kind.BlobsOf(record) : [];
        Form =
            form.IsLawful && blobs.Any(b => !Named.Contains(b.Id))
                ? Verdict.Refused("blob-unused", "A text or file came with the act that the act does not name.")
                : form;
    }

    /// <summary>The blobs that came with it.</summary>
    public ImmutableArray<StoredBlob> Blobs { get; }

    /// <summary>True if its signatures were checked here, and are valid.</summary>
    internal bool IsVerified { get; private init; }

    /// <summary>The blobs that it names for the first time; known once it was folded.</summary>
    public ImmutableArray<BlobId> Brought { get; private set; } = [];

    /// <summary>The earlier blob that those are like, for a store that keeps differences; known once it was folded.</summary>
    public BlobId? Base { get; private set; }

    /// <summary>The blobs that it names for the first time, as far as they came with it.</summary>
    public ImmutableArray<StoredBlob> BroughtBlobs => Brought.IsEmpty ? [] : [.. Blobs.Where(b => Brought.Contains(b.Id)).Select(b => b with { Base = Base })];

    /// <summary>Notes which blobs are new, among those that are known.</summary>
    internal void Settle(BlobId? like, HashSet<BlobId> known)
    {
        if (!Named.IsEmpty)
        {
            Brought = [.. Named.Where(known.Add)];
            Base = like;
        }
    }

    /// <summary>The blobs that it names.</summary>
    public ImmutableArray<BlobId> Named { get; }

    /// <summary>The act.</summary>
    public SignedAct Act { get; }

    /// <summary>Its body as far as it is there.</summary>
    public StoredBody Body { get; }

    /// <summary>Its kind; null where this program does not know it.</summary>
    public ActKind? Kind { get; }

    /// <summary>The record; null where the kind is unknown or the JSON does not fit.</summary>
    public object? Record { get; }

    /// <summary>What is wrong with it as it stands.</summary>
    public Verdict Form { get; }

    /// <summary>Prepares an act.</summary>
    /// <param name="registry">The kinds that are known.</param>
    /// <param name="act">The act.</param>
    /// <param name="body">Its body as far as it is there.</param>
    /// <param name="blobs">The blobs that came with it; their names have been checked.</param>
    /// <param name="verify">False where the signatures were checked before.</param>
    public static Prepared Of(Registry registry, SignedAct act, StoredBody body, ImmutableArray<StoredBlob> blobs = default, bool verify = true)
    {
        blobs = blobs.IsDefault ? [] : blobs;
        if (verify && !act.VerifySignatures())
        {
            return new(act, body, blobs, kind: null, record: null, Verdict.Refused("bad-signature", "A signature on this act is not valid."));
        }

        if (registry.Find(act.Kind) is not { } kind)
        {
            // The frame is checked even where the meaning is unknown, so that every auditor holds to one grammar.
            var form =
                PublicJson.TryCheck(act.Public.Span, name: null, out var broken)
                && (body.State != BodyState.Present || PublicJson.TryCheckBody(body.Bytes.Span, name: null, out broken))
                    ? Verdict.Refused("unknown-kind", $"This program does not know acts of the kind {act.Kind}.")
                    : Verdict.Refused("malformed", broken);
            return new(act, body, blobs, kind: null, record: null, form) { IsVerified = verify };
        }

        var record = kind.Decode(act, body, out var error);
        return new(act, body, blobs, kind, record, record is null ? Verdict.Refused("malformed", error) : Verdict.Lawful) { IsVerified = verify };
    }
}
