namespace Moot.Commons.Texts;

/// <summary>Shows Markdown: CommonMark with tables, footnotes, task and definition lists, and links between pages. HTML in it is shown as it was typed.</summary>
/// <remarks>The tree decides what may be shown, and <see cref="HtmlWall"/> checks it once more.</remarks>
public static class MarkdownText
{
    /// <summary>The page as it is read. The same text in the same context gives the same HTML.</summary>
    public static Rendered Render(string markdown, RenderContext context)
    {
        if (markdown.Length > MarkdownLimits.CharactersMax)
        {
            return Plain(markdown[..MarkdownLimits.CharactersMax], context, RenderNote.TooLong);
        }

        if (MarkdownPipe.Read(markdown) is not { } tree)
        {
            return Plain(markdown, context, RenderNote.Tangled);
        }

        using var text = new StringWriter { NewLine = "\n" };
        var run = new RenderRun(context) { Note = tree.ContainsData(MarkdownPipe.TangledKey) ? RenderNote.PartlyPlain : RenderNote.None };
        try
        {
            Writers.For(run, text).Write(tree);
        }
        catch (ArgumentException)
        {
            // Markdig's way to say that something is nested deeper than it writes.
            return Plain(markdown, context, RenderNote.Tangled);
        }

        // Markdig writes two tags as XML does; a typed < is &lt; by now.
        var html = text.ToString().Replace("<br />", "<br>", StringComparison.Ordinal).Replace("<hr />", "<hr>", StringComparison.Ordinal);
        return run.Collect(HtmlWall.Pass(html));
    }

    private static Rendered Plain(string markdown, RenderContext context, RenderNote note) =>
        new RenderRun(context) { Note = note }.Collect(HtmlWall.Pass($"<pre class=\"plain\">{System.Net.WebUtility.HtmlEncode(markdown)}</pre>"));
}
