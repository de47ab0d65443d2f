using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;

namespace Moot.Host.People;

/// <summary>What the host keeps for the people of one association: sessions, accounts, and the key by which it vouches.</summary>
internal sealed class PeopleOf : IDisposable
{
    private readonly PeopleFile file;
    private readonly ITimer sweeping;
    private readonly IServedLog log;
    private readonly Lazy<SigningKey> intake;

    private PeopleOf(IServedLog log, PeopleFile file, TimeProvider clock)
    {
        (this.log, this.file) = (log, file);
        (Sessions, Accounts, Brake) = (new(file, clock), new(file, clock), new(clock));
        (SignInKeys, Passkeys) = (new(file), new(file));
        (KeyNotes, Devices) = (new(file, clock), new(file, clock));
        intake = new(() => KeyFile.Read(log.Folder.IntakeKeyPath));
        Sweep();
        sweeping = clock.CreateTimer(_ => TrySweep(), state: null, PeopleLimits.SweepPause, PeopleLimits.SweepPause);
    }

    /// <summary>The browsers that it knows again.</summary>
    public Sessions Sessions { get; }

    /// <summary>Who signs in with a passphrase.</summary>
    public Accounts Accounts { get; }

    /// <summary>Keys of other tools that sign members in.</summary>
    public SignInKeys SignInKeys { get; }

    /// <summary>What members call their own keys.</summary>
    public KeyNotes KeyNotes { get; }

    /// <summary>Links by which members let in their other devices.</summary>
    public Devices Devices { get; }

    /// <summary>Passkeys of members.</summary>
    public Passkeys Passkeys { get; }

    /// <summary>Slows down whoever tries passphrases.</summary>
    public SignInBrake Brake { get; }

    /// <summary>Makes and checks hashes.</summary>
    public Passphrases Passphrases { get; } = new();

    /// <summary>The key by which the host vouches.</summary>
    public SigningKey Intake => intake.Value;

    /// <summary>Opens what is kept for the people of an association; null for a mirror, which knows nobody.</summary>
    /// <exception cref="LogException">The file cannot be opened.</exception>
    public static PeopleOf? Open(IServedLog log, TimeProvider clock)
    {
        if (log.Folder.Card.Role == FolderRole.Mirror)
        {
            return null;
        }

        var file = PeopleFile.Open(log.Folder.PeopleDatabasePath);
        try
        {
            return new(log, file, clock);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Destroys what is too old, and what is left of members who left.</summary>
    public void Sweep()
    {
        Sessions.Sweep();
        Accounts.Sweep();
        Devices.Sweep();
        var roster = log.Head.World.Get<Roster>();
        foreach (var gone in Accounts.All().Concat(SignInKeys.All()).Concat(Passkeys.All()).Distinct().Where(id => roster.Find(id) is { Left: not null }))
        {
            Forget(gone);
        }
    }

    /// <summary>Destroys what is kept of a member.</summary>
    public void Forget(Kernel.Acts.MemberId member)
    {
        Sessions.EndAll(member);
        Accounts.Delete(member);
        SignInKeys.Forget(member);
        Passkeys.Forget(member);
        KeyNotes.Forget(member);
        Devices.Forget(member);
    }

    public void Dispose()
    {
        sweeping.Dispose();
        file.Dispose();
        Passphrases.Dispose();
        Passkeys.Dispose();
        if (intake.IsValueCreated)
        {
            intake.Value.Dispose();
        }
    }

    private void TrySweep()
    {
        try
        {
            Sweep();
        }
        catch (Exception e) when (e is LogException or ObjectDisposedException)
        {
            // The disk is full, or the program ends: the next round does it.
        }
    }
}
