using Microsoft.AspNetCore.Builder;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Storage;
using Moot.Host.Web;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Tests.Hosts;

/// <summary>A host over HTTP, on the program's own endpoints, that holds the log's key and shows whatever it is told to: also what it should not.</summary>
internal sealed class TestHost : IServedLog
{
    private sealed record Shown(Head Head, HashTree Tree, ILogStore Store);

    private readonly World world;
    private volatile Shown shown;
    private WebApplication? app;

    private TestHost(AssociationFolder folder, World world)
    {
        (Folder, this.world) = (folder, world);
        shown = new(new(new(folder.Origin, 0, Hash.EmptyTree), default, world), new(), new MemoryLogStore());
    }

    public AssociationFolder Folder { get; }

    public Head Head => shown.Head;

    public HashTree Tree => shown.Tree;

    public ILogStore Store => shown.Store;

    public string Url => Server.Address(app!);

    /// <summary>What happens to acts that are sent; by default they are refused.</summary>
    public Func<ReadOnlyMemory<byte>, Task<Receipt>>? Taking { get; init; }

    /// <summary>Starts a host.</summary>
    /// <param name="folder">A folder that is not there yet.</param>
    /// <param name="key">The key that it says is the log's.</param>
    /// <param name="world">What it says of members.</param>
    /// <param name="taking">Takes acts.</param>
    public static async Task<TestHost> Start(string folder, VerifierKey key, World world, Func<ReadOnlyMemory<byte>, Task<Receipt>>? taking = null)
    {
        var host = new TestHost(AssociationFolder.Create(folder, FolderRole.Host, key), world) { Taking = taking };
        host.app = await Server.Start([host], isSingle: true, "http://127.0.0.1:0");
        return host;
    }

    /// <summary>Serves entries under a checkpoint.</summary>
    /// <param name="entries">What is served as entries and bodies.</param>
    /// <param name="note">The checkpoint.</param>
    /// <param name="tree">What is served as tiles; by default those of the entries.</param>
    public void Show(IReadOnlyList<StoredEntry> entries, byte[] note, HashTree? tree = null)
    {
        Assert(SignedNote.TryParse(note, out var signed, out _) & Checkpoint.TryParse(signed!.Text.Span, out var checkpoint, out _));
        var store = new MemoryLogStore();
        store.Stage(new([.. entries], [], []));
        shown = new(new(checkpoint, note, world), tree ?? TreeOf(entries), store);
    }

    /// <summary>Serves entries under a checkpoint that is signed for them.</summary>
    public byte[] Show(IReadOnlyList<StoredEntry> entries, SigningKey key)
    {
        var note = Sign(Folder.Origin, entries, key);
        Show(entries, note);
        return note;
    }

    public static byte[] Sign(string origin, IReadOnlyList<StoredEntry> entries, SigningKey key) =>
        new Checkpoint(origin, entries.Count, TreeOf(entries).Root()).Sign(key);

    public static HashTree TreeOf(IEnumerable<StoredEntry> entries)
    {
        var tree = new HashTree();
        foreach (var entry in entries)
        {
            tree.Append(Hash.Leaf(entry.Bytes.Span));
        }

        return tree;
    }

    public Task<Receipt> Submit(ReadOnlyMemory<byte> submission) =>
        Taking?.Invoke(submission) ?? Task.FromResult(new Receipt(Verdict.Refused("closed", "This host takes nothing."), default));

    public Task<Receipt> Submit(Submission submission) => Submit(submission.ToBytes());

    public (string Code, string Sentence, byte[] Submission)? Refused(Hash id) => null;

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    private static void Assert(bool condition) => Xunit.Assert.True(condition);
}
