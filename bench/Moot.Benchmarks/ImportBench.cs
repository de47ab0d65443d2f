using System.Diagnostics;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Moving;
using Moot.Host.Operations;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;
using Moot.Testing;

namespace Moot.Benchmarks;

/// <summary>A real wiki is brought in: revisions a second, memory, and bytes on disk beside a packed git repository of the same texts.</summary>
internal static class ImportBench
{
    private const int Rounds = 3;

    /// <summary>9,789 revisions, 100 MB of text.</summary>
    private const string Wiki = "webplatform-docs-part1-history.xml.7z";

    public static async Task Run(int _)
    {
        var (path, isThere) = Project.Shared("wiki/" + Wiki);
        if (!isThere)
        {
            Console.WriteLine($"no shared data: {path} (set {Project.SharedVariable} to where it lies)");
            return;
        }

        var (rates, cpu, peak) = (new List<double>(), new List<double>(), 0L);
        for (var i = 0; i < Rounds; i++)
        {
            using var folder = new Bench.Folder();
            using var key = SigningKey.Create();
            var founded = await Founding.Found(folder.In("wiki"), "wiki", purpose: null, "Founder", origin: null, key, TimeProvider.System);
            var report = new ImportReport();
            await using (var log = HostedLog.Open(AssociationFolder.Open(founded.Folder.DirectoryPath), TimeProvider.System))
            {
                var before = Bench.CpuSeconds;
                var seconds = await Bench.Seconds(async () =>
                {
                    using var file = Unpacked.Open(path);
                    using var reader = new WikiReader(file.Plain);
                    report = await WikiImport.Run(log, key, WikiImport.MemberOf(log, key), reader, licence: null, progress: null, CancellationToken.None);
                });
                rates.Add(report.Brought / seconds);
                cpu.Add((Bench.CpuSeconds - before) / report.Brought);
            }

            if (i == 0)
            {
                using var self = Process.GetCurrentProcess();
                peak = self.PeakWorkingSet64; // of one import, as a command has it
            }

            if (i == Rounds - 1)
            {
                var disk = new FileInfo(founded.Folder.LogPath).Length;
                var packed = Packed(path, folder.In("git"));
                Console.WriteLine($"{report.Brought:N0} revisions, {report.TextBytes:N0} bytes of text");
                Console.WriteLine(
                    $"{disk:N0} bytes on disk, {(double)disk / report.TextBytes:N3} for each of text; git, packed: {packed:N0}; ratio {(double)disk / packed:N2}"
                );
            }
        }

        Console.WriteLine(
            $"{Bench.Median(rates):N0} revisions/s (median of {Rounds}), {Bench.Median(cpu) * 1e6:N0} µs of all cores each, peak {peak >> 20} MiB"
        );
    }

    /// <summary>Bytes of a git repository that has one commit for each revision, packed as <c>git gc --aggressive</c> does.</summary>
    private static long Packed(string path, string directory)
    {
        Git(directory: null, "init", "--quiet", directory);
        var start = new ProcessStartInfo("git", ["-C", directory, "fast-import", "--quiet"]) { RedirectStandardInput = true, UseShellExecute = false };
        using (var git = Process.Start(start)!)
        {
            using var file = Unpacked.Open(path);
            using var reader = new WikiReader(file.Plain);
            var to = git.StandardInput.BaseStream;
            foreach (var revision in reader.Revisions())
            {
                var words = (revision.Comment ?? "").ReplaceLineEndings(" ");
                to.Write(
                    System.Text.Encoding.UTF8.GetBytes(
                        $"commit refs/heads/main\ncommitter {Plain(revision.Author.Name)} <> {revision.At.ToUnixTimeSeconds()} +0000\n"
                    )
                );
                to.Write(
                    System.Text.Encoding.UTF8.GetBytes(
                        $"data {System.Text.Encoding.UTF8.GetByteCount(words)}\n{words}\nM 100644 inline pages/{revision.Page.Id}\n"
                    )
                );
                to.Write(System.Text.Encoding.UTF8.GetBytes($"data {revision.Text.Length}\n"));
                to.Write(revision.Text.Span);
                to.WriteByte((byte)'\n');
            }

            to.Dispose();
            git.WaitForExit();
        }

        Git(directory, "gc", "--aggressive", "--quiet");
        return new DirectoryInfo(Path.Combine(directory, ".git", "objects")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
    }

    private static string Plain(string? name) => name is null ? "somebody" : string.Concat(name.Where(c => c is not ('<' or '>' or '\n')));

    private static void Git(string? directory, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", directory is null ? arguments : ["-C", directory, .. arguments]))!;
        git.WaitForExit();
        if (git.ExitCode != 0)
        {
            throw new LogException("git", "git failed.");
        }
    }
}
