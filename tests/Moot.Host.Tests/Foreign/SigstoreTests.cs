using System.Text;
using System.Text.Json.Nodes;
using Moot.Kernel.Storage;
using Moot.Testing;
using Xunit;

namespace Moot.Host.Tests.Foreign;

/// <summary>The JavaScript verifier of Sigstore checks our checkpoint and an inclusion proof.</summary>
public sealed class SigstoreTests(TwoLogs logs) : IClassFixture<TwoLogs>
{
    private const string Version = "4.1.3";
    private static readonly string Folder = Path.Combine(Tool.Sources, "sigstore");

    /// <summary>Installs the package once, exactly as its lock file says, however many tests and programs want it.</summary>
    private static void Install()
    {
        Directory.CreateDirectory(Path.Combine(Project.Root, "artifacts"));
        using var alone = Alone(Path.Combine(Project.Root, "artifacts", "npm.lock"));
        Assert.SkipWhen(Tool.Run("node", ["--version"]) is null, "needs Node: there is no program node");
        var package = Path.Combine(Folder, "node_modules", "@sigstore", "verify", "package.json");
        if (File.Exists(package) && (string?)JsonNode.Parse(File.ReadAllText(package))!["version"] == Version)
        {
            return;
        }

        var installed = Tool.Run("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], Folder);
        Assert.SkipWhen(installed is null, "needs npm: there is no program npm");
        if (installed!.Status != 0 && !Tool.IsCi)
        {
            Assert.Skip($"needs Node: npm ci could not install @sigstore/verify: {installed.Error.Trim().Split('\n')[^1]}");
        }

        Assert.True(installed.Status == 0, installed.ToString());
    }

    private static FileStream Alone(string path)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < 600)
            {
                Thread.Sleep(200);
            }
        }
    }

    private static JsonObject Given(Live.HostedLog log, long index)
    {
        var size = log.Head.Checkpoint.Size;
        var key = log.Folder.Vkey;
        var id = Convert.FromHexString(key.ToString().Split('+')[1]);
        return new()
        {
            ["checkpoint"] = Encoding.UTF8.GetString(log.Head.Note.Span),
            ["origin"] = key.Name,
            ["publicKey"] = Convert.ToBase64String(key.PublicKey.Span),
            ["keyId"] = Convert.ToBase64String(id),
            ["index"] = $"{index}",
            ["entry"] = Convert.ToBase64String(log.Store.Read(index, index + 1).Single().Bytes.Span),
            ["proof"] = new JsonArray([.. log.Tree.InclusionProof(index, size).Select(h => (JsonNode)h.ToBase64())]),
        };
    }

    private static Said Verify(JsonObject given) => Tool.Run("node", ["verify.js"], Folder, given.ToJsonString())!;

    [Fact]
    public void It_accepts_entries_of_the_log_and_of_the_fork()
    {
        Install();
        foreach (
            var (log, index) in new[] { (logs.Parent, 0L), (logs.Parent, 300L), (logs.Parent, TwoLogs.Sayings + 1L), (logs.Fork, 300L), (logs.Fork, 642L) }
        )
        {
            var said = Verify(Given(log, index));
            Assert.True(said.Status == 0, said.ToString());
            Assert.Contains($"{log.Folder.Origin} {log.Head.Checkpoint.Size}: entry {index} is in it", said.Out);
        }
    }

    [Fact]
    public void It_rejects_what_was_tampered_with()
    {
        Install();
        Rejected("calculated root hash", g => g["entry"] = Flip((string)g["entry"]!));
        Rejected("calculated root hash", g => g["index"] = "301");
        Rejected("calculated root hash", g => g["proof"]![2] = Flip((string)g["proof"]![2]!));
        Rejected("invalid checkpoint signature", g => g["publicKey"] = Convert.ToBase64String(logs.Fork.Folder.Vkey.PublicKey.Span));
        Rejected("invalid checkpoint signature", g => g["checkpoint"] = ((string)g["checkpoint"]!).Replace("\n642\n", "\n641\n"));
    }

    private void Rejected(string why, Action<JsonObject> tamper)
    {
        var given = Given(logs.Parent, 300);
        tamper(given);
        var said = Verify(given);
        Assert.True(said.Status == 1 && said.Error.Contains(why, StringComparison.Ordinal), said.ToString());
    }

    [Fact]
    public void The_lock_file_names_no_host()
    {
        var text = File.ReadAllText(Path.Combine(Folder, "package-lock.json"));
        Assert.DoesNotContain("://", text);
        Assert.Contains("sha512-", text);
    }

    private static string Flip(string base64)
    {
        var bytes = Convert.FromBase64String(base64);
        bytes[bytes.Length / 2] ^= 1;
        return Convert.ToBase64String(bytes);
    }
}
