using Moot.Host.Folders;
using Moot.Host.Operations;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Live;

/// <summary>A mirror that is served, and follows its host meanwhile.</summary>
internal sealed class MirroredLog : IServedLog
{
    /// <summary>Time between two looks at the host.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Mirroring mirror;
    private readonly CancellationTokenSource stop = new();
    private readonly Task following;

    /// <summary>Serves a mirror's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="clock">The time.</param>
    /// <param name="tell">Told in a sentence what goes wrong.</param>
    public MirroredLog(AssociationFolder folder, TimeProvider clock, Action<string> tell)
    {
        mirror = Mirroring.Open(folder, clock);
        following = Task.Run(() => Follow(clock, tell));
    }

    public AssociationFolder Folder => mirror.Folder;

    public Head Head => mirror.Head;

    public HashTree Tree => mirror.Tree;

    public ILogStore Store => mirror.Store;

    public event EventHandler? Moved;

    public Task<Receipt> Submit(ReadOnlyMemory<byte> submission) => Task.FromResult(Elsewhere);

    public Task<Receipt> Submit(Submission submission) => Task.FromResult(Elsewhere);

    private Receipt Elsewhere => new(Verdict.Refused("mirror", $"This is a mirror. Send acts to {Folder.Card.Source}."), default);

    public (string Code, string Sentence, byte[] Submission)? Refused(Hash id) => null;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await following;
        mirror.Dispose();
        stop.Dispose();
    }

    private async Task Follow(TimeProvider clock, Action<string> tell)
    {
        try
        {
            while (true)
            {
                try
                {
                    await mirror.Step(progress: null, stop.Token);
                    Moved?.Invoke(this, EventArgs.Empty);
                }
                catch (Exception e) when (e is LogException or IOException or UnauthorizedAccessException or InvalidDataException)
                {
                    tell(e.Message); // the host cannot be reached or the disk is full: what is here is still served
                }

                await Task.Delay(Pause, clock, stop.Token);
            }
        }
        catch (HostCaughtException e)
        {
            tell($"{e.Message} The mirror stays where it was{(e.EvidencePath is { } path ? $"; evidence: {path}" : "")}.");
        }
        catch (OperationCanceledException)
        {
            // stopped
        }
    }
}
