using System.Text.Json;
using System.Text.Json.Nodes;
using Moot.Commons;
using Moot.Commons.Acts;
using Moot.Commons.Files;
using Moot.Commons.Texts;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Erasure;
using Moot.Kernel.Keys;

namespace Moot.Host.Moving;

/// <summary>Brings the pictures and documents of a git-backed wiki in, as its last commit has them: with who put them there, and under the wiki's licence.</summary>
/// <remarks>Each is read through and freed of what cameras write, as every file that is added here. One that is there already with the same bytes is left; one that was taken out of sight here does not come back.</remarks>
internal static class GitFiles
{
    /// <summary>Files of one repository.</summary>
    private const int FilesMax = 2_000;

    /// <summary>Counts the files that would be brought in, by their names and sizes.</summary>
    public static void Look(GitWiki wiki, ImportReport report)
    {
        var wanted = wiki.Files().Count(IsWanted);
        report.FilesBrought = Math.Min(wanted, FilesMax);
        report.OtherFiles = wiki.Passed - report.FilesBrought;
    }

    /// <summary>Brings them in.</summary>
    /// <param name="log">The log.</param>
    /// <param name="place">Where and for whom it is signed.</param>
    /// <param name="key">Signs.</param>
    /// <param name="wiki">The repository, all of whose texts were read.</param>
    /// <param name="licence">Under which licence they are given; null where nobody said: then they stay behind.</param>
    /// <param name="report">Told what became of them.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task Bring(
        HostedLog log,
        ActPen.Place place,
        SigningKey key,
        GitWiki wiki,
        string? licence,
        ImportReport report,
        CancellationToken cancel
    )
    {
        report.OtherFiles = wiki.Passed;
        var files = wiki.Files().Where(IsWanted).Take(FilesMax).ToList();
        if (licence is null)
        {
            report.FilesWithoutLicence = files.Count;
            return;
        }

        var names = Names(wiki, files);
        var there = Known(log);
        foreach (var (file, name) in files.Zip(names))
        {
            if (cancel.IsCancellationRequested)
            {
                return;
            }

            if (name is null || FileCheck.Read(wiki.BytesOf(file), out _) is not { } clean || !Ends(name, clean.Type))
            {
                continue;
            }

            report.OtherFiles--;
            if (IsThere(log, there.GetValueOrDefault(name), clean))
            {
                report.FilesThere++;
                continue;
            }

            var blob = Salt.NewBlob(clean.Bytes);
            var content = new JsonObject
            {
                ["content"] = blob.Id.ToString(),
                ["bytes"] = clean.Bytes.Length,
                ["type"] = WordJson<FileType>.Word(clean.Type),
            };
            var words = new JsonObject
            {
                ["name"] = name,
                ["author"] = file.Author.Length > 0 ? file.Author : wiki.Site.Name,
                ["licence"] = licence,
            };
            var act = ActPen.Compose(place, TimeProvider.System, AddFile.Kind, content, words, key) with { Blobs = [blob] };
            Founding.Need(await log.Submit(act.ToBytes()));
            report.FilesBrought++;
        }
    }

    /// <summary>Pictures, sounds and documents; what programs are made of stays behind.</summary>
    private static bool IsWanted(GitWikiFile file) =>
        file.Bytes is > 0 and <= FileLimits.BytesMax
        && Endings.Any(e => file.Path.EndsWith(e, StringComparison.OrdinalIgnoreCase))
        && !file.Path.StartsWith('.');

    private static readonly string[] Endings =
    [
        .. new[] { FileType.Png, FileType.Jpeg, FileType.Gif, FileType.Webp, FileType.Pdf, FileType.Ogg }.SelectMany(Cleaned.Endings),
        ".csv",
    ];

    private static bool Ends(string name, FileType type) => Cleaned.Endings(type).Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    /// <summary>What the files are called here: the ends of their paths, or where two have the same, their whole paths with hyphens.</summary>
    private static List<string?> Names(GitWiki wiki, List<GitWikiFile> files)
    {
        var shared = files
            .GroupBy(wiki.NameOf, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Count() > 1)
            .Select(g => g.Key)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. files.Select(f =>
                FileIndex.Plain(shared.Contains(wiki.NameOf(f)) ? f.Path : wiki.NameOf(f)) is { } name && Titles.TryNormalize(name, out var normal, out _)
                    ? normal
                    : null
            ),
        ];
    }

    /// <summary>The newest file of each name that is there.</summary>
    private static Dictionary<string, CommonsFile> Known(HostedLog log)
    {
        var (world, known) = (log.Head.World, new Dictionary<string, CommonsFile>(StringComparer.Ordinal));
        foreach (var file in world.Get<Library>().Files.Values)
        {
            foreach (var stored in log.Store.Read(file.Entry, file.Entry + 1))
            {
                if (world.Get<Erasures>().Find(file.Entry) is null && stored.Body.State == BodyState.Present)
                {
                    using var json = JsonDocument.Parse(stored.Body.Bytes);
                    if (json.RootElement.TryGetProperty("name", out var name) && FileIndex.Plain(name.GetString() ?? "") is { } plain)
                    {
                        known[plain] = file;
                    }
                }
            }
        }

        return known;
    }

    private static bool IsThere(HostedLog log, CommonsFile? known, Cleaned clean)
    {
        var world = log.Head.World;
        return (
                known is not null
                && known.Bytes == clean.Bytes.Length
                && log.Store.Blob(known.Content) is { State: BodyState.Present } blob
                && blob.Bytes.Span.SequenceEqual(clean.Bytes.Span)
            )
            || world
                .Get<Library>()
                .Files.Values.Any(f => f.Bytes == clean.Bytes.Length && f.Type == clean.Type && world.Get<Erasures>().Find(f.Entry) is not null);
    }
}
