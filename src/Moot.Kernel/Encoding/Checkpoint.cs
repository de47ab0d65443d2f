using Moot.Kernel.Keys;
using Moot.Kernel.Tree;

namespace Moot.Kernel.Encoding;

/// <summary>What a log says of itself: who it is, how many entries it has, and the one hash that stands for all of them.</summary>
/// <param name="Origin">Name of the log, one line of text.</param>
/// <param name="Size">Number of entries.</param>
/// <param name="Root">Root of the tree over the entries (RFC 6962 §2.1).</param>
/// <remarks>C2SP tlog-checkpoint; as a note signed by the key whose name is the origin.</remarks>
public readonly record struct Checkpoint(string Origin, long Size, Hash Root)
{
    /// <summary>Reads the text of a note: origin, size, root; further lines are passed over but may not be empty.</summary>
    /// <param name="text">The text with its last newline, without signatures.</param>
    /// <param name="checkpoint">What it says.</param>
    /// <param name="error">One sentence that says what is wrong, or the empty string.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out Checkpoint checkpoint, out string error)
    {
        checkpoint = default;
        if (text.Length > NoteLimits.NoteBytesMax || !Strict.IsNoteText(text))
        {
            return Strict.Refuse("The checkpoint is not plain UTF-8 text.", out error);
        }

        if (!Strict.TryLine(ref text, out var origin) || origin.Length is 0 or > NoteLimits.OriginBytesMax)
        {
            return Strict.Refuse("The checkpoint does not begin with an origin.", out error);
        }

        if (!Strict.TryLine(ref text, out var digits) || !Strict.TryDecimal(digits, out var size))
        {
            return Strict.Refuse("The size of the checkpoint is not a whole number without leading zeros.", out error);
        }

        if (!Strict.TryLine(ref text, out var base64) || !Hash.TryParseBase64(base64, out var root))
        {
            return Strict.Refuse("The root of the checkpoint is not a hash in base64.", out error);
        }

        if (size == 0 && root != Hash.EmptyTree)
        {
            return Strict.Refuse("A log without entries has the empty root.", out error);
        }

        while (!text.IsEmpty)
        {
            if (!Strict.TryLine(ref text, out var extension) || extension.IsEmpty)
            {
                return Strict.Refuse("The checkpoint has an empty or unfinished line.", out error);
            }
        }

        checkpoint = new(System.Text.Encoding.UTF8.GetString(origin), size, root);
        error = "";
        return true;
    }

    /// <summary>The text to sign: three lines.</summary>
    /// <exception cref="InvalidOperationException">The origin or the size cannot stand in a checkpoint.</exception>
    public byte[] ToText()
    {
        var text = System.Text.Encoding.UTF8.GetBytes($"{Origin}\n{Size}\n{Root.ToBase64()}\n");
        return TryParse(text, out var again, out var error) && again == this
            ? text
            : throw new InvalidOperationException($"This checkpoint cannot be written: {(error.Length > 0 ? error : "its origin is not one line of text.")}");
    }

    /// <summary>The checkpoint as a note signed by the log's key, under the origin as its name.</summary>
    public byte[] Sign(SigningKey key)
    {
        var text = ToText();
        return SignedNote.Write(text, new NoteSignature(Origin, VerifierKey.IdOf(Origin, VerifierKey.Ed25519Type, key.PublicKey), key.Sign(text)));
    }

    /// <summary>Reads a signed checkpoint and accepts it only if this key signed it and its origin is the key's name.</summary>
    /// <param name="note">The whole note.</param>
    /// <param name="key">The log's key.</param>
    /// <param name="checkpoint">What the log says.</param>
    /// <param name="error">One sentence that says what is wrong, or the empty string.</param>
    public static bool TryOpen(ReadOnlyMemory<byte> note, VerifierKey key, out Checkpoint checkpoint, out string error)
    {
        checkpoint = default;
        return SignedNote.TryParse(note, out var signed, out error) && TryOpen(signed, key, out checkpoint, out error);
    }

    /// <inheritdoc cref="TryOpen(ReadOnlyMemory{byte}, VerifierKey, out Checkpoint, out string)"/>
    public static bool TryOpen(SignedNote note, VerifierKey key, out Checkpoint checkpoint, out string error)
    {
        checkpoint = default;
        switch (key.Check(note))
        {
            case NoteVerdict.NoSuchKey:
                return Strict.Refuse("The checkpoint is not signed by the log's key.", out error);
            case NoteVerdict.BadSignature:
                return Strict.Refuse("The log's signature under the checkpoint is false.", out error);
        }

        if (!TryParse(note.Text.Span, out var read, out error))
        {
            return false;
        }

        if (!string.Equals(read.Origin, key.Name, StringComparison.Ordinal))
        {
            return Strict.Refuse("The checkpoint is of another log.", out error);
        }

        checkpoint = read;
        return true;
    }
}
