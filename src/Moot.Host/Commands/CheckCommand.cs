using System.CommandLine;
using System.Text.Json.Nodes;
using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;
using Moot.Ui;

namespace Moot.Host.Commands;

/// <summary><c>moot check PLACE|FILE|template NAME</c>: reads a charter for who rules.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var place = new Argument<string>("PLACE|FILE|template")
        {
            Description = "A folder or address with a log, a file with a charter, or the word template.",
        };
        var name = new Argument<string?>("NAME") { Description = $"The template: {string.Join(", ", Templates.Names)}.", Arity = ArgumentArity.ZeroOrOne };
        var strict = new Option<bool>("--strict") { Description = "Status 1 where something severe is found." };
        return new Command("check", "Check a charter: who can do and undo what, and which small groups can block or force a decision.")
        {
            place,
            name,
            strict,
        }.Does(
            async (parsed, terminal, cancel) =>
            {
                var (charter, people) = await Read(parsed.GetRequiredValue(place), parsed.GetValue(name), terminal, cancel);
                var findings = CharterCheck.Of(charter, people);
                var words = new CheckWords(Words.English);
                foreach (var finding in findings)
                {
                    Tell(terminal, finding, words.Sentence(finding));
                }

                var severe = findings.Count(f => f.Severity == Severity.Severe);
                terminal.Note($"{findings.Length} findings, {severe} of them severe.");
                return parsed.GetValue(strict) && severe > 0 ? Run.Failed : 0;
            }
        );
    }

    private static void Tell(Terminal terminal, Finding finding, string sentence)
    {
        var severity = WordJson<Severity>.Word(finding.Severity);
        terminal.Answer(
            $"{severity, -8} {finding.Article}: {sentence}",
            new()
            {
                ["code"] = finding.Code,
                ["severity"] = severity,
                ["article"] = finding.Article,
                ["sentence"] = sentence,
            }
        );
    }

    private static async Task<(Charter Charter, CharterPeople? People)> Read(string place, string? name, Terminal terminal, CancellationToken cancel)
    {
        if (string.Equals(place, "template", StringComparison.Ordinal))
        {
            return name is not null && Templates.Names.Contains(name, StringComparer.Ordinal)
                ? (Parse(Templates.Read(name)), null)
                : throw new LogException("no-such-template", $"There are these templates: {string.Join(", ", Templates.Names)}.");
        }

        if (name is not null)
        {
            throw new LogException("no-such-template", "A name follows the word template and nothing else.");
        }

        return File.Exists(place) && !SqliteFile.IsOne(place)
            ? (Parse(await File.ReadAllTextAsync(place, cancel)), null)
            : await OfLog(place, terminal, cancel);
    }

    private static Charter Parse(string text) =>
        CharterText.TryRead(text, out var charter, out var error) ? charter : throw new LogException("charter-unreadable", error);

    /// <summary>The charter that holds in an association, with the people who are there after its last entry.</summary>
    private static async Task<(Charter Charter, CharterPeople? People)> OfLog(string place, Terminal terminal, CancellationToken cancel)
    {
        using var log = await Place.Open(place, integrity: false, cancel);
        var size = log.Checkpoint.Size;
        var replay = new Replay(Capabilities.Registry);
        if (await terminal.Progress("Reading", _ => Task.Run(() => replay.Run(log.Read(0, size)), cancel)) is { } fault)
        {
            throw new LogException("unsound", $"Entry {fault.Index} is refused: {fault.Sentence}");
        }

        var state = replay.World.Get<Assembly>();
        return (state.Charter, CharterPeople.Of(state, replay.World.Get<Roster>(), Moment.Of(TimeProvider.System.GetUtcNow())));
    }
}
