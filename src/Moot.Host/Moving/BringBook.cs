using System.Collections.Immutable;
using System.Security.Cryptography;
using Moot.Commons;
using Moot.Host.Live;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Moving;

/// <summary>Files of other wikis that members sent by the browser: read, waiting for their word, being brought in, or done. They wait on the disk, and so outlast the program.</summary>
internal sealed class BringBook
{
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly BringShelf shelf;
    private ImmutableDictionary<string, Brought> files = ImmutableDictionary.Create<string, Brought>(StringComparer.Ordinal);

    /// <summary>The files that wait.</summary>
    /// <param name="clock">The time.</param>
    /// <param name="shelf">Where they lie.</param>
    public BringBook(TimeProvider clock, BringShelf shelf)
    {
        (this.clock, this.shelf) = (clock, shelf);
        foreach (var note in shelf.All())
        {
            if (Hash.TryParseHex(System.Text.Encoding.ASCII.GetBytes(note.Member), out var member))
            {
                // One that was on its way when the program ended waits for its member's word again.
                files = files.Add(note.Token, new(note, new(member)) { Stage = note.IsRunning ? BringStage.Stopped : BringStage.Read });
            }
        }

        Sweep();
    }

    /// <summary>A file that a member sent.</summary>
    /// <param name="note">What is known of it.</param>
    /// <param name="member">Whose it is.</param>
    internal sealed class Brought(BringNote note, MemberId member)
    {
        private long read;

        public BringNote Note => note;

        public string Token => note.Token;

        public MemberId Member => member;

        public BringStage Stage { get; set; } = BringStage.Read;

        /// <summary>Revisions that were worked through.</summary>
        public long Read
        {
            get => Interlocked.Read(ref read);
            set => Interlocked.Exchange(ref read, value);
        }

        /// <summary>What became of it; null before it ended.</summary>
        public ImportReport? Report { get; set; }

        /// <summary>Why it was stopped; null where it was not, or with the program.</summary>
        public string? Trouble { get; set; }
    }

    /// <summary>Keeps a file that was read; a member has one at a time.</summary>
    /// <exception cref="LogException">Too many are kept.</exception>
    public Brought Keep(MemberId member, string name, string? licence, byte[] bytes, ImportReport found)
    {
        lock (gate)
        {
            Sweep();
            foreach (var old in files.Values.Where(f => f.Stage != BringStage.Running && f.Member == member))
            {
                Forget(old);
            }

            if (files.Count >= MovingLimits.BroughtFilesMax)
            {
                throw new LogException("too-many-files", "Others are bringing files in just now. Try again in a while, or use the command.");
            }

            var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            var until = clock.GetUtcNow() + MovingLimits.BroughtFileKept;
            var what = new BringFound(
                found.Site.Name,
                found.Pages,
                found.Revisions,
                found.TextBytes,
                found.Names,
                found.ByAddress,
                found.Suppressed,
                found.Stubs
            );
            var note = new BringNote(token, member.ToString(), name, licence, until, what, found.Fault?.Message, IsRunning: false);
            shelf.Put(note, bytes);
            var kept = new Brought(note, member);
            files = files.Add(token, kept);
            return kept;
        }
    }

    /// <summary>A member's own file; null where there is none of this token.</summary>
    public Brought? Find(string token, MemberId member) => files.GetValueOrDefault(token) is { } found && found.Member == member ? found : null;

    /// <summary>A member's own files that are not done.</summary>
    public IEnumerable<Brought> Waiting(MemberId member) => files.Values.Where(f => f.Member == member && f.Stage != BringStage.Done);

    /// <summary>Forgets a file that is not being brought in.</summary>
    public void Drop(Brought file)
    {
        lock (gate)
        {
            if (file.Stage != BringStage.Running)
            {
                Forget(file);
            }
        }
    }

    /// <summary>Forgets what waited for too long.</summary>
    public void Sweep()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            foreach (var old in files.Values.Where(f => f.Stage != BringStage.Running && f.Note.Until < now))
            {
                Forget(old);
            }
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

            shelf.Note(file.Note with { IsRunning = true });
            (file.Stage, file.Read, file.Trouble, file.Report) = (BringStage.Running, 0, null, null);
        }

        _ = Task.Run(() => Bring(file, log, intake));
        return true;
    }

    private void Forget(Brought file)
    {
        files = files.Remove(file.Token);
        shelf.Remove(file.Token);
    }

    private async Task Bring(Brought file, HostedLog log, SigningKey intake)
    {
        try
        {
            using (var source = Unpacked.Of(shelf.Open(file.Token)))
            {
                using var reader = new WikiReader(source.Plain);
                file.Report = await WikiImport.Run(log, intake, file.Member, reader, file.Note.Licence, read => file.Read = read, CancellationToken.None);
            }

            shelf.Remove(file.Token);
            file.Stage = BringStage.Done;
        }
        catch (LogException e)
        {
            (file.Trouble, file.Stage) = (e.Message, BringStage.Stopped);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException or InvalidOperationException)
        {
            file.Stage = BringStage.Stopped;
        }
    }
}
