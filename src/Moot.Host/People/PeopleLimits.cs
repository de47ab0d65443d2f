namespace Moot.Host.People;

/// <summary>What is kept of people, and for how long.</summary>
internal static class PeopleLimits
{
    /// <summary>After so long without use a session ends, and a guest's key is destroyed.</summary>
    public static readonly TimeSpan SessionKept = TimeSpan.FromDays(90);

    /// <summary>The use of a session is noted no more often than this: a visit is not written down request by request.</summary>
    public static readonly TimeSpan UseNoted = TimeSpan.FromDays(1);

    /// <summary>A link by which a browser is let in is good for so long, and once.</summary>
    public static readonly TimeSpan DoorOpen = TimeSpan.FromDays(1);

    /// <summary>Time between two rounds in which what is too old is destroyed.</summary>
    public static readonly TimeSpan SweepPause = TimeSpan.FromHours(1);

    /// <summary>Sessions of one member; the one that was unused for longest ends when there are more.</summary>
    public const int SessionsOfMemberMax = 50;

    /// <summary>Guests' sessions in all; the one that was unused for longest ends when there are more.</summary>
    public const int GuestSessionsMax = 100_000;

    /// <summary>Bytes of a token, of the host's secret, and of a salt for hashing (256 bits).</summary>
    public const int SecretBytes = 32;

    /// <summary>UTF-16 characters of a passphrase, at least (NIST SP 800-63B: 8).</summary>
    public const int PassphraseCharactersMin = 8;

    /// <summary>UTF-16 characters of a passphrase, at most.</summary>
    public const int PassphraseCharactersMax = 1_000;

    /// <summary>Members of one name whose passphrases are tried; of more, the id must be given.</summary>
    public const int NamesakesMax = 8;

    /// <summary>Hexadecimal digits of a member's id that are taken for one.</summary>
    public const int IdPrefixMin = 8;
}
