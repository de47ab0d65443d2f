using System.Globalization;
using System.Text;
using Moot.Commons;
using Moot.Kernel.Tree;

namespace Moot.Host.Gits;

/// <summary>Where a page or file lies in the repository: names that every disk and every git takes. Written in docs/format/git.md.</summary>
internal static class GitPaths
{
    /// <summary>Folder of the pages.</summary>
    public const string Pages = "pages";

    /// <summary>Folder of pictures and other files.</summary>
    public const string Files = "files";

    private const string OtherLetters = "_";
    private const int DeviceLetters = 3;
    private static readonly System.Buffers.SearchValues<char> Unsafe = System.Buffers.SearchValues.Create("<>:\"\\|?*%~");
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"];

    /// <summary>Path of a page.</summary>
    /// <param name="title">Its title; null where that is out of sight.</param>
    /// <param name="page">Its number.</param>
    /// <param name="format">What its text is written in.</param>
    public static string OfPage(string? title, long page, TextFormat format)
    {
        var end = EndOf(format);
        if (title is null)
        {
            return $"{Pages}/{OtherLetters}/~{page.ToString(CultureInfo.InvariantCulture)}{end}";
        }

        var (space, rest) = Space(title);
        var folder = space is null ? "" : SafeFolder(space) + "/";
        var parts = rest.Split('/');
        var path = new StringBuilder($"{Pages}/{folder}{Letter(rest)}");
        foreach (var part in parts[..^1])
        {
            path.Append('/').Append(SafeFolder(part));
        }

        return path.Append('/').Append(Short(Safe(parts[^1]), end)).ToString();
    }

    /// <summary>The title of a page at a path that <see cref="OfPage"/> gave; null for another path.</summary>
    public static string? TitleOf(string path)
    {
        var parts = path.Split('/');
        if (parts.Length < 3 || !string.Equals(parts[0], Pages, StringComparison.Ordinal))
        {
            return null;
        }

        var isInSpace = Runes(parts[1]) > 1;
        if (isInSpace && parts.Length < 4)
        {
            return null;
        }

        var last = parts[^1];
        var stem = last[..Math.Max(0, last.LastIndexOf('.'))];
        parts[^1] = stem.IndexOf('~', StringComparison.Ordinal) is > 0 and var mark ? stem[..mark] : stem;
        var rest = string.Join('/', parts[(isInSpace ? 3 : 2)..].Select(Uri.UnescapeDataString));
        return isInSpace ? $"{Uri.UnescapeDataString(parts[1])}:{rest}" : rest;
    }

    /// <summary>Path of a picture or other file.</summary>
    public static string OfFile(string name)
    {
        var safe = Safe(name);
        var dot = safe.LastIndexOf('.');
        return dot > 0 && safe.Length - dot <= 10 ? $"{Files}/{Letter(name)}/{Short(safe[..dot], safe[dot..])}" : $"{Files}/{Letter(name)}/{Short(safe, "")}";
    }

    /// <summary>The same path for another of the same name: told apart by its number.</summary>
    public static string Beside(string path, long number)
    {
        var dot = path.LastIndexOf('.');
        var slash = path.LastIndexOf('/');
        var mark = "~" + number.ToString(CultureInfo.InvariantCulture);
        return dot > slash ? path[..dot] + mark + path[dot..] : path + mark;
    }

    /// <summary>What two paths have in common that some disks take for the same.</summary>
    public static string Folded(string path) => path.ToUpperInvariant();

    /// <summary>How the name of a page's file ends.</summary>
    public static string EndOf(TextFormat format) =>
        format switch
        {
            TextFormat.Markdown => ".md",
            TextFormat.Wikitext => ".mediawiki",
            _ => ".txt",
        };

    /// <summary>What stands before the colon of a title, such as User or Category, and the rest. One letter would be a folder of the pages without.</summary>
    private static (string? Space, string Name) Space(string title)
    {
        var colon = title.IndexOf(':', StringComparison.Ordinal);
        var isSpace =
            colon > 0
            && colon + 1 < title.Length
            && title[colon + 1] is not (' ' or '/' or ':')
            && !title.AsSpan(0, colon).Contains('/')
            && Runes(title[..colon]) > 1;
        return isSpace ? (title[..colon], title[(colon + 1)..]) : (null, title);
    }

    private static int Runes(string text) => text.EnumerateRunes().Count();

    private static string Letter(string name)
    {
        var first = Rune.GetRuneAt(name, 0);
        return Rune.IsLetterOrDigit(first) ? Rune.ToLowerInvariant(first).ToString() : OtherLetters;
    }

    /// <summary>A folder never ends as a page's file does: the page "A" and the pages below "A.md" would want the same name.</summary>
    private static string SafeFolder(string name)
    {
        var safe = Short(Safe(name), "");
        return safe.LastIndexOf('.') is > 0 and var dot && (safe.Length - dot) is > 2 and < 12 ? $"{safe[..dot]}%2E{safe[(dot + 1)..]}" : safe;
    }

    private static string Safe(string name)
    {
        var safe = new StringBuilder(name.Length + 8);
        var at = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            var isLast = at + rune.Utf16SequenceLength == name.Length;
            var isAwkward =
                (rune.IsBmp && Unsafe.Contains((char)rune.Value))
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                || (rune.Value == '.' && (at == 0 || isLast))
                || (rune.Value == ' ' && (at == 0 || isLast))
                || rune.Value == '/';
            Add(safe, rune, isAwkward);
            at += rune.Utf16SequenceLength;
        }

        return safe.Length == 0 ? "%"
            : IsDevice(safe.ToString()) ? $"%{(int)safe[0]:X2}{safe.ToString(1, safe.Length - 1)}"
            : safe.ToString();
    }

    private static void Add(StringBuilder safe, Rune rune, bool isAwkward)
    {
        if (!isAwkward)
        {
            safe.Append(rune.ToString());
            return;
        }

        Span<byte> bytes = stackalloc byte[4];
        foreach (var b in bytes[..rune.EncodeToUtf8(bytes)])
        {
            safe.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }
    }

    /// <summary>Names that Windows keeps for devices, with whatever stands behind a dot.</summary>
    private static bool IsDevice(string name)
    {
        var stem = name.Split('.')[0].TrimEnd(' ').ToUpperInvariant();
        return Devices.Any(d =>
            stem.StartsWith(d, StringComparison.Ordinal)
            && (
                stem.Length == d.Length || (stem.Length == DeviceLetters + 1 && (char.IsDigit(stem[DeviceLetters]) || stem[DeviceLetters] is '¹' or '²' or '³'))
            )
        );
    }

    /// <summary>A name that is too long is cut, and told apart by a hash of the whole.</summary>
    private static string Short(string name, string end)
    {
        if (Encoding.UTF8.GetByteCount(name) + end.Length <= GitLimits.NameBytesMax)
        {
            return name + end;
        }

        var (cut, bytes) = (new StringBuilder(), 0);
        foreach (var rune in name.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > GitLimits.NameBytesMax - 30)
            {
                break;
            }

            cut.Append(rune.ToString());
        }

        return $"{cut.ToString().TrimEnd(' ', '.')}~{Hash.Of(Encoding.UTF8.GetBytes(name)).ToHex()[..12]}{end}";
    }
}
