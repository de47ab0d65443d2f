using System.CommandLine;
using Moot.Commons;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Moving;
using Moot.Host.Operations;
using Moot.Kernel;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;

namespace Moot.Host.Commands;

/// <summary><c>moot import wiki FILE|- --into DIR</c>: brings another wiki in with its whole history.</summary>
internal static class ImportCommand
{
    /// <summary>End of the name under which a new folder lies until it is founded.</summary>
    private const string FoundingEnd = ".founding";

    public static Command Create() => new("import", "Bring in what was written elsewhere, with its history.") { Wiki(), ImportGit.Create() };

    /// <summary>The option by which whoever brings texts in says their licence.</summary>
    internal static Option<string?> LicenceOption() =>
        new("--licence", "--license")
        {
            Description =
                "Under which licence its texts are given there, such as CC-BY-SA-4.0 (SPDX; the file does not say it). A new association takes it for its own.",
        };

    /// <summary>What was said by it.</summary>
    /// <exception cref="LogException">It is no licence.</exception>
    internal static string? Licence(string? said) =>
        said is null || Spdx.IsExpression(said)
            ? said
            : throw new LogException("bad-licence", "A licence is named by its SPDX identifier, such as CC-BY-SA-4.0.");

    private static Command Wiki()
    {
        var file = new Argument<string>("FILE|-")
        {
            Description = "What MediaWiki exported: XML, plain or packed (gz, bz2, 7z, zst); - reads it from standard input.",
        };
        var into = new Option<string>("--into") { Description = "The association's folder; a new one is founded where there is none.", Required = true };
        var licence = LicenceOption();
        var dry = new Option<bool>("--dry-run") { Description = "Read the file and say what is in it; write nothing." };
        var keyFile = new Option<string?>("--key") { Description = "Your key file; by default your own." };
        return new Command("wiki", "Bring a MediaWiki wiki in. The same command goes on where it stopped; done twice it adds nothing.")
        {
            file,
            into,
            licence,
            dry,
            keyFile,
        }.Does(
            async (parsed, terminal, cancel) =>
            {
                var (isDry, under) = (parsed.GetValue(dry), Licence(parsed.GetValue(licence)));
                using var source = Unpacked.Open(parsed.GetRequiredValue(file));
                using var reader = new WikiReader(source.Plain);
                var directory = parsed.GetRequiredValue(into);
                ImportReport report;
                if (isDry)
                {
                    var library = LibraryOf(directory);
                    report = await terminal.Progress("Reading", tell => WikiImport.Look(reader, library, under, Guess(source, tell), cancel));
                }
                else
                {
                    using var key = YourKey.Read(parsed.GetValue(keyFile), terminal);
                    await using var log = await Open(directory, key, under);
                    var member = WikiImport.MemberOf(log, key);
                    report = await terminal.Progress("Bringing in", tell => WikiImport.Run(log, key, member, reader, under, Guess(source, tell), cancel));
                }

                terminal.Answer(report.Sentences(isDry), report.ToJson());
                if (report.Fault is not null)
                {
                    await Console.Error.WriteLineAsync($"moot: {Terminal.Plain(report.Fault.Message.ReplaceLineEndings(" "))}");
                }

                cancel.ThrowIfCancellationRequested();
                return report.Fault is not null ? Run.Failed
                    : report.Refused > 0 || !report.Would.IsLawful ? Run.Refused
                    : 0;
            }
        );
    }

    /// <summary>How many revisions there will be, by how much of the file gave those that were read.</summary>
    private static Action<long> Guess(Unpacked source, Action<long, long> tell) =>
        done => tell(done, source is { Length: { } length, Read: > 0 and var read } ? Math.Max(done, (long)(done * ((double)length / read))) : 0);

    /// <summary>What is in a folder, read beside whoever serves it; nothing where there is no association yet.</summary>
    internal static Library LibraryOf(string directory)
    {
        if (!AssociationFolder.Exists(directory))
        {
            return Library.Empty;
        }

        using var store = AssociationFolder.Open(directory).OpenStore(readOnly: true);
        var replay = new Replay(Capabilities.Registry, verifySignatures: false);
        return replay.Run(store.Read(0, store.LastPublished()?.Size ?? 0)) is { } fault
            ? throw new LogException(fault.Code, $"Entry {fault.Index} is not lawful: {fault.Sentence}")
            : replay.World.Get<Library>();
    }

    /// <summary>Opens the folder into which something is brought; founds an association where there is none.</summary>
    internal static async Task<HostedLog> Open(string directory, SigningKey key, string? licence)
    {
        if (!AssociationFolder.Exists(directory) && (!Directory.Exists(directory) || !Directory.EnumerateFileSystemEntries(directory).Any()))
        {
            // Founded beside and then put in place, so that whoever is stopped in the middle of it can give the same command again.
            var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
            var (name, founding) = (Path.GetFileName(place), place + FoundingEnd);
            if (Directory.Exists(founding))
            {
                Directory.Delete(founding, recursive: true);
            }

            await Founding.Found(
                founding,
                name,
                purpose: null,
                Environment.UserName is { Length: > 0 } user ? user : "founder",
                origin: null,
                key,
                TimeProvider.System,
                licence
            );
            if (Directory.Exists(place))
            {
                Directory.Delete(place); // it is empty
            }

            Directory.Move(founding, place);
        }

        var folder = AssociationFolder.Open(directory);
        try
        {
            return HostedLog.Open(folder, TimeProvider.System);
        }
        catch (LogException e) when (string.Equals(e.Code, "in-use", StringComparison.Ordinal) && folder.Serving is { } url)
        {
            throw new LogException("in-use", $"{url} serves this folder: stop it for the import, and start it again afterwards.", e);
        }
    }
}
