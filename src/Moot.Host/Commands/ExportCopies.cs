using System.CommandLine;
using Moot.Host.Moving.Copies;
using Moot.Host.Operations;
using Moot.Kernel.Storage;
using Moot.Ui;

namespace Moot.Host.Commands;

/// <summary><c>moot export site</c>, <c>html</c> and <c>acts</c>: ways out that need none of our programs to be read.</summary>
internal static class ExportCopies
{
    private static Argument<string> Folder => new("DIR") { Description = "The association's folder, or that of a mirror or fork." };

    private static Option<string> Language =>
        new("--language")
        {
            Description = $"The language of what stands around the texts: {string.Join(" or ", Words.Languages.Select(w => w.Code))}.",
            DefaultValueFactory = _ => Words.English.Code,
        };

    public static Command Site()
    {
        var (directory, language) = (Folder, Language);
        var output = new Option<string>("--output", "-o")
        {
            Description = "The folder to write: a new one, or an earlier export, which is replaced.",
            Required = true,
        };
        return new Command("site", "Write pages, talk and files as a folder that opens without a server and without scripts.")
        {
            directory,
            output,
            language,
        }.Does(
            async (parsed, terminal, cancel) =>
            {
                var (to, words) = (parsed.GetRequiredValue(output), WordsOf(parsed.GetRequiredValue(language)));
                using var log = Open(parsed.GetRequiredValue(directory), "site", cancel);
                var written = await terminal.Progress("Writing", tell => Task.Run(() => SiteExport.Write(log, to, words, tell, cancel), cancel), "pages");
                terminal.Answer(
                    $"Wrote {written.Pages} pages, {written.Threads} threads and {written.Files} files to {to}. Open {Path.Combine(to, "index.html")}.",
                    new()
                    {
                        ["ok"] = true,
                        ["pages"] = written.Pages,
                        ["threads"] = written.Threads,
                        ["files"] = written.Files,
                        ["written"] = written.Written,
                        ["size"] = written.Checkpoint.Size,
                        ["directory"] = Path.GetFullPath(to),
                    }
                );
                return 0;
            }
        );
    }

    public static Command Html()
    {
        var (directory, language) = (Folder, Language);
        var output = new Option<string>("--output", "-o") { Description = "The file to write.", Required = true };
        return new Command("html", "Write all pages of a small association into one HTML file, with their pictures.") { directory, output, language }.Does(
            async (parsed, terminal, cancel) =>
            {
                var (to, words) = (parsed.GetRequiredValue(output), WordsOf(parsed.GetRequiredValue(language)));
                using var log = Open(parsed.GetRequiredValue(directory), "html", cancel);
                var (bytes, pages) = await terminal.Progress("Writing", tell => Task.Run(() => OneFile.Write(log, words, tell, cancel), cancel), "pages");
                WholeFile.Write(
                    to,
                    file =>
                    {
                        file.Write(bytes);
                        return 0;
                    }
                );
                terminal.Answer(
                    $"Wrote {pages} pages to {to}.",
                    new()
                    {
                        ["ok"] = true,
                        ["pages"] = pages,
                        ["bytes"] = bytes.Length,
                        ["file"] = Path.GetFullPath(to),
                    }
                );
                return 0;
            }
        );
    }

    public static Command Acts()
    {
        var place = new Argument<string>("DIR|URL") { Description = "The association: its folder or its address." };
        var output = new Option<string?>("--output", "-o") { Description = "The file to write; - or nothing for standard output." };
        return new Command("acts", "Write all acts with their texts and files, one JSON object on a line.") { place, output }.Does(
            async (parsed, terminal, cancel) =>
            {
                using var log = await Place.Open(parsed.GetRequiredValue(place), integrity: false, cancel);
                if (parsed.GetValue(output) is not ({ } path and not "-"))
                {
                    await using var standard = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
                    ActsExport.Write(log, standard, progress: null, cancel);
                    return 0;
                }

                var acts = await terminal.Progress(
                    "Writing",
                    tell => Task.Run(() => WholeFile.Write(path, to => ActsExport.Write(log, to, tell, cancel)), cancel)
                );
                terminal.Answer(
                    $"Wrote {acts} acts to {path}.",
                    new()
                    {
                        ["ok"] = true,
                        ["acts"] = acts,
                        ["file"] = Path.GetFullPath(path),
                    }
                );
                return 0;
            }
        );
    }

    private static FrozenLog Open(string place, string verb, CancellationToken cancel) =>
        RemoteHost.IsUrl(place)
            ? throw new LogException("url", $"Copy it first: moot mirror {place} COPY --once, and then moot export {verb} COPY.")
            : FrozenLog.Open(place, cancel);

    private static Words WordsOf(string code) =>
        Words.Find(code)
        ?? throw new LogException("no-such-language", $"There is no language {code}; there are {string.Join(", ", Words.Languages.Select(w => w.Code))}.");
}
