using Moot.Host.Tests.Hosts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;
using Xunit;

namespace Moot.Host.Tests.Foreign;

/// <summary>Go's own packages for notes and logs, as Debian ships them, check a log, its fork, and copies with one byte flipped.</summary>
public sealed class GoTests(TwoLogs logs) : IClassFixture<TwoLogs>
{
    private const string Packages = "/usr/share/gocode/src/golang.org/x/mod/sumdb";
    private static readonly Lock Building = new();

    private string Build()
    {
        lock (Building)
        {
            var program = logs.Folder["verify-go"];
            if (File.Exists(program))
            {
                return program;
            }

            Assert.SkipUnless(Directory.Exists(Packages), $"needs Go: golang-golang-x-mod-dev is not installed ({Packages})");
            var built = Tool.Run(
                "go",
                ["build", "-o", program, Path.Combine(Tool.Sources, "go", "verify.go")],
                folder: null,
                input: null,
                ("GO111MODULE", "off"),
                ("GOPATH", "/usr/share/gocode"),
                ("GOFLAGS", "")
            );
            Assert.SkipWhen(built is null, "needs Go: there is no program go");
            Assert.True(built!.Status == 0, built.ToString());
            return program;
        }
    }

    private Said Verify(params string[] arguments) => Tool.Run(Build(), arguments)!;

    [Fact]
    public void It_accepts_the_log_and_the_fork_and_sees_that_the_one_extends_the_other()
    {
        var key = logs.Parent.Folder.Vkey.ToString();
        foreach (var old in new[] { 1, 255, 256, 257, 512, 600 })
        {
            var parent = Verify("-url", logs.ParentUrl, "-vkey", key, "-old", $"{old}");
            Assert.True(parent.Status == 0, parent.ToString());
            Assert.Contains($"{TwoLogs.Sayings + 2} entries", parent.Out);
        }

        var fork = Verify("-url", logs.ForkUrl, "-vkey", logs.Fork.Folder.Vkey.ToString(), "-parent", logs.ParentUrl, "-parentvkey", key);
        Assert.True(fork.Status == 0, fork.ToString());
        Assert.Contains($"extends {logs.Parent.Folder.Origin}@{TwoLogs.Sayings + 2}", fork.Out);
    }

    [Fact]
    public void It_does_not_take_one_log_for_another()
    {
        Assert.Equal(1, Verify("-url", logs.ForkUrl, "-vkey", logs.Parent.Folder.Vkey.ToString()).Status);
        var notExtended = Verify(
            "-url",
            logs.ParentUrl,
            "-vkey",
            logs.Parent.Folder.Vkey.ToString(),
            "-parent",
            logs.ForkUrl,
            "-parentvkey",
            logs.Fork.Folder.Vkey.ToString()
        );
        Assert.Equal(1, notExtended.Status);
    }

    [Theory]
    [InlineData("entry")]
    [InlineData("entry of the last tile")]
    [InlineData("signature")]
    [InlineData("tile")]
    [InlineData("checkpoint")]
    public async Task It_catches_one_flipped_byte(string where)
    {
        var entries = logs.Parent.Store.Read(0, logs.Parent.Head.Checkpoint.Size).ToList();
        var note = logs.Parent.Head.Note.ToArray();
        var tree = TestHost.TreeOf(entries);
        switch (where)
        {
            case "entry" or "signature" or "entry of the last tile":
                var index = where == "entry" ? 300 : 630;
                var bytes = entries[index].Bytes.ToArray();
                bytes[where == "signature" ? bytes.AsSpan().LastIndexOf("host "u8) - 20 : 200] ^= 1;
                entries[index] = entries[index] with { Bytes = bytes };
                break;
            case "checkpoint":
                note[^10] ^= 1;
                break;
            default:
                tree = new HashTree();
                foreach (var (i, entry) in entries.Index())
                {
                    var leaf = Hash.Leaf(entry.Bytes.Span).ToBytes();
                    leaf[3] ^= (byte)(i == 100 ? 1 : 0);
                    tree.Append(Hash.FromBytes(leaf));
                }

                break;
        }

        await using var host = await TestHost.Start(logs.Folder[$"copy-{where}"], logs.Parent.Folder.Vkey, logs.Parent.Head.World);
        host.Show(entries, note, tree);
        var said = Verify("-url", host.Url, "-vkey", logs.Parent.Folder.Vkey.ToString());
        Assert.True(said.Status == 1 && said.Error.StartsWith("FAIL", StringComparison.Ordinal), said.ToString());
    }
}
