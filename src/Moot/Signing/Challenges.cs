using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Proofs;
using Moot.Ui;

namespace Moot.Signing;

/// <summary>A line that somebody signs to show that a key is theirs.</summary>
/// <param name="Text">The line.</param>
/// <param name="Seal">By which this host knows that it wrote the line; goes along in the form.</param>
public sealed record Challenge(string Text, string Seal);

/// <summary>Challenges of one association: each is good for one purpose, ten minutes and one use.</summary>
/// <remarks>
/// Nothing is kept of a challenge until it is answered, so asking for many tires nobody. The seal's key is made anew when the host starts: challenges from before
/// are refused then, and the page offers a fresh one.
/// </remarks>
public sealed class Challenges
{
    /// <summary>To sign in.</summary>
    public const string SignIn = "sign-in";

    /// <summary>To link a sign-in key to whoever is signed in.</summary>
    public const string Link = "link";

    /// <summary>To make a passkey.</summary>
    public const string MakePasskey = "make-passkey";

    /// <summary>To show a passkey.</summary>
    public const string ShowPasskey = "show-passkey";

    /// <summary>Time in which a challenge must be answered.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private const int NonceBytes = 16;

    /// <summary>Answered challenges that are remembered; beyond it, answers are refused until some have run out.</summary>
    private const int AnsweredMax = 100_000;

    private readonly byte[] sealing = Salt.Fresh().ToBytes();
    private readonly Lock gate = new();
    private readonly Dictionary<string, Moment> answered = new(StringComparer.Ordinal);

    /// <summary>The challenges of an association.</summary>
    public static Challenges Of(Served served) => served.Keep(_ => new Challenges());

    /// <summary>A fresh challenge.</summary>
    /// <param name="desk">Where it is asked for.</param>
    /// <param name="purpose"><see cref="SignIn"/> or <see cref="Link"/>.</param>
    /// <param name="member">Whose it is, where that is known.</param>
    public Challenge Give(Desk desk, string purpose, MemberId? member = null)
    {
        var nonce = Salt.Fresh().ToHex()[..(2 * NonceBytes)];
        var text = $"{Beginning(desk, purpose, member)}{desk.Now.Milliseconds.ToString(CultureInfo.InvariantCulture)} {nonce}";
        return new(text, SealOf(text));
    }

    /// <summary>Checks that a challenge is ours, for this purpose, and not too old.</summary>
    public Verdict Judge(Desk desk, Challenge challenge, string purpose, MemberId? member = null)
    {
        var text = challenge.Text;
        if (
            !NoteProof.IsProofText(text)
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(SealOf(text)), Encoding.UTF8.GetBytes(challenge.Seal))
            || !text.StartsWith(Beginning(desk, purpose, member), StringComparison.Ordinal)
        )
        {
            return Verdict.Refused("challenge-not-ours", "This line was not given out here for this. Sign the one below.");
        }

        var given = GivenAt(text);
        return given + Lasts < desk.Now || given > desk.Now
            ? Verdict.Refused("challenge-old", "The ten minutes for this line are over. Sign the one below.")
            : Verdict.Lawful;
    }

    /// <summary>Seals what the host has to know again when a browser answers.</summary>
    public Challenge Wrap(Desk desk, string purpose, string state, MemberId? member = null)
    {
        var text =
            $"{Beginning(desk, purpose, member)}{Convert.ToBase64String(Encoding.UTF8.GetBytes(state))} {desk.Now.Milliseconds.ToString(CultureInfo.InvariantCulture)} -";
        return new(text, SealOf(text));
    }

    /// <summary>Opens what was sealed for this purpose, and uses it up; null where it is not ours, too old, or was used.</summary>
    public string? Unwrap(Desk desk, Challenge sealedState, string purpose, MemberId? member = null)
    {
        var text = sealedState.Text;
        return
            CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(SealOf(text)), Encoding.UTF8.GetBytes(sealedState.Seal))
            && text.StartsWith(Beginning(desk, purpose, member), StringComparison.Ordinal)
            && GivenAt(text) + Lasts >= desk.Now
            && Use(desk, sealedState).IsLawful
            ? Encoding.UTF8.GetString(Convert.FromBase64String(text.Split(' ')[^3]))
            : null;
    }

    /// <summary>Uses a challenge up, after its signature was found good; a second use is refused.</summary>
    public Verdict Use(Desk desk, Challenge challenge)
    {
        lock (gate)
        {
            if (answered.Count >= AnsweredMax)
            {
                foreach (var old in answered.Where(a => a.Value + Lasts < desk.Now).Select(a => a.Key).ToList())
                {
                    answered.Remove(old);
                }
            }

            return answered.Count >= AnsweredMax ? Verdict.Refused("too-busy", "Too many people sign in at this moment; try again in some minutes.")
                : answered.TryAdd(challenge.Text, GivenAt(challenge.Text)) ? Verdict.Lawful
                : Verdict.Refused("challenge-used", "This line was used already. Sign the one below.");
        }
    }

    private static string Beginning(Desk desk, string purpose, MemberId? member) =>
        $"{NoteProof.Prefix}{purpose} {desk.Served.Log.Vkey.Name} {desk.World.Association?.ToHex() ?? "-"} {member?.ToString() ?? "-"} ";

    private static Moment GivenAt(string text) => new(long.Parse(text.Split(' ')[^2], CultureInfo.InvariantCulture));

    private string SealOf(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(sealing, Encoding.UTF8.GetBytes(text)));
}
