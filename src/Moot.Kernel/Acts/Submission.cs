using Moot.Kernel.Encoding;
using Moot.Kernel.Tree;

namespace Moot.Kernel.Acts;

/// <summary>An act on its way to the writer, with the body that it commits to.</summary>
/// <remarks>
/// As bytes: the act; then, where it has a body, an empty line, <c>salt BASE64</c>, the body's JSON on one line and a line feed.
/// Commitment = SHA-256("moot/body/v1\n" ‖ salt ‖ body); a salt is 32 random bytes.
/// </remarks>
/// <param name="Act">The act.</param>
/// <param name="Body">Its body; <see cref="BodyState.None"/> where it has none.</param>
public sealed record Submission(SignedAct Act, StoredBody Body)
{
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
            error = $"The submission has {bytes.Length} bytes; at most {Limits.SubmissionBytesMax} are allowed.";
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
        if (more >= 0 && !TryBody(bytes[(actEnd + 1)..], out body, out error))
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

        submission = error.Length == 0 ? new(act, body) : null;
        return submission is not null;
    }

    /// <summary>The submission as bytes.</summary>
    public byte[] ToBytes()
    {
        if (Body.State == BodyState.None)
        {
            return Act.Bytes.ToArray();
        }

        using var stream = new MemoryStream();
        stream.Write(Act.Bytes.Span);
        stream.Write(System.Text.Encoding.ASCII.GetBytes($"\nsalt {Body.Salt.ToBase64()}\n"));
        stream.Write(Body.Bytes.Span);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static bool TryBody(ReadOnlyMemory<byte> bytes, out StoredBody body, out string error)
    {
        body = NoBody;
        error = "After the act must come an empty line, salt and base64, and the body on one line.";
        var lines = new ActLines(bytes);
        if (!lines.Next("salt "u8, out var salt) || !Hash.TryParseBase64(salt.Span, out var saltHash) || !lines.Next(out var json) || !lines.AtEnd)
        {
            return false;
        }

        if (!PublicJson.TryCheckBody(json.Span, name: null, out error))
        {
            return false;
        }

        body = new(BodyState.Present, saltHash, json);
        return true;
    }
}
