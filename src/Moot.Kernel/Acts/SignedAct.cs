using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Moot.Kernel.Keys;
using Moot.Kernel.Tree;

namespace Moot.Kernel.Acts;

/// <summary>An act as its author signed it: the bytes, and what its lines say.</summary>
/// <remarks>
/// A C2SP signed note. The text is
/// <code>
/// moot/act/v1
/// assoc HASH            (- in the founding act)
/// log ORIGIN
/// actor MEMBER | guest
/// kind NAME/VERSION
/// seq N
/// seen SIZE ROOT
/// pub {"json":"on one line"}
/// body COMMITMENT       (- where there is none)
/// </code>
/// then an empty line and one to eight signature lines, each under a key whose note name is its 64 hexadecimal digits.
/// Nothing of this is ever written again from what was read. See docs/format/act.md.
/// </remarks>
public sealed class SignedAct
{
    private const string Magic = "moot/act/v1";
    private static readonly byte[] SignatureMark = "— "u8.ToArray();
    private const int KeyNameSize = 2 * Ed25519.PublicKeySize;

    /// <summary>Base64 characters of 4 bytes of key id and 64 of signature.</summary>
    private const int SignatureCharacters = 92;
    private static readonly int SignatureLineSize = SignatureMark.Length + KeyNameSize + 1 + SignatureCharacters + 1;

    private readonly int textLength;
    private bool isSignedHere;

    private SignedAct(ReadOnlyMemory<byte> bytes, int textLength) => (Bytes, this.textLength) = (bytes, textLength);

    /// <summary>The act as sent: text and signatures.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The signed text, with its last line feed.</summary>
    public ReadOnlyMemory<byte> Text => Bytes[..textLength];

    /// <summary>Name of the act: SHA-256 of its bytes.</summary>
    public Hash Id { get; private set; }

    /// <summary>The association: id of its founding act; null in the founding act itself.</summary>
    public Hash? Association { get; private set; }

    /// <summary>Origin of the log that the act is meant for.</summary>
    public string Log { get; private set; } = "";

    /// <summary>The member who acts; null for a guest.</summary>
    public MemberId? Member { get; private set; }

    /// <summary>Kind with version.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>Number of the act among those of its key and actor; grows with each.</summary>
    public long Sequence { get; private set; }

    /// <summary>Entries in the last checkpoint that the author had verified.</summary>
    public long SeenSize { get; private set; }

    /// <summary>Root of that checkpoint.</summary>
    public Hash SeenRoot { get; private set; }

    /// <summary>The public one-line JSON.</summary>
    public ReadOnlyMemory<byte> Public { get; private set; }

    /// <summary>Commitment to the erasable body, where there is one.</summary>
    public Hash? Body { get; private set; }

    /// <summary>The key that signed first.</summary>
    public PublicKey Key { get; private set; }

    /// <summary>The keys that signed besides it.</summary>
    public ImmutableArray<PublicKey> CoSigners { get; private set; } = [];

    /// <summary>Who the act says acts.</summary>
    public Actor Actor => Member is { } member ? Actor.Of(member) : Actor.Of(Key);

    /// <summary>Reads an act. Never throws; one grammar is accepted. Signatures are not checked (<see cref="VerifySignatures"/>).</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out SignedAct? act, out string error)
    {
        act = null;
        if (bytes.Length > Limits.ActBytesMax)
        {
            error = $"The act has {bytes.Length} bytes; at most {Limits.ActBytesMax} are allowed.";
            return false;
        }

        var end = bytes.Span.IndexOf("\n\n"u8);
        if (end < 0)
        {
            error = "The act has no empty line between its text and its signatures.";
            return false;
        }

        var read = new SignedAct(bytes, end + 1);
        error = read.ReadText() ?? read.ReadSignatures() ?? "";
        if (error.Length > 0)
        {
            return false;
        }

        read.Id = Hash.Of(bytes.Span);
        act = read;
        return true;
    }

    /// <summary>Writes an act, signs it and reads it again: what it says must be lawful in form, as if it had come from elsewhere.</summary>
    /// <param name="draft">What it says.</param>
    /// <param name="act">The act; null where its form is wrong.</param>
    /// <param name="error">What is wrong with it.</param>
    /// <param name="key">The author's key, or the host's intake key.</param>
    /// <param name="coSigners">Keys that sign the same text.</param>
    public static bool TrySign(
        ActDraft draft,
        [NotNullWhen(true)] out SignedAct? act,
        out string error,
        SigningKey key,
        params ReadOnlySpan<SigningKey> coSigners
    )
    {
        if (!TryParse(Write(draft, key, coSigners), out act, out error))
        {
            return false;
        }

        act!.isSignedHere = true;
        return true;
    }

    /// <summary>True if every signature line is by the key that it names.</summary>
    /// <remarks>Those that this program made a moment ago are not worked out again (<see cref="TrySign"/>).</remarks>
    public bool VerifySignatures()
    {
        if (isSignedHere)
        {
            return true;
        }

        var text = Text.Span;
        Span<byte> key = stackalloc byte[Ed25519.PublicKeySize];
        Span<byte> signature = stackalloc byte[4 + Ed25519.SignatureSize];
        for (var i = 0; i <= CoSigners.Length; i++)
        {
            (i == 0 ? Key : CoSigners[i - 1]).Bytes.CopyTo(key);
            Base64.DecodeFromUtf8(SignatureLine(i).Slice(SignatureMark.Length + KeyNameSize + 1, SignatureCharacters), signature, out _, out _);
            if (!Ed25519.Verify(key, text, signature[4..]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The text of an act, as it is signed.</summary>
    /// <param name="draft">What it says.</param>
    public static byte[] TextOf(ActDraft draft) =>
        System.Text.Encoding.UTF8.GetBytes(
            $"{Magic}\nassoc {draft.Association?.ToHex() ?? "-"}\nlog {draft.Log}\nactor {draft.Member?.ToString() ?? "guest"}\nkind {draft.Kind}\n"
                + $"seq {draft.Sequence}\nseen {draft.SeenSize} {draft.SeenRoot.ToBase64()}\npub {draft.Public}\nbody {draft.Body?.ToBase64() ?? "-"}\n"
        );

    /// <summary>Writes and signs an act.</summary>
    /// <param name="draft">What it says.</param>
    /// <param name="key">The author's key, or the host's intake key.</param>
    /// <param name="coSigners">Keys that sign the same text.</param>
    public static byte[] Write(ActDraft draft, SigningKey key, params ReadOnlySpan<SigningKey> coSigners)
    {
        var text = TextOf(draft);
        using var note = new MemoryStream();
        note.Write(text);
        note.WriteByte((byte)'\n');
        WriteSignature(note, text, key);
        foreach (var other in coSigners)
        {
            WriteSignature(note, text, other);
        }

        return note.ToArray();
    }

    /// <summary>Id of a key in signature lines: the first four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ key), C2SP signed-note.</summary>
    internal static void NoteKeyId(ReadOnlySpan<byte> keyName, in PublicKey key, Span<byte> id)
    {
        Span<byte> input = stackalloc byte[KeyNameSize + 2 + Ed25519.PublicKeySize];
        keyName.CopyTo(input);
        input[KeyNameSize] = (byte)'\n';
        input[KeyNameSize + 1] = 1;
        key.Bytes.CopyTo(input[(KeyNameSize + 2)..]);
        Span<byte> hash = stackalloc byte[Hash.Size];
        Hash.Of(input).CopyTo(hash);
        hash[..4].CopyTo(id);
    }

    private static void WriteSignature(MemoryStream note, ReadOnlySpan<byte> text, SigningKey key)
    {
        var name = System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key.PublicKey));
        var signature = new byte[4 + Ed25519.SignatureSize];
        NoteKeyId(name, PublicKey.FromBytes(key.PublicKey), signature);
        key.Sign(text).CopyTo(signature, 4);
        note.Write(SignatureMark);
        note.Write(name);
        note.WriteByte((byte)' ');
        note.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(signature)));
        note.WriteByte((byte)'\n');
    }

    private ReadOnlySpan<byte> SignatureLine(int number) => Bytes.Span.Slice(textLength + 1 + (number * SignatureLineSize), SignatureLineSize);

    /// <summary>Reads the nine lines of the text; null where all is well.</summary>
    private string? ReadText()
    {
        var lines = new ActLines(Bytes[..textLength]);
        if (!lines.Next(out var first) || !first.Span.SequenceEqual("moot/act/v1"u8))
        {
            return "The act does not begin with the line moot/act/v1.";
        }

        if (!lines.Next("assoc "u8, out var assoc) || !TryHashOrDash(assoc.Span, Hash.TryParseHex, out var association))
        {
            return "The second line of an act must be assoc and a hash, or - in a founding act.";
        }

        Association = association;
        if (!lines.Next("log "u8, out var log) || !TryOrigin(log.Span, out var origin))
        {
            return "The third line of an act must be log and the origin of a log.";
        }

        Log = origin;
        if (!lines.Next("actor "u8, out var actor) || !TryActor(actor.Span))
        {
            return "The fourth line of an act must be actor and a member's id, or guest.";
        }

        if (!lines.Next("kind "u8, out var kind) || !TryKind(kind.Span, out var name))
        {
            return "The fifth line of an act must be kind and a name with its version, such as talk.say/1.";
        }

        Kind = name;
        if (!lines.Next("seq "u8, out var seq) || !ActLines.TryNumber(seq.Span, out var sequence) || sequence == 0)
        {
            return "The sixth line of an act must be seq and a whole number from 1.";
        }

        Sequence = sequence;
        if (!lines.Next("seen "u8, out var seen) || !TrySeen(seen.Span))
        {
            return "The seventh line of an act must be seen, the size and the root of a checkpoint.";
        }

        if (!lines.Next("pub "u8, out var pub) || pub.Length > Limits.PublicJsonBytesMax || pub.Length < 2)
        {
            return "The eighth line of an act must be pub and its JSON.";
        }

        Public = pub;
        if (!lines.Next("body "u8, out var body) || !TryHashOrDash(body.Span, Hash.TryParseBase64, out var commitment))
        {
            return "The ninth line of an act must be body and a commitment, or -.";
        }

        Body = commitment;
        return lines.AtEnd ? null : "The text of an act has nine lines.";
    }

    /// <summary>Reads the signature lines; null where all is well.</summary>
    private string? ReadSignatures()
    {
        var length = Bytes.Length - textLength - 1;
        var count = length / SignatureLineSize;
        if (length % SignatureLineSize != 0 || count is 0 or > Limits.SignaturesMax)
        {
            return $"An act carries 1 to {Limits.SignaturesMax} signature lines of {SignatureLineSize} bytes each.";
        }

        var others = count > 1 ? ImmutableArray.CreateBuilder<PublicKey>(count - 1) : null;
        for (var i = 0; i < count; i++)
        {
            if (!TryReadSignature(SignatureLine(i), out var key))
            {
                return $"Signature line {i + 1} is not of the form: dash, key, base64 of key id and signature.";
            }

            if (i == 0)
            {
                Key = key;
            }
            else if (key == Key || others!.Contains(key))
            {
                return "The same key signs twice.";
            }
            else
            {
                others.Add(key);
            }
        }

        CoSigners = others?.MoveToImmutable() ?? [];
        return null;
    }

    private static bool TryReadSignature(ReadOnlySpan<byte> line, out PublicKey key)
    {
        key = default;
        var name = line.Slice(SignatureMark.Length, KeyNameSize);
        var base64 = line.Slice(SignatureMark.Length + KeyNameSize + 1, SignatureCharacters);
        Span<byte> signature = stackalloc byte[SignatureCharacters / 4 * 3];
        Span<byte> again = stackalloc byte[SignatureCharacters];
        Span<byte> id = stackalloc byte[4];
        if (
            !line.StartsWith(SignatureMark)
            || line[SignatureMark.Length + KeyNameSize] != (byte)' '
            || line[^1] != (byte)'\n'
            || !Hash.TryParseHex(name, out var bytes)
            || Base64.DecodeFromUtf8(base64, signature, out _, out var written) != System.Buffers.OperationStatus.Done
            || written != 4 + Ed25519.SignatureSize
            || Base64.EncodeToUtf8(signature[..written], again, out _, out _) != System.Buffers.OperationStatus.Done
            || !again.SequenceEqual(base64)
        )
        {
            return false;
        }

        key = new(bytes);
        NoteKeyId(name, key, id);
        return id.SequenceEqual(signature[..4]);
    }

    private delegate bool ReadHash(ReadOnlySpan<byte> text, out Hash hash);

    private static bool TryHashOrDash(ReadOnlySpan<byte> text, ReadHash read, out Hash? hash)
    {
        hash = null;
        if (text.SequenceEqual("-"u8))
        {
            return true;
        }

        var isHash = read(text, out var value);
        hash = value;
        return isHash;
    }

    /// <summary>Reads an origin: 1 to 200 visible ASCII characters without plus sign.</summary>
    public static bool TryOrigin(ReadOnlySpan<byte> text, out string origin)
    {
        origin = "";
        if (text.Length is 0 or > Limits.OriginCharactersMax || text.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e) || text.Contains((byte)'+'))
        {
            return false;
        }

        origin = System.Text.Encoding.ASCII.GetString(text);
        return true;
    }

    private bool TryActor(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("guest"u8))
        {
            return true;
        }

        var isMember = Hash.TryParseHex(text, out var id);
        Member = new(id);
        return isMember;
    }

    private static readonly System.Buffers.SearchValues<byte> KindBytes = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-"u8);

    /// <summary>Reads a kind: words of lower-case letters, digits and hyphens, joined by points, then a slash and a version from 1.</summary>
    public static bool TryKind(ReadOnlySpan<byte> text, out string kind)
    {
        kind = "";
        var slash = text.LastIndexOf((byte)'/');
        if (
            text.Length > Limits.KindCharactersMax
            || slash < 1
            || text[0] is < (byte)'a' or > (byte)'z'
            || text[slash - 1] is (byte)'.' or (byte)'-'
            || text[..slash].ContainsAnyExcept(KindBytes)
            || text.IndexOf(".."u8) >= 0
            || !ActLines.TryNumber(text[(slash + 1)..], out var version)
            || version is 0 or > 999
        )
        {
            return false;
        }

        kind = System.Text.Encoding.ASCII.GetString(text);
        return true;
    }

    private bool TrySeen(ReadOnlySpan<byte> text)
    {
        var space = text.IndexOf((byte)' ');
        if (space < 0 || !ActLines.TryNumber(text[..space], out var size) || !Hash.TryParseBase64(text[(space + 1)..], out var root))
        {
            return false;
        }

        (SeenSize, SeenRoot) = (size, root);
        return true;
    }
}
