using Moot.Kernel.Keys;
using Moot.Kernel.Tree;

namespace Moot.Host.People;

/// <summary>Keys of guests who wrote lately. Opening one asks the system for memory that is guarded, which costs more than to sign with it.</summary>
internal sealed class GuestKeyRing
{
    /// <summary>Keys that stay open; beyond that all are let go.</summary>
    public const int OpenMax = 64;

    private readonly Lock gate = new();
    private readonly Dictionary<Hash, SigningKey> open = [];

    /// <summary>The key of two halves, the public one first. Others may sign with it too: not to be disposed.</summary>
    public SigningKey Of(ReadOnlySpan<byte> halves)
    {
        var name = Hash.FromBytes(halves[..Hash.Size]);
        lock (gate)
        {
            if (open.TryGetValue(name, out var known))
            {
                return known;
            }

            if (open.Count >= OpenMax)
            {
                open.Clear();
            }

            var key = SigningKey.FromSeed(halves[Hash.Size..]);
            open.Add(name, key);
            return key;
        }
    }

    /// <summary>Lets all keys go.</summary>
    public void Clear()
    {
        lock (gate)
        {
            open.Clear();
        }
    }

    /// <summary>Lets a key go. Its memory is wiped once nobody signs with it any more.</summary>
    public void Forget(PublicKey? key)
    {
        if (key is { } known)
        {
            lock (gate)
            {
                open.Remove(known.Bytes);
            }
        }
    }
}
