using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Testing;

/// <summary>An association in memory, with people whose keys come from their names: the same story gives the same bytes each time.</summary>
public sealed class Hall
{
    public const string FirstOrigin = "moot.example/allotment-7";

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, SigningKey> KeysByName = new(StringComparer.Ordinal);
    private readonly Dictionary<(PublicKey, Actor), long> sequences = [];

    public Hall(Registry registry, string origin = FirstOrigin, bool passUnknown = false) =>
        (Registry, Origin, LogKey, Machine) = (registry, origin, Key("log of " + origin), new Machine(registry, passUnknown: passUnknown));

    public Registry Registry { get; }

    public Machine Machine { get; }

    public World World => Machine.World;

    /// <summary>Name of the log that is written now.</summary>
    public string Origin { get; set; }

    /// <summary>Key of the log that is written now.</summary>
    public SigningKey LogKey { get; set; }

    /// <summary>The host's key, by which it vouches.</summary>
    public SigningKey Intake => Key("intake of " + Origin);

    /// <summary>Time of the next act.</summary>
    public Moment Now { get; set; } = Moment.Of(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero));

    /// <summary>Everything that was lawful, as it is stored.</summary>
    public List<StoredEntry> Entries { get; } = [];

    /// <summary>The key of somebody of this name; the same in each run.</summary>
    public static SigningKey Key(string name) => KeysByName.GetOrAdd(name, static n => SigningKey.FromSeed(Seed(n)));

    /// <summary>The seed of a name's key: SHA-256 of <c>moot test key NAME</c>.</summary>
    public static byte[] Seed(string name) => Hash.Of(System.Text.Encoding.UTF8.GetBytes("moot test key " + name)).ToBytes();

    public static PublicKey Public(SigningKey key) => PublicKey.FromBytes(key.PublicKey);

    public static PublicKey Public(string name) => Public(Key(name));

    /// <summary>A verifier key as text.</summary>
    public static string VKey(string origin, SigningKey key) => VerifierKey.Ed25519(origin, key.PublicKey).ToString();

    /// <summary>The member whose key of this name is or was; null where it is nobody's.</summary>
    public MemberId? MemberOf(string name) => World.Get<Roster>().OwnerOf(Public(name))?.Id;

    /// <summary>A draft that would be lawful in its frame here and now.</summary>
    public ActDraft Draft(string kind, string pub, MemberId? member, SigningKey key, string? body = null)
    {
        var actor = member is { } id ? Actor.Of(id) : Actor.Of(Public(key));
        var last = Math.Max(Machine.LastSequence(Public(key), actor), sequences.GetValueOrDefault((Public(key), actor)));
        sequences[(Public(key), actor)] = last + 1;
        return new(World.Association, Origin, member, kind, last + 1, World.Size, Machine.Tree.Root(), pub, body is null ? null : Commit(body));
    }

    /// <summary>The commitment to a body under its test salt.</summary>
    public static Hash Commit(string body) => Submission.Commit(Salt(body), System.Text.Encoding.UTF8.GetBytes(body));

    /// <summary>A salt; in earnest it is random, here it comes from the body.</summary>
    public static Hash Salt(string body) => Hash.Of(System.Text.Encoding.UTF8.GetBytes("moot test salt " + body));

    public static StoredBody Stored(string? body) =>
        body is null ? Submission.NoBody : new(BodyState.Present, Salt(body), System.Text.Encoding.UTF8.GetBytes(body));

    public static SignedAct Sign(ActDraft draft, SigningKey key, params ReadOnlySpan<SigningKey> with) =>
        SignedAct.TryParse(SignedAct.Write(draft, key, with), out var act, out var error) ? act! : throw new InvalidOperationException(error);

    /// <summary>Parts an act's JSON in the public object and, where there is prose, the body's.</summary>
    public (string Public, string? Body) Split(string kind, string json)
    {
        var prose = Registry.Find(kind)?.Members.Where(m => m.IsProse).Select(m => m.Name).ToHashSet(StringComparer.Ordinal) ?? [];
        using var document = System.Text.Json.JsonDocument.Parse(json);
        var parts = document.RootElement.EnumerateObject().ToLookup(p => prose.Contains(p.Name), p => $"\"{p.Name}\":{p.Value.GetRawText()}");
        return (WithBlobs(kind, $"{{{string.Join(',', parts[false])}}}"), parts[true].Any() ? $"{{{string.Join(',', parts[true])}}}" : null);
    }

    /// <summary>The texts and files that were written so far, by name.</summary>
    public Dictionary<BlobId, StoredBlob> Texts { get; } = [];

    /// <summary>Where the public JSON has words in the place of a blob, they become one, and its size is filled in.</summary>
    public string WithBlobs(string kind, string json)
    {
        var members = Registry.Find(kind)?.Members ?? [];
        if (!members.Any(m => m.Type == typeof(BlobId) || m.Type == typeof(BlobId?)))
        {
            return json;
        }

        var read = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        foreach (var member in members.Where(m => m.Type == typeof(BlobId) || m.Type == typeof(BlobId?)))
        {
            if (read[member.Name]?.GetValue<string>() is { } text && !Hash.TryParseHex(text, out _))
            {
                var bytes = System.Text.Encoding.UTF8.GetBytes(text);
                var blob = new StoredBlob(BlobId.Of(Salt(text), bytes), BodyState.Present, Salt(text), bytes);
                Texts[blob.Id] = blob;
                read[member.Name] = blob.Id.ToString();
                read["bytes"] ??= bytes.Length;
            }
        }

        return read.ToJsonString();
    }

    /// <summary>Sends bytes as the writer would take them.</summary>
    public Verdict Send(ReadOnlyMemory<byte> submission, out Entry? entry)
    {
        entry = null;
        return Submission.TryParse(submission, out var read, out var error) ? Send(read!.Act, read.Body, out entry) : Verdict.Refused("malformed", error);
    }

    public Verdict Send(SignedAct act, StoredBody body, out Entry? entry)
    {
        var prepared = Prepared.Of(Registry, act, body);
        prepared = Prepared.Of(Registry, act, body, [.. prepared.Named.Where(Texts.ContainsKey).Select(b => Texts[b])]);
        var verdict = Machine.Take(prepared, Now, out entry);
        if (entry is not null)
        {
            Entries.Add(new(entry.Index, entry.Bytes, body, prepared.BroughtBlobs));
        }

        return verdict;
    }

    /// <summary>Somebody does something; a member signs with the key of their name.</summary>
    public Verdict Do(string who, string kind, string pub = "{}", string? body = null)
    {
        var key = Key(who);
        return Send(Sign(Draft(kind, pub, MemberOf(who), key, body), key), Stored(body), out _);
    }

    /// <summary>The host says that somebody does something.</summary>
    public Verdict Vouch(MemberId? member, string kind, string pub = "{}", string? body = null) =>
        Send(Sign(Draft(kind, pub, member, Intake, body), Intake), Stored(body), out _);

    public Verdict Found(string who = "Ann", string name = "Allotment 7") =>
        Do(who, "association.found/1", $$"""{"log":"{{VKey(Origin, LogKey)}}","intake":"{{Public(Intake)}}"}""", $$"""{"name":"{{name}}"}""");

    public Verdict Join(string who) => Do(who, "member.join/1", "{}", $$"""{"name":"{{who}}"}""");

    /// <summary>The log's signed checkpoint now.</summary>
    public byte[] Checkpoint() => new Checkpoint(Origin, World.Size, Machine.Tree.Root()).Sign(LogKey);

    /// <summary>The entries as they are when every text is erased.</summary>
    public static IEnumerable<StoredEntry> WithoutTexts(IEnumerable<StoredEntry> entries) =>
        entries.Select(e => e with { Brought = default, Body = e.Body.State == BodyState.None ? e.Body : new(BodyState.Erased, default, default) });
}
