using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Tests;

/// <summary>An association with its writer, over any store: people whose keys come from their names found it, join, say and erase things.</summary>
/// <remarks>Safe for many threads, but for opening and closing. The same story gives the same bytes each time where the clock does.</remarks>
public sealed class TestLog : IAsyncDisposable
{
    public const string FirstOrigin = "moot.example/allotment-7";

    private static readonly ConcurrentDictionary<string, SigningKey> KeysByName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MemberId> members = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> sequences = new(StringComparer.Ordinal);
    private readonly long firstSequence;
    private Hash? association;

    /// <summary>Opens a log in a store.</summary>
    /// <param name="store">Where it lies; it is the caller's to dispose of.</param>
    /// <param name="apart">Where its checkpoint is kept; also the caller's.</param>
    /// <param name="clock">The time.</param>
    /// <param name="origin">Name of the log.</param>
    /// <param name="adopt">True for a log that was moved here, or is going to fork.</param>
    public TestLog(ILogStore store, ICheckpointLock apart, TimeProvider clock, string origin = FirstOrigin, bool adopt = false)
    {
        (Store, Lock, Clock, Origin) = (store, apart, clock, origin);
        Writer = Writer.Open(Parts with { Adopt = adopt });
        association = World.Association;
        firstSequence = (World.Size << 20) + 1; // beyond all that were used before
    }

    public ILogStore Store { get; private set; }

    public ICheckpointLock Lock { get; private set; }

    public TimeProvider Clock { get; }

    public string Origin { get; }

    public Writer Writer { get; private set; }

    public World World => Writer.Head.World;

    public SigningKey LogKey => Key("log of " + Origin);

    public SigningKey Intake => Key("intake of " + Origin);

    /// <summary>Refused acts, in order.</summary>
    public ConcurrentQueue<Refusal> Refused { get; } = [];

    /// <summary>What a writer of this log works with.</summary>
    public WriterParts Parts =>
        new(Capabilities.Registry, Store, Lock, LogKey, Origin, Clock)
        {
            KeepRefused = refusals =>
            {
                foreach (var refusal in refusals)
                {
                    Refused.Enqueue(refusal);
                }
            },
        };

    /// <summary>The key of somebody of this name; the same in each run.</summary>
    public static SigningKey Key(string name) =>
        KeysByName.GetOrAdd(name, static n => SigningKey.FromSeed(Hash.Of(Encoding.UTF8.GetBytes("moot test key " + n)).ToBytes()));

    /// <summary>The salt of a body; in earnest it is random, here it comes from the body.</summary>
    public static Hash Salt(string body) => Hash.Of(Encoding.UTF8.GetBytes("moot test salt " + body));

    /// <summary>The member who joined under a name; null where nobody did.</summary>
    public MemberId? Member(string name) =>
        members.TryGetValue(name, out var id) ? id : World.Get<Roster>().OwnerOf(PublicKey.FromBytes(Key(name).PublicKey))?.Id;

    /// <summary>Lets go of the writer as a crash does, and opens another one over the same store, or another.</summary>
    public void Reopen(ILogStore? store = null, ICheckpointLock? apart = null)
    {
        (Store, Lock) = (store ?? Store, apart ?? Lock);
        Writer = Writer.Open(Parts);
    }

    /// <summary>Writes and signs what somebody does, with their next number; nothing is sent.</summary>
    public byte[] Write(string who, string kind, string pub = "{}", string? body = null, params ReadOnlySpan<StoredBlob> blobs)
    {
        var key = Key(who);
        var sequence = sequences.AddOrUpdate(who, firstSequence, static (_, last) => last + 1);
        var seen = Writer.Head.Checkpoint;
        var stored = body is null ? Submission.NoBody : new(BodyState.Present, Salt(body), Encoding.UTF8.GetBytes(body));
        Hash? commitment = body is null ? null : Submission.Commit(stored.Salt, stored.Bytes.Span);
        var act = SignedAct.Write(new(association, Origin, Member(who), kind, sequence, seen.Size, seen.Root, pub, commitment), key);
        return SignedAct.TryParse(act, out var signed, out var error)
            ? new Submission(signed!, stored, [.. blobs]).ToBytes()
            : throw new InvalidOperationException(error);
    }

    /// <summary>Somebody does something.</summary>
    public Task<Receipt> Do(string who, string kind, string pub = "{}", string? body = null, params ReadOnlySpan<StoredBlob> blobs) =>
        Writer.Submit(Write(who, kind, pub, body, blobs));

    /// <summary>Somebody founds the association.</summary>
    public async Task<Receipt> Found(string who = "Ann") => Founded(await Writer.Submit(WriteFounding(who)));

    /// <summary>The founding act, not sent.</summary>
    public byte[] WriteFounding(string who = "Ann")
    {
        return Write(who, "association.found/1", $"{{{Keys}}}", """{"name":"Allotment 7"}""");
    }

    /// <summary>The act by which somebody forks a log whose last checkpoint this is, not sent.</summary>
    public byte[] WriteFork(string who, ReadOnlySpan<byte> parent)
    {
        return Write(
            who,
            "association.fork/1",
            $"{{{Keys},\"parent\":{Quote(Encoding.UTF8.GetString(parent))}}}",
            """{"name":"Allotment 8","reason":"We go."}"""
        );
    }

    /// <summary>Takes note of a founding that was sent by itself.</summary>
    public Receipt Founded(Receipt receipt)
    {
        if (receipt.Verdict.IsLawful)
        {
            association = receipt.Id;
        }

        return receipt;
    }

    /// <summary>Somebody joins, and acts as a member from then on.</summary>
    public async Task<Receipt> Join(string who)
    {
        var receipt = await Do(who, "member.join/1", "{}", $$"""{"name":{{Quote(who)}}}""");
        if (receipt.Verdict.IsLawful)
        {
            members[who] = new(receipt.Id);
        }

        return receipt;
    }

    /// <summary>Somebody says something, as a guest if they did not join.</summary>
    public Task<Receipt> Say(string who, string text) => Writer.Submit(WriteSaying(who, text));

    /// <summary>What somebody says, not sent.</summary>
    public byte[] WriteSaying(string who, string text) => Write(who, "talk.say/1", "{}", $$"""{"text":{{Quote(text)}}}""");

    public Task<Receipt> Hide(string who, long entry) =>
        Do(who, "body.hide/1", $$"""{"entry":{{entry}},"ground":"privacy"}""", """{"reason":"It is private."}""");

    public Task<Receipt> Show(string who, long entry) => Do(who, "body.show/1", $$"""{"entry":{{entry}}}""", """{"reason":"It is not."}""");

    public Task<Receipt> Erase(string who, long entry) =>
        Do(who, "body.erase/1", $$"""{"entry":{{entry}},"ground":"privacy"}""", """{"reason":"I take it back."}""");

    /// <summary>Founds, lets people join, and says so many things in groups.</summary>
    public async Task Tell(int sayings, params string[] people)
    {
        await Found();
        foreach (var who in people)
        {
            await Join(who);
        }

        for (var said = 0; said < sayings; said += 100)
        {
            await Task.WhenAll(Enumerable.Range(said, Math.Min(100, sayings - said)).Select(i => Say(people[i % people.Length], $"Saying {i} of {sayings}.")));
        }
    }

    public async ValueTask DisposeAsync() => await Writer.DisposeAsync();

    private string Keys => $"\"log\":\"{VerifierKey.Ed25519(Origin, LogKey.PublicKey)}\",\"intake\":\"{Convert.ToHexStringLower(Intake.PublicKey)}\"";

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
