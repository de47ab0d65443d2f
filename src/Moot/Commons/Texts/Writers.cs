using System.Globalization;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Moot.Commons.Texts;

/// <summary>Writes a thing of the tree by a function.</summary>
internal sealed class Writer<T>(Action<HtmlRenderer, T> write) : HtmlObjectRenderer<T>
    where T : MarkdownObject
{
    protected override void Write(HtmlRenderer renderer, T obj) => write(renderer, obj);
}

/// <summary>How each thing is written whose HTML is not Markdig's.</summary>
internal static class Writers
{
    public static HtmlRenderer For(RenderRun run, TextWriter text)
    {
        var html = new HtmlRenderer(text);
        MarkdownPipe.Pipeline.Setup(html);
        Use<HeadingBlock>(html, (h, heading) => Heading(h, run, heading));
        Use<CodeBlock>(html, (h, code) => h.Write("<pre><code>").WriteLeafRawLines(code, true, true).WriteLine("</code></pre>"));
        Use<LinkInline>(html, (h, link) => Link(h, run, link));
        Use<AutolinkInline>(html, (h, link) => run.Link(h, (link.IsEmail ? "mailto:" : "") + link.Url, title: null, () => h.WriteEscape(link.Url)));
        Use<TaskList>(html, (h, task) => h.Write("<span class=\"task\">").Write(task.Checked ? "☑" : "☐").Write("</span>"));
        Use<FootnoteGroup>(html, (h, group) => Footnotes(h, run, group));
        Use<FootnoteLink>(html, (h, link) => Footnote(h, run, link));
        Use<TableBlock>(html, Table);
        Use<WikiLinkInline>(html, run.Wiki);
        Use<InclusionBlock>(html, (h, block) => run.Include(h, block.Title));
        Use<InclusionInline>(html, (h, inline) => run.IncludeInline(h, inline.Title));
        return html;
    }

    private static void Use<T>(HtmlRenderer html, Action<HtmlRenderer, T> write)
        where T : MarkdownObject
    {
        html.ObjectRenderers.RemoveAll(r => r is HtmlObjectRenderer<T>);
        html.ObjectRenderers.Insert(0, new Writer<T>(write));
    }

    private static void Heading(HtmlRenderer html, RenderRun run, HeadingBlock heading)
    {
        var shown = run.Heading(heading);
        var level = Outline.Level(shown.Depth, run.Context).ToString(CultureInfo.InvariantCulture);
        html.Write($"<h{level} id=\"").WriteEscape(shown.Id).Write("\">");
        html.WriteLeafInline(heading);
        if (shown.Section is { } section && run.Context.SectionUrl is { } url)
        {
            html.Write(" <a class=\"edit\" href=\"").WriteEscape(url(section)).Write("\" aria-label=\"");
            html.WriteEscape($"{run.Context.Words.EditSection}: {shown.Text}").Write("\">").WriteEscape(run.Context.Words.EditSection).Write("</a>");
        }

        html.WriteLine($"</h{level}>");
    }

    private static void Link(HtmlRenderer html, RenderRun run, LinkInline link)
    {
        var url = link.GetDynamicUrl?.Invoke() ?? link.Url ?? "";
        if (!link.IsImage)
        {
            run.Link(html, url, link.Title, () => html.WriteChildren(link));
            return;
        }

        // A picture from elsewhere would tell its host who reads: it becomes a link.
        var words = PlainWords.Of(link);
        if (Titles.Normal(Uri.UnescapeDataString(url)) is { } title && Titles.Room(title) is (TitleRoom.File, var name))
        {
            run.File(html, name, words, isFigure: true);
        }
        else
        {
            run.Link(html, url, link.Title, () => html.WriteEscape(words.Length > 0 ? words : url));
        }
    }

    private static void Table(HtmlRenderer html, TableBlock table)
    {
        html.EnsureLine();
        html.WriteLine("<table>").WriteLine("<thead>");
        for (var i = 0; i < table.Count; i++)
        {
            var tag = i == 0 ? "th" : "td";
            html.Write("<tr>");
            foreach (var cell in ((TableRowBlock)table[i]).OfType<TableCellBlock>())
            {
                html.Write('<').Write(tag).Write(i == 0 ? " scope=\"col\"" : "");
                html.Write(cell.Align.Length > 0 ? $" class=\"{cell.Align}\">" : ">");
                html.WriteLeafInline(cell).Write("</").Write(tag).Write('>');
            }

            html.WriteLine("</tr>");
            if (i == 0)
            {
                html.WriteLine("</thead>").WriteLine("<tbody>");
            }
        }

        html.WriteLine("</tbody>").WriteLine("</table>");
    }

    private static void Footnotes(HtmlRenderer html, RenderRun run, FootnoteGroup group)
    {
        html.EnsureLine();
        html.WriteLine("<section class=\"footnotes\">").WriteLine("<ol>");
        foreach (var note in group.OfType<Footnote>())
        {
            html.Write($"<li id=\"{run.FootnotePrefix}{note.Order}\">");
            html.WriteChildren(note);
            html.WriteLine("</li>");
        }

        html.WriteLine("</ol>").WriteLine("</section>");
    }

    private static void Footnote(HtmlRenderer html, RenderRun run, FootnoteLink link)
    {
        var (prefix, order) = (run.FootnotePrefix, link.Footnote.Order);
        if (link.IsBackLink)
        {
            html.Write($" <a href=\"#{prefix}r{link.Index}\" aria-label=\"").WriteEscape(run.Context.Words.Back).Write("\">↩</a>");
        }
        else
        {
            html.Write($"<sup id=\"{prefix}r{link.Index}\"><a href=\"#{prefix}{order}\">{order}</a></sup>");
        }
    }
}
