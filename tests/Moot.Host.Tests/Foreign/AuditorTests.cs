using Moot.Host.Operations;
using Moot.Host.Tests.Hosts;
using Moot.Kernel.Storage;
using Moot.Testing;
using Xunit;

namespace Moot.Host.Tests.Foreign;

/// <summary>The small auditor, <c>moot-verify</c>, against servers and against plain files.</summary>
public sealed class AuditorTests(TwoLogs logs) : IClassFixture<TwoLogs>
{
    private static readonly string Configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;

    private static Said Audit(params string[] arguments) =>
        Tool.Run("dotnet", [Path.Combine(Project.Root, "src", "Moot.Verify", "bin", Configuration, "net10.0", "moot-verify.dll"), .. arguments])!;

    private string Exported(string name)
    {
        var output = logs.Folder[name];
        Export.Tiles(logs.Parent.Folder, output, progress: null, TestContext.Current.CancellationToken);
        return output;
    }

    [Fact]
    public void It_finds_a_served_log_its_fork_and_plain_files_sound()
    {
        var (parent, fork) = (logs.Parent.Folder.Vkey.ToString(), logs.Fork.Folder.Vkey.ToString());
        foreach (var (place, key) in new[] { (logs.ParentUrl, parent), (logs.ForkUrl + "/", fork), (Exported("files"), parent) })
        {
            var said = Audit(place, key);
            Assert.True(said.Status == 0, said.ToString());
            Assert.StartsWith("Sound: ", said.Out);
            Assert.DoesNotContain("taken from the log itself", said.Out);
            Assert.DoesNotContain("missing", said.Out);
        }

        var unpinned = Audit(logs.ParentUrl);
        Assert.True(unpinned.Status == 0 && unpinned.Out.Contains("taken from the log itself", StringComparison.Ordinal), unpinned.ToString());
    }

    [Theory]
    [InlineData("tile/entries/001", 3)]
    [InlineData("tile/0/001", 3)]
    [InlineData("body/001", 3)]
    [InlineData("checkpoint", 1)]
    public void It_finds_one_flipped_byte_in_any_file(string path, int status)
    {
        var output = Exported("spoilt-" + path.Replace('/', '-'));
        var file = Path.Combine(output, path);
        var bytes = File.ReadAllBytes(file);
        bytes[^30] ^= 1;
        File.WriteAllBytes(file, bytes);
        var said = Audit(output, logs.Parent.Folder.Vkey.ToString());
        Assert.True(said.Status == status && said.Error.Contains("moot-verify: ", StringComparison.Ordinal), said.ToString());
    }

    [Fact]
    public void It_says_what_is_missing()
    {
        var output = Exported("partial");
        Assert.Equal(1, Audit(output, logs.Fork.Folder.Vkey.ToString()).Status);
        Directory.Delete(Path.Combine(output, "body"), recursive: true);
        var withoutTexts = Audit(output);
        Assert.True(withoutTexts.Status == 0 && withoutTexts.Out.Contains("texts are missing", StringComparison.Ordinal), withoutTexts.ToString());
        File.Delete(Path.Combine(output, "tile", "entries", "001"));
        var said = Audit(output);
        Assert.True(said.Status == 1 && said.Error.Contains("tile/entries/001", StringComparison.Ordinal), said.ToString());
        Assert.Equal(1, Audit(logs.Folder["nowhere"]).Status);
        Assert.Equal(2, Audit().Status);
        Assert.Equal(2, Audit(output, "nonsense").Status);
    }

    [Fact]
    public void It_is_one_native_program()
    {
        var linker = new[] { "clang", "gcc" }.FirstOrDefault(c => Tool.Run(c, ["--version"]) is { Status: 0 });
        Assert.SkipWhen(linker is null || OperatingSystem.IsWindows(), "needs a C compiler: clang or gcc links native programs");
        var output = logs.Folder["native"];
        var published = Tool.Run(
            "dotnet",
            [
                "publish",
                "-c",
                "Release",
                Path.Combine(Project.Root, "src", "Moot.Verify"),
                "-o",
                output,
                "--artifacts-path",
                logs.Folder["artifacts"],
                $"-p:CppCompilerAndLinker={linker}",
            ]
        )!;
        Assert.SkipWhen(
            !Tool.IsCi && published.Out.Contains("NU1101", StringComparison.Ordinal),
            "needs the native compiler's package, which cannot be had here"
        );
        Assert.True(published.Status == 0, published.ToString());
        var said = Tool.Run(Path.Combine(output, "moot-verify"), [logs.ParentUrl, logs.Parent.Folder.Vkey.ToString()])!;
        Assert.True(said.Status == 0 && said.Out.StartsWith("Sound: ", StringComparison.Ordinal), said.ToString());
        Assert.Equal(3, Tool.Run(Path.Combine(output, "moot-verify"), [Spoilt()])!.Status);
    }

    private string Spoilt()
    {
        var output = Exported("spoilt");
        var file = Path.Combine(output, "tile", "entries", "000");
        var bytes = File.ReadAllBytes(file);
        bytes[^30] ^= 1;
        File.WriteAllBytes(file, bytes);
        return output;
    }
}
