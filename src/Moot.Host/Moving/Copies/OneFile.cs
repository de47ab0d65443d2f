using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Moot.Commons;
using Moot.Commons.Files;
using Moot.Kernel.Storage;
using Moot.Leaving;
using Moot.Leaving.Pages;
using Moot.Ui;

namespace Moot.Host.Moving.Copies;

/// <summary>Writes a small association as one file: all pages below each other, with their pictures in it.</summary>
internal static partial class OneFile
{
    /// <summary>The file.</summary>
    /// <param name="log">The log.</param>
    /// <param name="words">The language of what stands around the texts.</param>
    /// <param name="progress">Told pages done, and pages in all.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="LogException">It would be too large.</exception>
    public static (byte[] Bytes, int Pages) Write(FrozenLog log, Moot.Ui.Words words, Action<long, long>? progress, CancellationToken cancel)
    {
        var copied = new Copied(log, words);
        if (copied.Pages.Length > CopyLimits.OneFilePagesMax)
        {
            throw TooLarge($"There are {copied.Pages.Length} pages; one file takes {CopyLimits.OneFilePagesMax}.");
        }

        var library = copied.Desk.State<Library>();
        var shown = copied.Files().ToImmutableDictionary(f => copied.PathOf(f.File)!, f => f, StringComparer.Ordinal);
        var used = new SortedSet<long>();
        var pages = ImmutableArray.CreateBuilder<CopyPageView>(copied.Pages.Length);
        long size = 0;
        foreach (var (page, title) in copied.Pages)
        {
            cancel.ThrowIfCancellationRequested();
            var (view, _) = copied.Draw(page, title);
            var html = view.Html is { } text ? Links().Replace(text, link => Turned(link, page.Id, copied.Desk, shown, used)) : null;
            size += html?.Length ?? 0;
            if (size > CopyLimits.OneFileBytesMax)
            {
                throw TooLarge($"With its pictures the file would have more than {CopyLimits.OneFileBytesMax >> 20} MB.");
            }

            pages.Add(view with { Html = html, Anchor = $"p{page.Id}" });
            progress?.Invoke(pages.Count, copied.Pages.Length);
        }

        var desk = copied.Desk with { Root = "" };
        var whole = SiteExport.Html<OneFilePage, OneFileView>(
            desk,
            new(
                Css(library),
                pages.DrainToImmutable(),
                [.. shown.Values.Where(f => used.Contains(f.File.Entry)).OrderBy(f => f.File.Entry)],
                new(copied.Pages.Length, library.Revisions.Count, copied.Writers)
            )
        );
        var bytes = Encoding.UTF8.GetBytes(whole);
        return bytes.Length <= CopyLimits.OneFileBytesMax
            ? (bytes, copied.Pages.Length)
            : throw TooLarge($"The file would have more than {CopyLimits.OneFileBytesMax >> 20} MB.");
    }

    private static LogException TooLarge(string why) => new("too-large", $"{why} Write a folder of pages instead: moot export site DIR -o FOLDER.");

    /// <summary>The one stylesheet and the look that was chosen. They are ours, and hold nothing that ends a style element.</summary>
    private static string Css(Library library) => Encoding.UTF8.GetString(Asset.Bytes("moot.css")) + library.Look?.ToCss();

    /// <summary>A link or an id, as it is where all pages stand in one file: each page's own ids get its number.</summary>
    private static string Turned(Match link, long page, Desk desk, ImmutableDictionary<string, FileView> files, SortedSet<long> used)
    {
        if (link.Groups["id"] is { Success: true } id)
        {
            return $" id=\"{id.Value}p{page}-";
        }

        if (link.Groups["here"] is { Success: true } here)
        {
            return $" href=\"#{here.Value}p{page}-";
        }

        if (link.Groups["page"] is { Success: true } other)
        {
            return link.Groups["place"] is { Success: true, Value: var place } && place.StartsWith("s-", StringComparison.Ordinal)
                ? $" href=\"#s-p{other.Value}-{place[2..]}\""
                : $" href=\"#p{other.Value}\"";
        }

        if (files.GetValueOrDefault("files/" + link.Groups["bytes"].Value) is { } file)
        {
            used.Add(file.File.Entry);
            return link.ValueSpan.StartsWith(" src") ? $" src=\"{Inline(desk, file.File)}\"" : $" href=\"#f{file.File.Entry}\"";
        }

        if (long.TryParse(link.Groups["file"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var entry))
        {
            used.Add(entry);
            return $" href=\"#f{entry}\"";
        }

        return ""; // categories, and whatever lies outside: there is nothing to lead to
    }

    private static string Inline(Desk desk, CommonsFile file) =>
        $"data:{Cleaned.MediaType(file.Type)};base64,{Convert.ToBase64String(desk.Store.Blob(file.Content)!.Value.Bytes.Span)}";

    // Shown HTML has quotation marks around attributes and nowhere else.
    [GeneratedRegex(
        """ (?:id="(?<id>s-|fn-)|href="#(?<here>s-|fn-)|href="\.\./page/(?:[a-z0-9-]*-)?(?<page>[0-9]+)\.html(?:#(?<place>[^"]*))?"|(?:href|src)="\.\./files/(?<bytes>[^"]*)"|href="\.\./file/(?:[a-z0-9-]*-)?(?<file>[0-9]+)\.html"|(?:href|src)="\.\./[^"]*")""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Links();
}
