using System.CommandLine;
using Moot.Host.Moving;

namespace Moot.Host.Commands;

/// <summary><c>moot import git DIR --into DIR</c>: brings a wiki in that is kept in git, with its whole history.</summary>
internal static class ImportGit
{
    public static Command Create()
    {
        var repository = new Argument<string>("REPOSITORY") { Description = "A repository on this machine; one elsewhere is cloned first." };
        var into = new Option<string>("--into") { Description = "The association's folder; a new one is founded where there is none.", Required = true };
        var name = new Option<string?>("--name") { Description = "What the wiki is called; by default as its folder." };
        var licence = ImportCommand.LicenceOption();
        var dry = new Option<bool>("--dry-run") { Description = "Read the repository and say what is in it; write nothing." };
        var keyFile = new Option<string?>("--key") { Description = "Your key file; by default your own." };
        return new Command("git", "Bring a wiki in that is kept in git, such as Gollum's. The same command brings what came since.")
        {
            repository,
            into,
            name,
            licence,
            dry,
            keyFile,
        }.Does(
            async (parsed, terminal, cancel) =>
            {
                var under = ImportCommand.Licence(parsed.GetValue(licence));
                var directory = parsed.GetRequiredValue(repository);
                using var git = GitProgram.Open(directory);
                var folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
                var wiki = new GitWiki(
                    git,
                    parsed.GetValue(name) ?? (folder.EndsWith(".git", StringComparison.Ordinal) && folder.Length > 4 ? folder[..^4] : folder)
                );
                var (target, isDry) = (parsed.GetRequiredValue(into), parsed.GetValue(dry));
                ImportReport report;
                if (isDry)
                {
                    var library = ImportCommand.LibraryOf(target);
                    report = await terminal.Progress("Reading", tell => Task.Run(() => WikiImport.Look(wiki, library, under, tell, cancel), cancel), "commits");
                }
                else
                {
                    using var key = YourKey.Read(parsed.GetValue(keyFile), terminal);
                    await using var log = await ImportCommand.Open(target, key, under);
                    report = await terminal.Progress("Bringing in", tell => WikiImport.Run(log, key, wiki, under, tell, cancel), "commits");
                }

                terminal.Answer(report.Sentences(isDry), report.ToJson());
                cancel.ThrowIfCancellationRequested();
                return report.Refused > 0 || !report.Would.IsLawful ? Run.Refused : 0;
            }
        );
    }
}
