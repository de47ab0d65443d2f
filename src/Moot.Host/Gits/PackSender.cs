using System.Security.Cryptography;
using Moot.Kernel.Storage;

namespace Moot.Host.Gits;

/// <summary>Sends a pack: as it lies on disk where that is all, else object by object.</summary>
/// <param name="store">The objects.</param>
/// <param name="send">Takes the next bytes.</param>
internal sealed class PackSender(GitStore store, Func<ReadOnlyMemory<byte>, Task> send) : IDisposable
{
    private readonly IncrementalHash sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    private readonly byte[] chunk = new byte[GitLimits.BandBytesMax];
    private readonly MemoryStream gathered = new();
    private readonly int generation = store.Generation;
    private long sent;

    /// <summary>Sends the objects of a plan.</summary>
    public async Task Send(PackPlan plan, CancellationToken cancel)
    {
        await Put(PackBytes.Head(plan.Numbers.Count));
        if (plan.IsWhole && plan.Numbers.Count > 0)
        {
            await Copy(PackBytes.HeadBytes, store.EndOf(plan.Numbers[^1]), cancel);
        }
        else
        {
            await Pick(plan, cancel);
        }

        await Flush();
        await send(sum.GetHashAndReset());
    }

    public void Dispose() => sum.Dispose();

    private async Task Copy(long at, long end, CancellationToken cancel)
    {
        await Flush();
        while (at < end)
        {
            cancel.ThrowIfCancellationRequested();
            var read = store.Read(at, chunk.AsSpan(0, (int)Math.Min(chunk.Length, end - at)));
            Check(read > 0);
            sum.AppendData(chunk, 0, read);
            await send(chunk.AsMemory(0, read));
            at += read;
        }
    }

    private async Task Pick(PackPlan plan, CancellationToken cancel)
    {
        var places = new Dictionary<int, long>();
        var first = plan.Numbers.Count > 0 ? plan.Numbers[0] : 0;
        foreach (var number in plan.Numbers)
        {
            cancel.ThrowIfCancellationRequested();
            places[number] = sent + gathered.Length;
            Write(number, places, plan.IsThin ? first : 0);
            if (gathered.Length >= chunk.Length)
            {
                await Flush();
            }
        }
    }

    private void Write(int number, Dictionary<int, long> places, int thinBelow)
    {
        var made = store.Object(number);
        var packed = new byte[store.EndOf(number) - made.At];
        Check(store.Read(made.At, packed) == packed.Length);
        if (made.Base < 0)
        {
            gathered.Write(packed);
            return;
        }

        var at = 0;
        var (_, length) = PackBytes.ReadKind(packed, ref at);
        PackBytes.SkipDistance(packed, ref at);
        if (places.TryGetValue(made.Base, out var there))
        {
            var distance = places[number] - there;
            PackBytes.WriteKind(gathered, PackBytes.OffsetDelta, length);
            PackBytes.WriteDistance(gathered, distance);
            gathered.Write(packed.AsSpan(at));
        }
        else if (made.Base < thinBelow)
        {
            Span<byte> name = stackalloc byte[ObjectName.Size];
            store.Object(made.Base).Name.CopyTo(name);
            PackBytes.WriteKind(gathered, PackBytes.NamedDelta, length);
            gathered.Write(name);
            gathered.Write(packed.AsSpan(at));
        }
        else
        {
            var (kind, bytes) = store.Read(number);
            PackBytes.WriteKind(gathered, (int)kind, bytes.Length);
            PackBytes.Deflate(gathered, bytes);
        }
    }

    private Task Put(byte[] bytes)
    {
        gathered.Write(bytes);
        return Task.CompletedTask;
    }

    private async Task Flush()
    {
        Check(isWell: true);
        sum.AppendData(gathered.GetBuffer(), 0, (int)gathered.Length);
        for (var at = 0; at < gathered.Length; at += chunk.Length)
        {
            await send(gathered.GetBuffer().AsMemory(at, (int)Math.Min(chunk.Length, gathered.Length - at)));
        }

        sent += gathered.Length;
        gathered.SetLength(0);
    }

    /// <summary>Where a text went out of sight meanwhile, nothing more of the old history goes out.</summary>
    private void Check(bool isWell)
    {
        if (!isWell || store.Generation != generation)
        {
            throw new LogException("changed", "The history changed meanwhile. Try again.");
        }
    }
}
