using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Ui;

namespace Moot.Signing;

/// <summary>A new key of a member, made on one device, that a key on another device must sign for.</summary>
/// <param name="Key">The new key.</param>
/// <param name="Text">The act, as it is signed.</param>
/// <param name="Rest">What follows it.</param>
/// <param name="Until">Until when it waits.</param>
public sealed record NewKey(PublicKey Key, ReadOnlyMemory<byte> Text, ReadOnlyMemory<byte> Rest, Moment Until)
{
    /// <summary>The new key's own signature line; none until it signed.</summary>
    public ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>What people compare on both devices.</summary>
    public string Digits => string.Join(' ', Key.ToString()[..16].Chunk(4).Select(c => new string(c)));
}

/// <summary>New keys that wait, one for each member, in memory: whoever is interrupted begins again.</summary>
public sealed class NewKeys
{
    /// <summary>Time for which a new key waits.</summary>
    public static readonly TimeSpan Waits = TimeSpan.FromMinutes(10);

    /// <summary>Members whose new keys wait at once.</summary>
    private const int WaitingMax = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<MemberId, NewKey> waiting = [];

    /// <summary>The new keys of an association.</summary>
    public static NewKeys Of(Served served) => served.Keep(_ => new NewKeys());

    /// <summary>The new key of a member that waits; null where none does.</summary>
    public NewKey? Find(MemberId member, Moment now)
    {
        lock (gate)
        {
            return waiting.TryGetValue(member, out var found) && found.Until > now ? found : null;
        }
    }

    /// <summary>A new key waits from now on, in place of any other of this member.</summary>
    public void Put(MemberId member, NewKey key)
    {
        lock (gate)
        {
            if (waiting.Count >= WaitingMax)
            {
                waiting.Clear();
            }

            waiting[member] = key;
        }
    }

    /// <summary>The new key signs; false where the act is another one or the signature is not good.</summary>
    /// <param name="member">Whose it is.</param>
    /// <param name="now">The time.</param>
    /// <param name="submission">The act with the new key's signature.</param>
    public bool Sign(MemberId member, Moment now, byte[] submission)
    {
        if (
            Find(member, now) is not { } key
            || !Submission.TryParse(submission, out var read, out _)
            || read!.Act.Key != key.Key
            || !read.Act.CoSigners.IsEmpty
            || !read.Act.Text.Span.SequenceEqual(key.Text.Span)
            || !read.Act.VerifySignatures()
        )
        {
            return false;
        }

        Put(member, key with { Signature = read.Act.Bytes[(key.Text.Length + 1)..].ToArray() });
        return true;
    }
}
