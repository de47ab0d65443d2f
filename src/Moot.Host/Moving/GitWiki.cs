using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Moot.Host.Gits;

namespace Moot.Host.Moving;

/// <summary>A text of a git-backed wiki, or a new title of one of its pages.</summary>
/// <param name="Revision">The text.</param>
/// <param name="Title">The title that the page takes before it; null where it keeps its own.</param>
internal readonly record struct GitWikiStep(WikiRevision Revision, string? Title);

/// <summary>A picture or another file of a git-backed wiki, as its last commit has it.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Blob">Git's name of its bytes.</param>
/// <param name="Bytes">How many these are.</param>
/// <param name="Author">Who put it there; empty where nobody is told.</param>
internal readonly record struct GitWikiFile(string Path, string Blob, long Bytes, string Author);

/// <summary>Reads a wiki that is kept in git, such as Gollum's: each file of text is a page, each commit that touches it a revision.</summary>
/// <remarks>Commits are read so that none stands before its parents. Where lines of history come together, each file that is not as the joining commit has it becomes so by its author.
/// Pages and revisions have no numbers there: theirs are taken from a hash of commit and path, so that the same ones are known again.</remarks>
/// <param name="git">The repository.</param>
/// <param name="name">What the wiki is called.</param>
internal sealed class GitWiki(GitProgram git, string name)
{
    /// <summary>UTF-16 characters of a message that are kept.</summary>
    private const int MessageCharactersMax = 4_000;

    /// <summary>UTF-16 characters of a name.</summary>
    private const int NameCharactersMax = 255;

    private static readonly HashSet<string> Markdown = [".md", ".markdown", ".mkd", ".mkdn", ".mdown"];
    private static readonly HashSet<string> Wikitext = [".mediawiki", ".wiki"];
    private static readonly HashSet<string> Plain =
    [
        ".txt",
        ".text",
        ".rst",
        ".rest",
        ".textile",
        ".org",
        ".adoc",
        ".asciidoc",
        ".asc",
        ".creole",
        ".rdoc",
        ".pod",
    ];

    private readonly Dictionary<string, Known> files = new(StringComparer.Ordinal);
    private readonly HashSet<string> passed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string? Blob, string Author)> others = new(StringComparer.Ordinal);
    private bool isOurs;
    private bool hasDashes;

    private sealed class Known(WikiPage page)
    {
        public WikiPage Page => page;
        public string? Blob { get; set; }
        public long? Last { get; set; }
        public DateTimeOffset At { get; set; }
    }

    private sealed record Made(string Id, int Parents, string Author, DateTimeOffset At, string Message);

    /// <summary>The wiki: known by its first commit, wherever the repository lies.</summary>
    public WikiSite Site { get; private set; } = WikiSite.Unknown;

    /// <summary>Files that are no texts of a wiki, those of earlier commits included.</summary>
    public int Passed => passed.Count;

    /// <summary>Commits that there are.</summary>
    public int Commits { get; private set; }

    /// <summary>Commits that were read.</summary>
    public int Read { get; private set; }

    /// <summary>Files that are no texts of a wiki, as the last commit has them; after all texts were read.</summary>
    public IEnumerable<GitWikiFile> Files()
    {
        foreach (var line in Encoding.UTF8.GetString(git.Run("ls-tree", "-r", "-l", "-z", "HEAD")).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            var path = line[(tab + 1)..];
            if (
                line[..tab].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var mode, "blob", var blob, var size]
                && mode.StartsWith("100", StringComparison.Ordinal)
                && passed.Contains(path)
                && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            )
            {
                yield return new(path, blob, bytes, others.TryGetValue(path, out var known) ? known.Author : "");
            }
        }
    }

    /// <summary>The bytes of a file.</summary>
    public byte[] BytesOf(GitWikiFile file) => git.Object(file.Blob);

    /// <summary>What a file is called: the end of its path.</summary>
    public string NameOf(GitWikiFile file)
    {
        var name = file.Path[(file.Path.LastIndexOf('/') + 1)..];
        return isOurs ? Uri.UnescapeDataString(name) : name;
    }

    /// <summary>All texts, oldest first.</summary>
    public IEnumerable<GitWikiStep> Steps()
    {
        var commits = Words(git.Run("rev-list", "--reverse", "--topo-order", "HEAD"));
        Site = WikiSite.Unknown with { Name = name, Base = "git:" + commits[0], Database = "git" };
        var present = Paths(git.Run("ls-tree", "-r", "-z", "HEAD"));
        isOurs =
            Told(commits[^1]).Message.Contains("\n\nEntry: ", StringComparison.Ordinal)
            && present.All(f => f.Path.StartsWith("pages/", StringComparison.Ordinal) || f.Path.StartsWith("files/", StringComparison.Ordinal));
        hasDashes = !present.Any(f => f.Path.Contains(' ', StringComparison.Ordinal));
        var changes = Changes(commits);
        Commits = commits.Length;
        foreach (var id in commits)
        {
            var commit = Told(id);
            Read++;
            var steps =
                commit.Parents > 1 ? Joined(commit)
                : changes.TryGetValue(id, out var touched) ? touched.SelectMany(c => Changed(commit, c))
                : [];
            foreach (var step in steps)
            {
                yield return step;
            }
        }
    }

    private IEnumerable<GitWikiStep> Changed(Made commit, (char Kind, string Blob, string Path, string? From) change)
    {
        var (kind, blob, path, from) = change;
        if (kind == 'R' && from is not null && IsText(from) && IsText(path) && files.Remove(from, out var moved))
        {
            var page = moved.Page with { Title = TitleOf(path) };
            files[path] = new(page)
            {
                Blob = moved.Blob,
                Last = moved.Last,
                At = moved.At,
            };
            return Text(commit, path, blob, page.Title);
        }

        var gone = kind == 'R' && from is not null && files.ContainsKey(from) ? Text(commit, from, blob: null, title: null) : [];
        return kind == 'D' ? Text(commit, path, blob: null, title: null) : gone.Concat(Text(commit, path, blob, title: null));
    }

    /// <summary>Makes everything as a joining commit has it.</summary>
    private IEnumerable<GitWikiStep> Joined(Made commit)
    {
        var there = Paths(git.Run("ls-tree", "-r", "-z", commit.Id)).ToDictionary(f => f.Path, f => f.Blob, StringComparer.Ordinal);
        foreach (var (path, blob) in there)
        {
            if (!files.TryGetValue(path, out var known) || !string.Equals(known.Blob, blob, StringComparison.Ordinal))
            {
                foreach (var step in Text(commit, path, blob, title: null))
                {
                    yield return step;
                }
            }
        }

        foreach (var path in files.Where(f => f.Value.Blob is not null && !there.ContainsKey(f.Key)).Select(f => f.Key).ToList())
        {
            foreach (var step in Text(commit, path, blob: null, title: null))
            {
                yield return step;
            }
        }
    }

    private IEnumerable<GitWikiStep> Text(Made commit, string path, string? blob, string? title)
    {
        if (!IsText(path))
        {
            Pass(commit, path, blob);
            yield break;
        }

        var bytes = blob is null ? [] : git.Object(blob);
        if (Array.IndexOf(bytes, (byte)0) >= 0 || !System.Text.Unicode.Utf8.IsValid(bytes))
        {
            Pass(commit, path, blob);
            yield break;
        }

        if (!files.TryGetValue(path, out var known))
        {
            if (blob is null)
            {
                yield break;
            }

            known = files[path] = new(new(TitleOf(path), 0, Number($"page {commit.Id} {path}"), Redirect: null));
        }

        // A text that follows another is not older, whatever its author's clock said.
        var at = known.Last is null || commit.At > known.At ? commit.At : known.At.AddMilliseconds(1);
        var number = Number($"text {commit.Id} {path}");
        var (model, format) = WikiModels.Of(FormatOf(path), said: null);
        var revision = new WikiRevision(
            known.Page,
            number,
            known.Last,
            at,
            commit.Author.Length == 0 ? default : new(WikiAuthorKind.Name, commit.Author),
            IsMinor: false,
            commit.Message,
            IsCommentSuppressed: false,
            Origin: null,
            model,
            format,
            WikiTextState.Present,
            bytes,
            bytes.Length,
            Sha1: null
        );
        (known.Blob, known.Last, known.At) = (blob, number, at);
        yield return new(revision, title);
    }

    /// <summary>Notes a file that is no text, and who changed it last.</summary>
    private void Pass(Made commit, string path, string? blob)
    {
        passed.Add(path);
        if (!others.TryGetValue(path, out var known) || !string.Equals(known.Blob, blob, StringComparison.Ordinal))
        {
            others[path] = (blob, commit.Author);
        }
    }

    private Made Told(string id)
    {
        var text = Encoding.UTF8.GetString(git.Object(id));
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = (end < 0 ? text : text[..end]).Split('\n');
        var author = lines.FirstOrDefault(l => l.StartsWith("author ", StringComparison.Ordinal)) ?? "author <> 0 +0000";
        var (open, close) = (author.LastIndexOf('<'), author.LastIndexOf('>'));
        var second = long.TryParse(author[(close + 1)..].Trim().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var s) ? s : 0;
        var called = author["author ".Length..Math.Max("author ".Length, open)].Trim();
        var message = (end < 0 ? "" : text[(end + 2)..]).Trim();
        if (isOurs && message.LastIndexOf("\n\nEntry: ", StringComparison.Ordinal) is > 0 and var mark)
        {
            message = message[..mark];
        }

        return new(
            id,
            lines.Count(l => l.StartsWith("parent ", StringComparison.Ordinal)),
            Cut(called, NameCharactersMax),
            DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(second, 0, 253_402_300_799)),
            Cut(message, MessageCharactersMax)
        );
    }

    /// <summary>What each commit with one parent changes, renamed files told as such.</summary>
    private Dictionary<string, List<(char Kind, string Blob, string Path, string? From)>> Changes(string[] commits)
    {
        var fields = Encoding.UTF8.GetString(git.Run(string.Join('\n', commits) + "\n", ["diff-tree", "--stdin", "-r", "-z", "-M", "--root"])).Split('\0');
        var changes = new Dictionary<string, List<(char, string, string, string?)>>(StringComparer.Ordinal);
        var current = new List<(char, string, string, string?)>();
        for (var at = 0; at < fields.Length && fields[at].Length > 0; at++)
        {
            if (fields[at][0] != ':')
            {
                changes[fields[at].Trim()] = current = [];
                continue;
            }

            var parts = fields[at].Split(' ');
            var (kind, blob) = (parts[4][0], parts[3]);
            var from = kind is 'R' or 'C' ? fields[++at] : null;
            var path = fields[++at];
            if (kind == 'D' || parts[1].StartsWith("100", StringComparison.Ordinal))
            {
                current.Add((kind, blob, path, from));
            }
        }

        return changes;
    }

    private static IEnumerable<(string Path, string Blob)> Paths(byte[] list)
    {
        foreach (var line in Encoding.UTF8.GetString(list).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (line[..tab].Split(' ') is [var mode, "blob", var blob] && mode.StartsWith("100", StringComparison.Ordinal))
            {
                yield return (line[(tab + 1)..], blob);
            }
        }
    }

    /// <summary>Wikis of this kind write spaces as dashes, unless one of their files has a space in its name.</summary>
    private string TitleOf(string path)
    {
        if (isOurs && GitPaths.TitleOf(path) is { } title)
        {
            return title;
        }

        var end = EndOf(path);
        var plain = Plain.Contains(end) && !string.Equals(end, ".txt", StringComparison.Ordinal) ? path : path[..^end.Length];
        return hasDashes ? plain.Replace('-', ' ') : plain;
    }

    private bool IsText(string path) => FormatOf(path) != default && (!isOurs || path.StartsWith("pages/", StringComparison.Ordinal));

    private static Commons.TextFormat FormatOf(string path) =>
        EndOf(path) is var end && Markdown.Contains(end) ? Commons.TextFormat.Markdown
        : Wikitext.Contains(end) ? Commons.TextFormat.Wikitext
        : Plain.Contains(end) ? Commons.TextFormat.Plain
        : default;

    private static string EndOf(string path) => path.LastIndexOf('.') is >= 0 and var dot && dot > path.LastIndexOf('/') ? path[dot..].ToLowerInvariant() : "";

    private static long Number(string seed) =>
        (long)(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(seed))) >> 12);

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    private static string[] Words(byte[] lines) => Encoding.ASCII.GetString(lines).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
