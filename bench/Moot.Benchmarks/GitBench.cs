using System.Diagnostics;
using Moot.Host.Live;
using Moot.Host.Web;

namespace Moot.Benchmarks;

/// <summary><c>git clone</c> of an association against <c>git clone</c> of the same repository from git's own server, packed as git packs it.</summary>
internal static class GitBench
{
    private const int Rounds = 3;

    public static async Task Run(int pages)
    {
        using var folder = new Bench.Folder();
        await using var log = await Bench.Found(folder, "bench");
        await BigLog.Grow(log, pages);
        var revisions = log.Head.World.Get<Commons.Library>().Revisions.Count;
        await using var server = await Server.Start([(IServedLog)log], isSingle: true, "http://127.0.0.1:0");
        var url = Server.Address(server);
        var before = Bench.CpuSeconds;
        var memory = PeakMegabytes();
        var first = Programs.Time("git", "ls-remote", url);
        Console.WriteLine(
            $"{revisions:N0} revisions: made in {first:N1} s ({(Bench.CpuSeconds - before) / revisions * 1e6:N0} µs of all cores each); most memory of the process {memory:N0} MB before, {PeakMegabytes():N0} MB then"
        );

        // The same objects, as git itself packs and serves them.
        Programs.Time("git", "clone", "-q", "--bare", url, folder.In("texts"));
        Programs.Time("git", "-C", folder.In("texts"), "repack", "-adfq");
        var ours = new FileInfo(Path.Combine(log.Folder.CachePath, "git.pack")).Length;
        var packed = new DirectoryInfo(folder.In("texts/objects/pack")).EnumerateFiles("*.pack").Sum(f => f.Length);
        Console.WriteLine($"pack {ours:N0} bytes; repacked by git {packed:N0}; ratio {(double)ours / packed:N2}");

        await Programs.WithGitDaemon(
            folder.Path,
            git =>
            {
                var (here, there) = (new List<double>(), new List<double>());
                for (var i = 0; i < Rounds; i++)
                {
                    there.Add(Programs.Time("git", "clone", "-q", $"{git}/texts", folder.In($"there{i}")));
                    here.Add(Programs.Time("git", "clone", "-q", url, folder.In($"here{i}")));
                }

                var (one, other) = (Bench.Median(here), Bench.Median(there));
                Console.WriteLine(
                    $"git clone of ours {one:N2} s, of git's own server {other:N2} s (medians of {Rounds}); ratio {one / other:N2}; most memory of the process {PeakMegabytes():N0} MB"
                );
            }
        );
    }

    private static long PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1_000_000;
    }
}
