using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Moot.Kernel.Encoding;

/// <summary>One signature under a note: who is said to have signed, and the signature itself.</summary>
/// <param name="Name">Name of the key, without spaces and '+'.</param>
/// <param name="KeyId">First four bytes of the key's hash, big-endian; tells apart keys of one name.</param>
/// <param name="Value">The bytes after the key id; their form depends on the type of the key.</param>
/// <remarks>C2SP signed-note "Signatures".</remarks>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Value)
{
    public bool Equals(NoteSignature? other) =>
        other is not null && KeyId == other.KeyId && string.Equals(Name, other.Name, StringComparison.Ordinal) && Value.Span.SequenceEqual(other.Value.Span);

    public override int GetHashCode() => HashCode.Combine(Name, KeyId, Value.Length);
}

/// <summary>A text with the signatures of those who stand by it, kept as the very bytes that came.</summary>
/// <remarks>
/// C2SP signed-note: the text, a blank line, then lines <c>— name base64(key id ‖ signature)</c>.
/// The last blank line separates, so the text may hold blank lines of its own.
/// A parsed note says nothing yet about who signed: ask <see cref="VerifierKey.Check"/>.
/// </remarks>
public sealed class SignedNote
{
    private static ReadOnlySpan<byte> Dash => "— "u8;

    private SignedNote(ReadOnlyMemory<byte> bytes, int textLength, ImmutableArray<NoteSignature> signatures)
    {
        Bytes = bytes;
        Text = bytes[..textLength];
        Signatures = signatures;
    }

    /// <summary>What was signed; ends in a newline.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>The signatures in the order of their lines; at least one.</summary>
    public ImmutableArray<NoteSignature> Signatures { get; }

    /// <summary>The whole note, text and signatures.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Reads a note; the bytes are kept, not copied, and must not change afterwards.</summary>
    /// <param name="bytes">The whole note, at most <see cref="NoteLimits.NoteBytesMax"/> bytes.</param>
    /// <param name="note">The note, or null.</param>
    /// <param name="error">One sentence that says what is wrong, or the empty string.</param>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out SignedNote? note, out string error)
    {
        note = null;
        var all = bytes.Span;
        if (all.Length > NoteLimits.NoteBytesMax)
        {
            return Strict.Refuse("The note is longer than 1,000,000 bytes.", out error);
        }

        if (!Strict.IsNoteText(all))
        {
            return Strict.Refuse("The note is not plain UTF-8 text.", out error);
        }

        var blank = all.LastIndexOf("\n\n"u8);
        if (blank < 0)
        {
            return Strict.Refuse("The note has no blank line between text and signatures.", out error);
        }

        var signatures = ImmutableArray.CreateBuilder<NoteSignature>();
        var rest = all[(blank + 2)..];
        while (!rest.IsEmpty)
        {
            if (signatures.Count == NoteLimits.SignaturesMax)
            {
                return Strict.Refuse("The note has more than 64 signatures.", out error);
            }

            if (!Strict.TryLine(ref rest, out var line))
            {
                return Strict.Refuse("The note does not end in a newline.", out error);
            }

            if (!TryParseLine(line, out var signature, out error))
            {
                return false;
            }

            signatures.Add(signature);
        }

        if (signatures.Count == 0)
        {
            return Strict.Refuse("The note has no signature.", out error);
        }

        note = new(bytes, blank + 1, signatures.ToImmutable());
        error = "";
        return true;
    }

    /// <summary>Reads one signature line without its newline, as a witness answers it.</summary>
    public static bool TryParseLine(ReadOnlySpan<byte> line, [NotNullWhen(true)] out NoteSignature? signature, out string error)
    {
        signature = null;
        if (!line.StartsWith(Dash))
        {
            return Strict.Refuse("A signature line does not begin with a dash and a space.", out error);
        }

        line = line[Dash.Length..];
        var space = line.IndexOf((byte)' ');
        if (space is < 0 or > NoteLimits.KeyNameBytesMax || !Strict.IsNoteText(line[..space]))
        {
            return Strict.Refuse("A signature line has no name of a key.", out error);
        }

        var name = System.Text.Encoding.UTF8.GetString(line[..space]);
        if (!Strict.IsKeyName(name))
        {
            return Strict.Refuse("The name of a key is empty or has a space or a plus in it.", out error);
        }

        if (!Strict.TryBase64(line[(space + 1)..], NoteLimits.SignatureBytesMax, out var value) || value.Length <= sizeof(uint))
        {
            return Strict.Refuse("A signature is not canonical base64 of a key id and a signature.", out error);
        }

        signature = new(name, BinaryPrimitives.ReadUInt32BigEndian(value), value.AsMemory(sizeof(uint)));
        error = "";
        return true;
    }

    /// <summary>Writes a note: the text, a blank line, one line for each signature.</summary>
    /// <exception cref="ArgumentException">The parts would not make a note that <see cref="TryParse"/> reads.</exception>
    public static byte[] Write(ReadOnlySpan<byte> text, params ReadOnlySpan<NoteSignature> signatures)
    {
        if (text.IsEmpty || text[^1] != (byte)'\n' || !Strict.IsNoteText(text))
        {
            throw new ArgumentException("The text of a note is plain UTF-8 and ends in a newline.", nameof(text));
        }

        if (signatures.Length is 0 or > NoteLimits.SignaturesMax)
        {
            throw new ArgumentException("A note has 1 to 64 signatures.", nameof(signatures));
        }

        var bytes = new List<byte>(text.Length + 1 + (160 * signatures.Length));
        bytes.AddRange(text);
        bytes.Add((byte)'\n');
        foreach (var signature in signatures)
        {
            WriteLine(signature, bytes);
        }

        return bytes.Count <= NoteLimits.NoteBytesMax ? [.. bytes] : throw new ArgumentException("A note is at most 1,000,000 bytes.", nameof(text));
    }

    /// <summary>Writes one signature line with its newline, as a witness answers it.</summary>
    public static byte[] WriteLine(NoteSignature signature)
    {
        var bytes = new List<byte>(160);
        WriteLine(signature, bytes);
        return [.. bytes];
    }

    private static void WriteLine(NoteSignature signature, List<byte> bytes)
    {
        if (!Strict.IsKeyName(signature.Name) || signature.Value.Length is 0 or > NoteLimits.SignatureBytesMax - sizeof(uint))
        {
            throw new ArgumentException("A signature has a name without space and plus, and a value.", nameof(signature));
        }

        var value = new byte[sizeof(uint) + signature.Value.Length];
        BinaryPrimitives.WriteUInt32BigEndian(value, signature.KeyId);
        signature.Value.CopyTo(value.AsMemory(sizeof(uint)));
        bytes.AddRange(Dash);
        bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(signature.Name));
        bytes.Add((byte)' ');
        bytes.AddRange(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(value)));
        bytes.Add((byte)'\n');
    }
}
