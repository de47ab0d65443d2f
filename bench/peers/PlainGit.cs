namespace Moot.Peers;

/// <summary>A git repository of the same texts, packed as tightly as git can, and cloned from git's own server.</summary>
internal sealed class PlainGit(Scratch scratch, string name)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private string Folder => scratch.In("git-base", name);

    /// <summary>Makes it; answers with the bytes of its packed objects.</summary>
    public async Task<(double Seconds, long Bytes)> Pack(WikiSubset texts)
    {
        Directory.CreateDirectory(scratch.In("git-base"));
        await Git("init", "--quiet", "--bare", "-b", "main", Folder);
        var ran = await scratch.Run("git", ["-C", Folder, "fast-import", "--quiet"], Limit, input: texts.GitPath);
        var packed = await Git("-C", Folder, "gc", "--aggressive", "--prune=now", "--quiet");
        return (
            ran.Seconds + packed.Seconds,
            new DirectoryInfo(Path.Combine(Folder, "objects")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length)
        );
    }

    /// <summary>Seconds of a clone, the middle of several.</summary>
    public async Task<double> Clone(int rounds)
    {
        var port = Scratch.FreePort();
        var daemon = scratch.Start(
            "git",
            ["daemon", "--reuseaddr", "--export-all", $"--base-path={scratch.In("git-base")}", "--listen=127.0.0.1", $"--port={port}"]
        );
        try
        {
            await Task.Delay(1000, scratch.Cancel);
            var seconds = new List<double>();
            for (var round = 0; round < rounds; round++)
            {
                var to = scratch.In($"git-clone-{name}-{round}");
                seconds.Add((await Git("clone", "--quiet", $"git://127.0.0.1:{port}/{name}", to)).Seconds);
                Directory.Delete(to, recursive: true);
            }

            return seconds.Order().ElementAt(rounds / 2);
        }
        finally
        {
            scratch.End(daemon);
        }
    }

    private Task<Ran> Git(params string[] arguments) => scratch.Run("git", arguments, Limit);
}
