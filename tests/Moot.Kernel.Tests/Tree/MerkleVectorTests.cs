using System.Text.Json;
using Moot.Kernel.Tree;
using Moot.Testing;
using Xunit;

namespace Moot.Kernel.Tests.Tree;

/// <summary>The proofs of transparency-dev/merkle, right and wrong ones.</summary>
public sealed class MerkleVectorTests
{
    [Theory]
    [InlineData("inclusion", 59)]
    [InlineData("consistency", 57)]
    [InlineData("subtreeinclusion", 126)]
    [InlineData("subtreeconsistency", 75)]
    public void Every_proof_is_judged_as_expected(string kind, int count)
    {
        var files = Directory.GetFiles(SharedData.Path($"tlog/merkle/{kind}"), "*.json", SearchOption.AllDirectories);
        Assert.Equal(count, files.Length);
        Assert.Contains(files, IsRight);
        foreach (var file in files)
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var v = document.RootElement;
            var accepted = kind switch
            {
                "inclusion" or "subtreeinclusion" when !IsHash(v, "leafHash") => false, // No such leaf can come as far as the check.
                "inclusion" => Merkle.VerifyInclusion(Index(v, "leafIdx"), Index(v, "treeSize"), Hash(v, "leafHash"), Proof(v), Hash(v, "root")),
                "consistency" => Merkle.VerifyConsistency(Index(v, "size1"), Index(v, "size2"), Hash(v, "root1"), Hash(v, "root2"), Proof(v)),
                "subtreeinclusion" => Merkle.VerifySubtreeInclusion(
                    Index(v, "leafIdx"),
                    Index(v, "start"),
                    Index(v, "end"),
                    Hash(v, "leafHash"),
                    Proof(v),
                    Hash(v, "root")
                ),
                _ => Merkle.VerifySubtreeConsistency(Index(v, "start"), Index(v, "end"), Index(v, "size"), Hash(v, "root1"), Hash(v, "root2"), Proof(v)),
            };
            Assert.True(accepted != v.GetProperty("wantErr").GetBoolean(), $"{file}: accepted = {accepted}");
        }
    }

    private static bool IsHash(JsonElement vector, string name) => Convert.FromBase64String(vector.Text(name)).Length == Kernel.Tree.Hash.Size;

    private static bool IsRight(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return !document.RootElement.GetProperty("wantErr").GetBoolean();
    }

    /// <summary>Numbers are unsigned there; beyond 2^63 they turn negative here, which every check refuses.</summary>
    private static long Index(JsonElement vector, string name) => unchecked((long)vector.GetProperty(name).GetUInt64());

    private static Hash[] Proof(JsonElement vector) =>
        vector.GetProperty("proof") is { ValueKind: JsonValueKind.Array } proof ? [.. proof.EnumerateArray().Select(Hash)] : [];

    private static Hash Hash(JsonElement vector, string name) => Hash(vector.GetProperty(name));

    /// <summary>Some vectors use other lengths as "some hash or other"; a hash of those bytes, equal for equal ones, stands in.</summary>
    private static Hash Hash(JsonElement base64)
    {
        var bytes = Convert.FromBase64String(base64.GetString()!);
        return bytes.Length == Kernel.Tree.Hash.Size ? Kernel.Tree.Hash.FromBytes(bytes) : Kernel.Tree.Hash.Of([.. "stand-in"u8, .. bytes]);
    }
}
