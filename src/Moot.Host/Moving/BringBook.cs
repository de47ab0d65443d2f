using System.Collections.Immutable;
using System.Security.Cryptography;
using Moot.Commons;
using Moot.Host.Live;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;

namespace Moot.Host.Moving;

/// <summary>Files of other wikis that members sent by the browser: read, waiting for their word, being brought in, or done. Kept in memory for a while.</summary>
/// <param name="clock">The time.</param>
internal sealed class BringBook(TimeProvider clock)
{
    private readonly Lock gate = new();
    private ImmutableDictionary<string, Brought> files = ImmutableDictionary.Create<string, Brought>(StringComparer.Ordinal);

    /// <summary>A file that a member sent.</summary>
    /// <param name="token">By which it is found.</param>
    /// <param name="member">Whose it is.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="licence">Under which licence its texts are given there; null where nobody said.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="found">What is in it.</param>
    /// <param name="until">When it is forgotten.</param>
    internal sealed class Brought(string token, MemberId member, string name, string? licence, byte[] bytes, ImportReport found, DateTimeOffset until)
    {
        private long read;

        public string Token => token;

        public MemberId Member => member;

        public string Name => name;

        public string? Licence => licence;

        public ReadOnlyMemory<byte> Bytes => bytes;

        public ImportReport Found => found;

        public DateTimeOffset Until => until;

        public BringStage Stage { get; set; } = BringStage.Read;

        /// <summary>Revisions that were worked through.</summary>
        public long Read
        {
            get => Interlocked.Read(ref read);
            set => Interlocked.Exchange(ref read, value);
        }

        /// <summary>What became of it; null before it ended.</summary>
        public ImportReport? Report { get; set; }

        /// <summary>Why it was stopped; null where it was not.</summary>
        public string? Trouble { get; set; }
    }

    /// <summary>Keeps a file that was read; a member has one at a time.</summary>
    /// <exception cref="LogException">Too many are kept.</exception>
    public Brought Keep(MemberId member, string name, string? licence, byte[] bytes, ImportReport found)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            files = files.RemoveRange(files.Values.Where(f => f.Stage != BringStage.Running && (f.Until < now || f.Member == member)).Select(f => f.Token));
            if (files.Count >= MovingLimits.BroughtFilesMax)
            {
                throw new LogException("too-many-files", "Others are bringing files in just now. Try again in a while, or use the command.");
            }

            var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            var kept = new Brought(token, member, name, licence, bytes, found, now + MovingLimits.BroughtFileKept);
            files = files.Add(token, kept);
            return kept;
        }
    }

    /// <summary>A member's own file; null where there is none of this token.</summary>
    public Brought? Find(string token, MemberId member) => files.GetValueOrDefault(token) is { } found && found.Member == member ? found : null;

    /// <summary>Forgets a file that is not being brought in.</summary>
    public void Drop(Brought file)
    {
        lock (gate)
        {
            files = file.Stage == BringStage.Running ? files : files.Remove(file.Token);
        }
    }

    /// <summary>Begins to bring a file in; false where another one is on its way.</summary>
    public bool Start(Brought file, HostedLog log, SigningKey intake)
    {
        lock (gate)
        {
            if (files.Values.Any(f => f.Stage == BringStage.Running))
            {
                return false;
            }

            (file.Stage, file.Read, file.Trouble, file.Report) = (BringStage.Running, 0, null, null);
        }

        _ = Task.Run(() => Bring(file, log, intake));
        return true;
    }

    private static async Task Bring(Brought file, HostedLog log, SigningKey intake)
    {
        try
        {
            using var source = Unpacked.Of(new MemoryStream(file.Bytes.ToArray(), writable: false));
            using var reader = new WikiReader(source.Plain);
            file.Report = await WikiImport.Run(log, intake, file.Member, reader, file.Licence, read => file.Read = read, CancellationToken.None);
            file.Stage = BringStage.Done;
        }
        catch (LogException e)
        {
            (file.Trouble, file.Stage) = (e.Message, BringStage.Stopped);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException or InvalidOperationException)
        {
            (file.Trouble, file.Stage) = ("It was stopped in the middle. Bring it in again: nothing comes twice.", BringStage.Stopped);
        }
    }
}
