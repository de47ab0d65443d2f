using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Moot.Kernel.Keys;
using Moot.Kernel.Proofs;
using Xunit;

namespace Moot.Kernel.Tests.Proofs;

/// <summary>Signatures by SSH keys: those of vectors/proofs/ssh.json, which ssh-keygen made, and fresh ones by the ssh-keygen of this machine.</summary>
public sealed class SshSignatureTests
{
    private static JsonElement[] Cases => Vectors.Read("proofs/ssh.json").List("cases");

    [Fact]
    public void Every_vector_is_read_written_back_and_holds_for_its_message_alone()
    {
        Assert.NotEmpty(Cases);
        foreach (var one in Cases)
        {
            Assert.True(SshSignature.TryParse(one.Utf8("signature"), out var read, out var error), error);
            Assert.Equal(one.Text("key"), read.Key.ToString());
            Assert.Equal(one.Text("namespace"), read.Namespace);
            Assert.Equal(one.Text("hash"), read.HashAlgorithm);
            Assert.Equal(one.Text("signature"), read.Write());
            Assert.True(read.Verify(one.Utf8("message"), one.Text("namespace")));
            Assert.False(read.Verify([.. one.Utf8("message"), 0], one.Text("namespace")));
            Assert.False(read.Verify(one.Utf8("message"), one.Text("namespace") + "2"));
        }
    }

    [Fact]
    public void No_flipped_bit_is_accepted()
    {
        var one = Cases[0];
        var lines = one.Text("signature").Split('\n');
        var bytes = Convert.FromBase64String(string.Concat(lines[1..^2]));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = bytes.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            var text = $"{lines[0]}\n{string.Concat(Convert.ToBase64String(flipped).Chunk(70).Select(l => new string(l) + "\n"))}{lines[^2]}\n";
            Assert.False(
                SshSignature.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out var read, out _)
                    && read.Key.ToString() == one.Text("key")
                    && read.Verify(one.Utf8("message"), "moot"),
                $"bit {bit}"
            );
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ==\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAv////8=\n-----END SSH SIGNATURE-----\n")]
    public void What_is_no_signature_is_refused_with_a_sentence(string text)
    {
        Assert.False(SshSignature.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out _, out var error));
        Assert.EndsWith(".", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_spellings_are_refused()
    {
        var good = Cases[0].Text("signature");
        foreach (var bad in new[] { good + "\n", " " + good, good.Replace("\n", "\r\n"), good[..^1], good.Insert(40, "\n"), good.Insert(40, " ") })
        {
            Assert.False(SshSignature.TryParse(System.Text.Encoding.ASCII.GetBytes(bad), out _, out _), bad);
        }
    }

    [Theory]
    [InlineData("ed25519", "sha256")]
    [InlineData("ed25519", "sha512")]
    [InlineData("ecdsa", "sha512")]
    public void What_the_real_ssh_keygen_signs_is_judged(string type, string hash)
    {
        var folder = Directory.CreateTempSubdirectory("moot-test-ssh-").FullName;
        try
        {
            var (message, key) = (Path.Combine(folder, "message"), Path.Combine(folder, "key"));
            File.WriteAllText(message, "moot/proof/v1 something that is signed");
            Keygen("-q", "-t", type, "-N", "", "-C", "test", "-f", key);
            Keygen("-Y", "sign", "-f", key, "-n", "moot", "-O", "hashalg=" + hash, message);
            var isRead = SshSignature.TryParse(File.ReadAllBytes(message + ".sig"), out var read, out var error);
            Assert.Equal(type == "ed25519", isRead);
            if (read is null)
            {
                Assert.Contains("ed25519", error, StringComparison.Ordinal);
                return;
            }

            Assert.True(read.Verify(File.ReadAllBytes(message), "moot"));
            Assert.Equal(hash, read.HashAlgorithm);
            var line = Convert.FromBase64String(File.ReadAllText(key + ".pub").Split(' ')[1]);
            Assert.Equal(PublicKey.FromBytes(line.AsSpan()[^32..]), read.Key);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Keygen(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("ssh-keygen", arguments)
                {
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                    UseShellExecute = false,
                }
            )!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, said);
        }
        catch (Win32Exception)
        {
            Assert.Skip("needs ssh-keygen: it is part of OpenSSH");
        }
    }
}
