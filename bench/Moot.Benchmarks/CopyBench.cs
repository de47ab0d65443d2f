using System.Diagnostics;
using System.Text;
using Moot.Host.Live;
using Moot.Host.Web;

namespace Moot.Benchmarks;

/// <summary>A stranger takes everything: <c>moot fork</c> and <c>moot mirror</c> as whole processes, everything checked, against <c>git clone</c> of the same texts.</summary>
internal static class CopyBench
{
    private const int Authors = 100;
    private const int Rounds = 5;

    public static async Task Run(int count)
    {
        using var folder = new Bench.Folder();
        await using var log = await Bench.Found(folder, "bench");
        await Acts.Fill(log, count);
        await using var server = await Server.Start([(IServedLog)log], isSingle: true, "http://127.0.0.1:0");
        var url = Server.Address(server);

        Repository(folder.In("texts"), log.Store.Read(0, log.Store.Size).Select(e => e.Body.Bytes.ToArray()));
        await Programs.WithGitDaemon(
            folder.Path,
            address =>
            {
                var program = Bench.Moot;
                var (clone, fork, mirror) = (new List<double>(), new List<double>(), new List<double>());
                for (var i = 0; i < Rounds; i++)
                {
                    clone.Add(Programs.Time("git", "clone", "-q", $"{address}/texts", folder.In($"clone{i}")));
                    fork.Add(Programs.Time(program, "fork", url, folder.In($"fork{i}"), "--name", "Fork"));
                    mirror.Add(Programs.Time(program, "mirror", url, folder.In($"mirror{i}"), "--once"));
                }

                var git = Bench.Median(clone);
                Console.WriteLine(
                    $"{count:N0} texts: moot fork {Bench.Median(fork):N2} s, moot mirror {Bench.Median(mirror):N2} s, git clone {git:N2} s (medians of {Rounds}); ratios {Bench.Median(fork) / git:N2} and {Bench.Median(mirror) / git:N2}"
                );
            }
        );
    }

    /// <summary>One commit and one file for each text, as a wiki kept in git would have them.</summary>
    private static void Repository(string path, IEnumerable<byte[]> texts)
    {
        Programs.Time("git", "init", "-q", "-b", "main", path);
        using var import = Process.Start(
            new ProcessStartInfo("git", ["-C", path, "fast-import", "--quiet"]) { RedirectStandardInput = true, UseShellExecute = false }
        )!;
        var (stream, number) = (import.StandardInput.BaseStream, 0);
        foreach (var text in texts)
        {
            number++;
            stream.Write(
                Encoding.UTF8.GetBytes(
                    $"commit refs/heads/main\ncommitter A {number % Authors} <a@example.org> {1_700_000_000 + number} +0000\ndata 4\nsaid\nM 644 inline {number % 100}/{number}.json\ndata {text.Length}\n"
                )
            );
            stream.Write(text);
            stream.WriteByte((byte)'\n');
        }

        import.StandardInput.Close();
        import.WaitForExit();
        Programs.Time("git", "-C", path, "repack", "-adq");
        Programs.Time("git", "-C", path, "update-server-info");
    }
}
