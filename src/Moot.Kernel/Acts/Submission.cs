using System.Collections.Immutable;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Kernel.Acts;

/// <summary>An act on its way to the writer, with the body that it commits to and the blobs that it brings.</summary>
/// <remarks>
/// As bytes: the act; then, where it has a body, an empty line, <c>salt BASE64</c>, the body's JSON on one line and a line feed;
/// then for each blob an empty line, <c>blob BASE64 LENGTH</c> (its salt, its length in bytes), the bytes and a line feed.
/// Commitment = SHA-256("moot/body/v1\n" ‖ salt ‖ body); a salt is 32 random bytes.
/// </remarks>
/// <param name="Act">The act.</param>
/// <param name="Body">Its body; <see cref="BodyState.None"/> where it has none.</param>
/// <param name="Blobs">Its blobs.</param>
public sealed record Submission(SignedAct Act, StoredBody Body, ImmutableArray<StoredBlob> Blobs)
{
    /// <summary>Bytes that the lines around a body or blob never exceed: a salt in base64 and a length.</summary>
    private const int LineBytes = 80;
    private const string NotBlobs = "After the act and its body may come blobs only: an empty line, blob, base64 and a length, and the bytes.";
    private static readonly string TooMany = $"An act brings at most {Limits.BlobsMax} blobs.";

    /// <summary>An act without blobs.</summary>
    public Submission(SignedAct act, StoredBody body)
        : this(act, body, []) { }

    /// <summary>A body that was never there.</summary>
    public static StoredBody NoBody => new(BodyState.None, default, default);

    /// <summary>The commitment to a body.</summary>
    public static Hash Commit(in Hash salt, ReadOnlySpan<byte> body)
    {
        var prefix = "moot/body/v1\n"u8;
        var length = prefix.Length + Hash.Size + body.Length;
        var buffer = length <= 2048 ? stackalloc byte[2048] : new byte[length];
        prefix.CopyTo(buffer);
        salt.CopyTo(buffer[prefix.Length..]);
        body.CopyTo(buffer[(prefix.Length + Hash.Size)..]);
        return Hash.Of(buffer[..length]);
    }

    /// <summary>Reads a submission and checks the body against its commitment. Never throws.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out Submission? submission, out string error)
    {
        submission = null;
        if (bytes.Length > Limits.SubmissionBytesMax)
        {
            error = TooLong(bytes.Length);
            return false;
        }

        var text = bytes.Span.IndexOf("\n\n"u8);
        var more = text < 0 ? -1 : bytes.Span[(text + 2)..].IndexOf("\n\n"u8);
        var actEnd = more < 0 ? bytes.Length : text + 2 + more + 1;
        if (!SignedAct.TryParse(bytes[..actEnd], out var act, out error))
        {
            return false;
        }

        var body = NoBody;
        var rest = bytes[actEnd..];
        if (rest.Span.StartsWith("\nsalt "u8) && !TryBody(ref rest, out body, out error))
        {
            return false;
        }

        if (!TryBlobs(rest, out var blobs, out error))
        {
            return false;
        }

        if (act!.Body is not { } commitment)
        {
            error = body.State == BodyState.None ? "" : "The act commits to no body, yet one came with it.";
        }
        else if (body.State == BodyState.None)
        {
            error = "The act commits to a body that did not come with it.";
        }
        else if (Commit(body.Salt, body.Bytes.Span) != commitment)
        {
            error = "The body is not the one that the act commits to.";
        }

        submission = error.Length == 0 ? new(act, body, blobs) : null;
        return submission is not null;
    }

    /// <summary>What would be wrong with one that was put together here, were it read from bytes; empty where nothing is. Its body and blobs are those that it names.</summary>
    public string Fault()
    {
        var length = Act.Bytes.Length + LineBytes + Body.Bytes.Length + Blobs.Sum(b => b.Bytes.Length + LineBytes);
        return length > Limits.SubmissionBytesMax ? TooLong(length)
            : Blobs.Length > Limits.BlobsMax ? TooMany
            : Blobs.Any(b => b.Bytes.Length > Limits.BlobBytesMax) ? NotBlobs
            : Body.State == BodyState.Present && !PublicJson.TryCheckBody(Body.Bytes.Span, name: null, out var error) ? error
            : "";
    }

    /// <summary>The submission as bytes.</summary>
    public byte[] ToBytes() => [.. Act.Bytes.Span, .. Rest(Body, Blobs)];

    /// <summary>What follows the act in a submission: body and blobs.</summary>
    public static byte[] Rest(in StoredBody body, ImmutableArray<StoredBlob> blobs)
    {
        using var stream = new MemoryStream();
        if (body.State == BodyState.Present)
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes($"\nsalt {body.Salt.ToBase64()}\n"));
            stream.Write(body.Bytes.Span);
            stream.WriteByte((byte)'\n');
        }

        foreach (var blob in blobs)
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes($"\nblob {blob.Salt.ToBase64()} {blob.Bytes.Length}\n"));
            stream.Write(blob.Bytes.Span);
            stream.WriteByte((byte)'\n');
        }

        return stream.ToArray();
    }

    private static string TooLong(int length) => $"The submission has {length} bytes; at most {Limits.SubmissionBytesMax} are allowed.";

    private static bool TryBody(ref ReadOnlyMemory<byte> rest, out StoredBody body, out string error)
    {
        body = NoBody;
        error = "After the act must come an empty line, salt and base64, and the body on one line.";
        var lines = new ActLines(rest[1..]);
        if (!lines.Next("salt "u8, out var salt) || !Hash.TryParseBase64(salt.Span, out var saltHash) || !lines.Next(out var json))
        {
            return false;
        }

        if (!PublicJson.TryCheckBody(json.Span, name: null, out error))
        {
            return false;
        }

        rest = lines.Rest;
        body = new(BodyState.Present, saltHash, json);
        return true;
    }

    private static bool TryBlobs(ReadOnlyMemory<byte> rest, out ImmutableArray<StoredBlob> blobs, out string error)
    {
        var read = ImmutableArray.CreateBuilder<StoredBlob>();
        blobs = [];
        error = NotBlobs;
        while (!rest.IsEmpty)
        {
            if (read.Count == Limits.BlobsMax)
            {
                error = TooMany;
                return false;
            }

            if (rest.Span[0] != (byte)'\n' || !TryBlob(ref rest, out var blob))
            {
                return false;
            }

            read.Add(blob);
        }

        blobs = read.ToImmutable();
        error = "";
        return true;
    }

    private static bool TryBlob(ref ReadOnlyMemory<byte> rest, out StoredBlob blob)
    {
        blob = default;
        var lines = new ActLines(rest[1..]);
        if (!lines.Next("blob "u8, out var head))
        {
            return false;
        }

        var space = head.Span.IndexOf((byte)' ');
        if (
            space < 0
            || !Hash.TryParseBase64(head.Span[..space], out var salt)
            || !ActLines.TryNumber(head.Span[(space + 1)..], out var length)
            || length > Limits.BlobBytesMax
            || lines.Rest.Length <= length
            || lines.Rest.Span[(int)length] != (byte)'\n'
        )
        {
            return false;
        }

        var bytes = lines.Rest[..(int)length];
        rest = lines.Rest[((int)length + 1)..];
        blob = new(BlobId.Of(salt, bytes.Span), BodyState.Present, salt, bytes);
        return true;
    }
}
