using System.Security.Cryptography;
using System.Text;

namespace Moot.Host.Web;

/// <summary>The word by which whoever runs this machine shows that it is them. It is good for one founding.</summary>
internal sealed class FoundingCode
{
    /// <summary>Signs that are not taken for each other: 31 of them, so that twelve hold 59 bits.</summary>
    private const string Signs = "abcdefghjkmnpqrstuvwxyz23456789";

    private const int Length = 12;

    /// <summary>The code, in groups of four.</summary>
    public string Text { get; private set; } = Make();

    /// <summary>True if somebody typed it, however they grouped it.</summary>
    public bool Is(string typed)
    {
        var bare = new string([.. typed.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(bare), Encoding.ASCII.GetBytes(Text.Replace("-", "", StringComparison.Ordinal)));
    }

    /// <summary>Makes another one.</summary>
    public void Renew() => Text = Make();

    private static string Make()
    {
        var code = RandomNumberGenerator.GetString(Signs, Length);
        return $"{code[..4]}-{code[4..8]}-{code[8..]}";
    }
}
