using System.CommandLine;
using System.Text.Json.Nodes;
using Moot.Host.Operations;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;

namespace Moot.Host.Commands;

/// <summary><c>moot verify DIR|URL|FILE</c>: checks a whole log, or a file of evidence.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var place = new Argument<string>("DIR|URL|FILE") { Description = "A folder, file (log.db) or address with a log, or a file with evidence." };
        var vkey = new Option<string?>("--vkey") { Description = "The key that the log must be signed by; by default the one that it names itself." };
        return new Command("verify", "Check a whole log: every hash, signature and rule.") { place, vkey }.Does(
            async (parsed, terminal, cancel) =>
            {
                var named = parsed.GetRequiredValue(place);
                return File.Exists(named) && !SqliteFile.IsOne(named)
                    ? VerifyEvidence(named, Pinned(parsed.GetValue(vkey)), terminal)
                    : await VerifyLog(named, Pinned(parsed.GetValue(vkey)), terminal, cancel);
            }
        );
    }

    /// <summary>Reads a verifier key given on the command line.</summary>
    public static VerifierKey? Pinned(string? vkey) =>
        vkey is null ? null
        : VerifierKey.TryParse(vkey, out var key, out var error) ? key
        : throw new LogException("bad-key", $"--vkey is not a verifier key: {error}");

    private static int VerifyEvidence(string path, VerifierKey? pinned, Terminal terminal)
    {
        var evidence = Evidence.Read(File.ReadAllBytes(path)) ?? throw new LogException("not-evidence", $"{path} is no file of evidence.");
        var verdict = evidence.Check();
        if (!verdict.IsLawful)
        {
            return Run.Fail(terminal, verdict.Code, verdict.Sentence, Run.Refused);
        }

        if (pinned is not null && !string.Equals(pinned.ToString(), evidence.Vkey, StringComparison.Ordinal))
        {
            return Run.Fail(terminal, "other-key", $"The file is about the key {evidence.Vkey}, not about {pinned}.", Run.Refused);
        }

        // The file's own sentence is only its author's word, and anybody can make a key of any name and sign two histories with it.
        var trust = pinned is null ? " Compare the key with the one that you know, or give it with --vkey: anybody can make one of the same name." : "";
        terminal.Answer(
            $"Proved ({evidence.Claim}) of whoever holds the key {evidence.Vkey}.{trust}\n  the file says: {evidence.Sentence}",
            new()
            {
                ["ok"] = true,
                ["claim"] = evidence.Claim,
                ["sentence"] = evidence.Sentence,
                ["vkey"] = evidence.Vkey,
                ["pinned"] = pinned is not null,
            }
        );
        return 0;
    }

    private static async Task<int> VerifyLog(string place, VerifierKey? pinned, Terminal terminal, CancellationToken cancel)
    {
        using var log = await Place.Open(place, integrity: true, cancel);
        var report = await terminal.Progress(
            "Verifying",
            progress =>
                Task.Run(
                    () =>
                        new Audit(Capabilities.Registry).Run(
                            log.Note,
                            pinned ?? log.Key,
                            log.ReadWhole,
                            log.Tile,
                            done => progress(done, log.Checkpoint.Size),
                            cancel
                        ),
                    cancel
                )
        );
        var answer = new JsonObject
        {
            ["ok"] = report.IsSound,
            ["origin"] = report.Checkpoint.Origin,
            ["vkey"] = report.Key.ToString(),
            ["pinned"] = report.IsPinned,
            ["size"] = report.Checkpoint.Size,
            ["root"] = report.Checkpoint.Root.ToBase64(),
            ["digest"] = report.World.Digest().ToHex(),
            ["withheld"] = Numbers(report.Withheld),
            ["notYetErased"] = Numbers(report.StillThere),
        };
        if (report.Fault is { } fault)
        {
            answer["code"] = fault.Code;
            answer["message"] = fault.Sentence;
            answer["index"] = fault.Index;
            terminal.Answer("", answer);
            Console.Error.WriteLine($"moot: the log is not sound: entry {fault.Index}: {fault.Sentence} ({fault.Code})");
            return Run.Refused;
        }

        var trust = report.IsPinned ? "" : " The key was taken from the log itself; give --vkey to be sure whose log it is.";
        var texts =
            report.Withheld.Count == 0
                ? ""
                : $" {report.Withheld.Count} texts are missing although no act took them away, the first that of entry {report.Withheld[0]}.";
        terminal.Answer(
            $"Sound: {report.Checkpoint.Size} entries of {report.Checkpoint.Origin}, each signed and lawful, state {report.World.Digest().ToHex()[..16]}.{texts}{trust}",
            answer
        );
        return 0;
    }

    private static JsonArray Numbers(IEnumerable<long> numbers) => [.. numbers.Select(n => (JsonNode)n)];
}
