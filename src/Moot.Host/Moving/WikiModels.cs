using Moot.Commons;

namespace Moot.Host.Moving;

/// <summary>What texts are, as MediaWiki names it and as it is named here.</summary>
internal static class WikiModels
{
    private const string Markdown = "markdown";
    private const string MarkdownFormat = "text/markdown";
    private const string Plain = "text";
    private const string PlainFormat = "text/plain";

    /// <summary>What a text of a model is here: scripts, style sheets and data are shown as they stand.</summary>
    public static TextFormat FormatOf(string model) =>
        string.Equals(model, WikiRevision.UsualModel, StringComparison.Ordinal) ? TextFormat.Wikitext
        : string.Equals(model, Markdown, StringComparison.Ordinal) ? TextFormat.Markdown
        : TextFormat.Plain;

    /// <summary>True for what is usual, and so is not said.</summary>
    public static bool IsUsual(string model, string format) =>
        string.Equals(model, WikiRevision.UsualModel, StringComparison.Ordinal) && string.Equals(format, WikiRevision.UsualFormat, StringComparison.Ordinal);

    /// <summary>Model and media type of a text.</summary>
    /// <param name="format">What it is here.</param>
    /// <param name="said">What another wiki said of it; null where it was written here.</param>
    public static (string Model, string Format) Of(TextFormat format, string? said) =>
        said?.Split(' ', 2) is [var model, var media] ? (model, media)
        : format == TextFormat.Wikitext ? (WikiRevision.UsualModel, WikiRevision.UsualFormat)
        : format == TextFormat.Markdown ? (Markdown, MarkdownFormat)
        : (Plain, PlainFormat);
}
