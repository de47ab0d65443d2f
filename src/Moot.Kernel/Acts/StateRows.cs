using System.Text;
using Moot.Kernel.Tree;

namespace Moot.Kernel.Acts;

/// <summary>The rows of a state, for the digest by which two machines see that they agree.</summary>
/// <remarks>Digest = SHA-256 over the rows sorted by bytes, each ended by a line feed. A row is its capability and its values, joined by tabs.</remarks>
public sealed class StateRows
{
    private readonly List<byte[]> rows = [];
    private readonly StringBuilder line = new();
    private string capability = "";

    /// <summary>Rows written from here on belong to this capability.</summary>
    public void Begin(string name) => capability = name;

    /// <summary>Writes one row. Values are integers, hashes, enumerations and short codes: never prose.</summary>
    public void Row(params ReadOnlySpan<object> values)
    {
        line.Clear().Append(capability);
        foreach (var value in values)
        {
            line.Append('\t').Append(value);
        }

        rows.Add(System.Text.Encoding.UTF8.GetBytes(line.ToString()));
    }

    /// <summary>The digest of all rows.</summary>
    public Hash Digest()
    {
        rows.Sort(static (x, y) => x.AsSpan().SequenceCompareTo(y));
        using var sha = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        foreach (var row in rows)
        {
            sha.AppendData(row);
            sha.AppendData("\n"u8);
        }

        return Hash.FromBytes(sha.GetHashAndReset());
    }
}
