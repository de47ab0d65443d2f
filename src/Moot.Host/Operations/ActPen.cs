using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moot.Host.Live;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;
using Moot.Ui;

namespace Moot.Host.Operations;

/// <summary>Writes and signs acts.</summary>
internal static class ActPen
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Authors who may act side by side; those who share a turn wait for each other for as long as a signature takes.</summary>
    private const int TurnsMax = 64;

    private static readonly Lock[] Turns = [.. Enumerable.Range(0, TurnsMax).Select(_ => new Lock())];

    private static long lastSequence;

    /// <summary>Microseconds since 1970, and always more than the last: grows with each act of a key, on whatever machine it is used.</summary>
    public static long NextSequence(TimeProvider clock)
    {
        var now = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        while (true)
        {
            var last = Interlocked.Read(ref lastSequence);
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref lastSequence, next, last) == last)
            {
                return next;
            }
        }
    }

    /// <summary>What an act says of the log that it is for.</summary>
    /// <param name="Association">Id of the founding act; null before it.</param>
    /// <param name="Log">Origin.</param>
    /// <param name="Member">The member who acts; null for a guest.</param>
    /// <param name="SeenSize">Entries in the last checkpoint that the author verified.</param>
    /// <param name="SeenRoot">Its root.</param>
    public sealed record Place(Hash? Association, string Log, MemberId? Member, long SeenSize, Hash SeenRoot)
    {
        /// <summary>The place of an act in a log that one has at hand.</summary>
        public static Place Of(Head head, string log, MemberId? member) => new(head.World.Association, log, member, head.Checkpoint.Size, head.Checkpoint.Root);
    }

    /// <summary>Parts one JSON object into what goes into the leaf, what into the erasable body, and the texts and files that lie beside.</summary>
    /// <exception cref="LogException">It is not an object, or the kind is unknown.</exception>
    public static (JsonObject Public, JsonObject Prose, ImmutableArray<StoredBlob> Blobs) Part(string kind, string json)
    {
        if (Capabilities.Registry.Find(kind) is not { } known)
        {
            var kinds = string.Join(", ", Capabilities.Registry.Kinds.Select(k => k.Name));
            throw new LogException("unknown-kind", $"There is no kind of act {kind}; known are {kinds}.");
        }

        JsonObject read;
        try
        {
            read = JsonNode.Parse(json) as JsonObject ?? throw new LogException("malformed", "The JSON must be an object, such as {\"text\":\"hello\"}.");
            _ = read.Count; // names are read lazily: a name that is there twice shows here
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new LogException(
                "malformed",
                $"The JSON cannot be read: {e.Message} It looks like {{\"text\":\"hello\"}}, in single quotes on the command line.",
                e
            );
        }

        if (read.Select(m => m.Key).FirstOrDefault(name => !known.Members.Any(m => string.Equals(m.Name, name, StringComparison.Ordinal))) is { } unknown)
        {
            throw new LogException("unknown-member", $"{kind} has no \"{unknown}\". {MembersOf(known)}");
        }

        ImmutableArray<StoredBlob> blobs =
        [
            .. known.Members.Where(m => m.Type == typeof(BlobId) || m.Type == typeof(BlobId?)).SelectMany(m => TakeBlob(known, m, read)),
        ];
        if (known.Members.FirstOrDefault(m => m.IsRequired && !read.ContainsKey(m.Name)) is { } missing)
        {
            throw new LogException("member-missing", $"{kind} needs \"{missing.Name}\". {MembersOf(known)}");
        }

        var prose = new JsonObject();
        foreach (var member in known.Members.Where(m => m.IsProse))
        {
            if (read[member.Name] is { } text)
            {
                read.Remove(member.Name);
                prose[member.Name] = text;
            }
        }

        return (read, prose, blobs);
    }

    /// <summary>Makes a blob of a text, or of a file where the text is @ and a path; leaves the name of one that is there already.</summary>
    private static IEnumerable<StoredBlob> TakeBlob(ActKind kind, ActMember member, JsonObject read)
    {
        if (read[member.Name] is not JsonValue value || !value.TryGetValue<string>(out var text) || Hash.TryParseHex(text, out _))
        {
            return [];
        }

        byte[] bytes;
        try
        {
            bytes = text.StartsWith('@') ? File.ReadAllBytes(text[1..]) : Encoding.UTF8.GetBytes(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogException("no-file", $"The file of {member.Name} cannot be read: {e.Message}", e);
        }

        if (bytes.Length > Limits.BlobBytesMax)
        {
            throw new LogException("file-too-large", $"{member.Name} has {bytes.Length} bytes; at most {Limits.BlobBytesMax} are taken.");
        }

        var salt = Hash.FromBytes(RandomNumberGenerator.GetBytes(Hash.Size));
        var id = BlobId.Of(salt, bytes);
        read[member.Name] = id.ToString();
        if (read["bytes"] is null && kind.Members.Any(m => string.Equals(m.Name, "bytes", StringComparison.Ordinal)))
        {
            read["bytes"] = bytes.Length;
        }

        return [new(id, BodyState.Present, salt, bytes)];
    }

    private static string MembersOf(ActKind kind) =>
        kind.Members.IsEmpty
            ? "It has no members: give {}."
            : $"Its members are {string.Join(", ", kind.Members.Select(m => m.Name + (m.IsRequired ? "" : "?")))}{(kind.Members.All(m => m.IsRequired) ? "." : "; those with ? may be left out.")}";

    /// <summary>Writes, signs and hands in an act. What one author does at the same moment, by a program or in two windows, is handed in by its numbers:
    /// an act that another one overtook would be refused.</summary>
    /// <param name="log">Takes it.</param>
    /// <param name="member">Who acts; null for a guest.</param>
    /// <param name="clock">Gives the sequence number.</param>
    /// <param name="draft">What is done.</param>
    /// <param name="key">Signs.</param>
    public static async Task<Receipt> Send(IServedLog log, MemberId? member, TimeProvider clock, Draft draft, SigningKey key)
    {
        Task<Receipt> sent;
        lock (Turns[(uint)HashCode.Combine(member, BinaryPrimitives.ReadInt32LittleEndian(key.PublicKey)) % TurnsMax])
        {
            var composed = Compose(Place.Of(log.Head, log.Folder.Origin, member), clock, draft.Kind, draft.Content, draft.Prose, key);
            sent = log.Submit(composed with { Blobs = draft.Blobs });
        }

        return await sent;
    }

    /// <summary>Writes and signs an act with its body.</summary>
    /// <param name="place">The log that it is for.</param>
    /// <param name="clock">Gives the sequence number, which is the time: it grows with each act of a key.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="content">What goes into the leaf.</param>
    /// <param name="prose">What goes into the body; nulls are left out.</param>
    /// <param name="key">Signs.</param>
    /// <param name="coSigners">Sign too.</param>
    public static Submission Compose(
        Place place,
        TimeProvider clock,
        string kind,
        JsonObject content,
        JsonObject prose,
        SigningKey key,
        params ReadOnlySpan<SigningKey> coSigners
    )
    {
        var (draft, body) = Draft(place, clock, kind, content, prose);
        return SignedAct.TrySign(draft, out var signed, out var error, key, coSigners) ? new(signed, body) : throw new LogException("malformed", error);
    }

    /// <summary>Writes an act with its body, before anybody signs it.</summary>
    /// <param name="place">The log that it is for.</param>
    /// <param name="clock">Gives the sequence number.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="content">What goes into the leaf.</param>
    /// <param name="prose">What goes into the body; nulls are left out.</param>
    public static (ActDraft Draft, StoredBody Body) Draft(Place place, TimeProvider clock, string kind, JsonObject content, JsonObject prose)
    {
        var said = new JsonObject();
        foreach (var (name, text) in prose)
        {
            if (text is not null)
            {
                said[name] = text.DeepClone();
            }
        }

        var body = Submission.NoBody;
        Hash? commitment = null;
        if (said.Count > 0)
        {
            var salt = Hash.FromBytes(RandomNumberGenerator.GetBytes(Hash.Size));
            var bytes = Encoding.UTF8.GetBytes(said.ToJsonString(Plain));
            body = new(BodyState.Present, salt, bytes);
            commitment = Submission.Commit(salt, bytes);
        }

        return (
            new(place.Association, place.Log, place.Member, kind, NextSequence(clock), place.SeenSize, place.SeenRoot, content.ToJsonString(Plain), commitment),
            body
        );
    }
}
