using System.Globalization;
using System.Net;
using System.Text;
using Moot.Commons.Texts;

namespace Moot.Commons.Wikitext;

/// <summary>Pictures and other files in a page, with the options that stand between the bars.</summary>
internal static class WikitextFiles
{
    private static readonly string[] Sides = ["left", "right", "center"];

    /// <summary>A file as the page shows it.</summary>
    /// <param name="name">Of the file.</param>
    /// <param name="options">Between the bars; the last that is no option is the caption.</param>
    /// <param name="run">The showing.</param>
    /// <param name="depth">Files that it stands in.</param>
    public static string Show(string name, IEnumerable<string> options, WikitextRun run, int depth)
    {
        var (caption, alt, link, side, isFigure, width) = ("", (string?)null, (string?)null, "", false, 0);
        foreach (var raw in options)
        {
            var option = raw.Trim();
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            var key = equals > 0 ? option[..equals].TrimEnd().ToLowerInvariant() : option.ToLowerInvariant();
            var value = equals > 0 ? option[(equals + 1)..].TrimStart() : "";
            switch (key)
            {
                case "thumb" or "thumbnail" or "frame" or "framed" or "enframed":
                    isFigure = true;
                    break;
                case "left" or "right" or "center" or "centre":
                    side = key is "centre" ? "center" : key;
                    break;
                case "alt" when equals > 0:
                    alt = value;
                    break;
                case "link" when equals > 0:
                    link = value;
                    break;
                case "none"
                or "border"
                or "frameless"
                or "upright"
                or "baseline"
                or "middle"
                or "sub"
                or "super"
                or "top"
                or "text-top"
                or "bottom"
                or "text-bottom":
                case "class" or "lang" or "page" or "manualthumb" when equals > 0:
                    break;
                default:
                    if (Width(key) is { } pixels)
                    {
                        width = pixels;
                    }
                    else
                    {
                        caption = option;
                    }

                    break;
            }
        }

        return Written(name, caption, alt, link, isFigure, side, width, run, depth);
    }

    private static string Written(string name, string caption, string? alt, string? link, bool isFigure, string side, int width, WikitextRun run, int depth)
    {
        run.Files.Add(name);
        var shown = Apostrophes.Pass(WikitextLinks.Pass(caption, run, depth + 1));
        if (run.Context.ResolveFile(name) is not { } file)
        {
            return run.Strips.Keep($"<span class=\"error\">{WebUtility.HtmlEncode($"{run.Context.Words.NoSuchFile}: {name}")}</span>");
        }

        if (!file.IsPicture || SafeUrl.Judge(file.Url) != UrlKind.Here)
        {
            return run.Strips.Keep(
                run.Link(
                    file.PageUrl,
                    caption.Length > 0
                        ? WikitextHeadings.Words(shown) is { } words
                            ? WebUtility.HtmlEncode(words)
                            : ""
                        : WebUtility.HtmlEncode(name)
                )
            );
        }

        var plain = WikitextHeadings.Words(run.Strips.Restore(shown));
        var text =
            alt is not null ? WikitextHeadings.Words(run.Strips.Restore(alt))
            : plain.Length > 0 && !isFigure ? plain
            : name;
        var size = width > 0 ? $" width=\"{width.ToString(CultureInfo.InvariantCulture)}\"" : "";
        var image = $"<img src=\"{WebUtility.HtmlEncode(SafeUrl.Written(file.Url))}\" alt=\"{Attributes.Shielded(text)}\"{size} loading=\"lazy\">";
        var linked = Linked(image, link, isFigure ? "" : plain, file, run);
        if (!isFigure && side.Length == 0)
        {
            return run.Strips.Keep(linked);
        }

        var position = Sides.Contains(side, StringComparer.Ordinal) ? side : "right";
        var under = isFigure ? $"<figcaption>{shown}</figcaption>" : "";
        return run.Strips.KeepBlock($"<figure class=\"{position}\">{run.Strips.Keep(linked)}{under}</figure>");
    }

    private static string Linked(string image, string? link, string title, FileTarget file, WikitextRun run) =>
        link is null ? run.Link(file.PageUrl, image, title)
        : link.Length == 0 ? image
        : OutsideLinks.IsAddress(link) ? run.Link(WebUtility.HtmlDecode(link), image, title)
        : WikitextTitle.Of(link, run.Facts) is { Elsewhere: null, Name.Length: > 0 } page && Titles.Normal(page.Full) is { } normal
            ? run.Link(run.Context.Resolve(normal).Url, image, title)
        : image;

    /// <summary>Pixels, as in 100px, 100x50px; null for words.</summary>
    private static int? Width(string option)
    {
        if (!option.EndsWith("px", StringComparison.Ordinal))
        {
            return null;
        }

        var size = option[..^2].TrimEnd();
        var by = size.IndexOf('x', StringComparison.Ordinal);
        var width = by < 0 ? size : size[..by];
        return width.Length == 0 && by == 0 && size.Length > 1 && size[1..].All(char.IsAsciiDigit) ? 0
            : int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) && pixels <= 4_000 ? pixels
            : null;
    }
}

/// <summary>Several files beside each other.</summary>
internal static class Galleries
{
    public static string Show(WikitextRun run, string lines, string? caption)
    {
        var list = new StringBuilder("<ul>");
        if (!string.IsNullOrEmpty(caption))
        {
            list.Append("<li>").Append(WikitextText.Inline(caption, run)).Append("</li>");
        }

        foreach (var line in lines.Split('\n'))
        {
            var bar = line.IndexOf('|', StringComparison.Ordinal);
            var target = bar < 0 ? line : line[..bar];
            if (WikitextTitle.Of(target, run.Facts, "File") is { Room: "File", Elsewhere: null } file)
            {
                var words = bar < 0 ? [] : line[(bar + 1)..].Split('|');
                var shown = words.LastOrDefault(w => !w.StartsWith("alt=", StringComparison.Ordinal) && !w.StartsWith("link=", StringComparison.Ordinal)) ?? "";
                list.Append("<li>").Append(WikitextFiles.Show(file.Name, words.Where(w => w != shown).Select(WikitextTags.Encode), run, 1));
                list.Append("<div>").Append(WikitextText.Inline(shown, run)).Append("</div></li>");
            }
        }

        return run.Strips.KeepBlock(list.Append("</ul>").ToString());
    }
}
