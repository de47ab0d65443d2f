using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using NSec.Cryptography;

namespace Moot.Host.People;

/// <summary>Makes and checks hashes of passphrases (Argon2id, RFC 9106), a few at a time.</summary>
/// <remarks>A passphrase is taken as in RFC 8265 §4.2 (OpaqueString): spaces of any kind are one kind, and the text is normalised (NFC); nothing else is changed.</remarks>
internal sealed class Passphrases : IDisposable
{
    /// <summary>Memory of one hash, in KiB (64 MiB).</summary>
    private const int MemoryKiB = 64 << 10;

    /// <summary>Passes over that memory.</summary>
    private const int Passes = 3;

    /// <summary>Bytes of a salt.</summary>
    private const int SaltBytes = 16;

    /// <summary>Hashes that are made at the same time: each takes its memory and a processor.</summary>
    private const int AtOnceMax = 2;

    /// <summary>Hashes that wait; whoever comes beyond that is told to try again.</summary>
    private const int WaitingMax = 32;

    private readonly SemaphoreSlim room = new(AtOnceMax);
    private readonly Lazy<string> nobodys;
    private int waiting;

    public Passphrases() => nobodys = new(() => HashNow(Sessions.NewToken().Token));

    /// <summary>Too many sign in at once.</summary>
    public static Verdict Busy => Verdict.Refused("busy", "Too many people sign in at this moment. Try again in a minute.");

    /// <summary>May this become a passphrase?</summary>
    /// <param name="passphrase">As typed.</param>
    /// <param name="again">As typed a second time.</param>
    public static Verdict Judge(string passphrase, string again) =>
        passphrase.Length < PeopleLimits.PassphraseCharactersMin
            ? Verdict.Refused("passphrase-short", $"A passphrase has at least {PeopleLimits.PassphraseCharactersMin} characters; four or five words are good.")
        : passphrase.Length > PeopleLimits.PassphraseCharactersMax
            ? Verdict.Refused("passphrase-long", $"A passphrase has at most {PeopleLimits.PassphraseCharactersMax} characters.")
        : passphrase.Any(char.IsControl) || !IsWhole(passphrase)
            ? Verdict.Refused("passphrase-control", "A passphrase is one line of characters that can be seen.")
        : !string.Equals(Prepare(passphrase), Prepare(again), StringComparison.Ordinal)
            ? Verdict.Refused("passphrase-differs", "The two passphrases are not the same. Type them once more.")
        : Verdict.Lawful;

    /// <summary>The hash of a passphrase, with its parameters; null where too many wait.</summary>
    public Task<string?> Hash(string passphrase) => Queue(() => HashNow(passphrase));

    /// <summary>True if the passphrase is the one of a hash; null where too many wait. Without a hash it takes as long and is false.</summary>
    public async Task<bool?> Check(string passphrase, string? hash)
    {
        if (passphrase.Length > PeopleLimits.PassphraseCharactersMax || !IsWhole(passphrase))
        {
            return false;
        }

        var answer = await Queue(() => IsOf(passphrase, hash ?? nobodys.Value) && hash is not null ? "yes" : "no");
        return answer is null ? null : string.Equals(answer, "yes", StringComparison.Ordinal);
    }

    public void Dispose() => room.Dispose();

    private async Task<string?> Queue(Func<string> work)
    {
        if (Interlocked.Increment(ref waiting) > WaitingMax)
        {
            Interlocked.Decrement(ref waiting);
            return null;
        }

        try
        {
            await room.WaitAsync();
            try
            {
                return await Task.Run(work);
            }
            finally
            {
                room.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    private static string HashNow(string passphrase)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var hash = Derive(passphrase, MemoryKiB, Passes, salt);
        return $"argon2id${MemoryKiB}${Passes}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}";
    }

    private static bool IsOf(string passphrase, string hash)
    {
        var parts = hash.Split('$');
        var expected = Convert.FromBase64String(parts[4]);
        var made = Derive(
            passphrase,
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            int.Parse(parts[2], CultureInfo.InvariantCulture),
            Convert.FromBase64String(parts[3])
        );
        return CryptographicOperations.FixedTimeEquals(expected, made);
    }

    private static byte[] Derive(string passphrase, int memory, int passes, byte[] salt)
    {
        var parameters = new Argon2Parameters
        {
            DegreeOfParallelism = 1,
            MemorySize = memory,
            NumberOfPasses = passes,
        };
        return PasswordBasedKeyDerivationAlgorithm
            .Argon2id(parameters)
            .DeriveBytes(Encoding.UTF8.GetBytes(Prepare(passphrase)), salt, PeopleLimits.SecretBytes);
    }

    private static string Prepare(string passphrase) =>
        IsWhole(passphrase)
            ? Nfc.Normalize(string.Concat(passphrase.Select(c => char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator ? ' ' : c)))
            : passphrase;

    /// <summary>True if no half of a surrogate pair stands alone.</summary>
    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
