using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Moot.Commons.Texts;

/// <summary>A line of its own that takes in another page.</summary>
internal sealed class InclusionBlock(string title) : LeafBlock(null)
{
    public string Title => title;
}

/// <summary>Reads Markdown into a tree.</summary>
internal static class MarkdownPipe
{
    public static MarkdownPipeline Pipeline { get; } = Build();

    /// <summary>Set on a document in which a block was left as it was typed.</summary>
    public static object TangledKey { get; } = new();

    /// <summary>The tree of a text; null where it is too tangled to be read.</summary>
    public static MarkdownDocument? Read(string markdown)
    {
        if (MarkdownLimits.AreBlocksTangled(markdown))
        {
            return null;
        }

        try
        {
            return Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            // Markdig's way to say that something is nested deeper than MaximumNestingDepth.
            return null;
        }
    }

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder { MaximumNestingDepth = MarkdownLimits.NestingMax }
            .UseFootnotes()
            .UseTaskLists()
            .UseDefinitionLists()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
            .DisableHtml();
        builder.BlockParsers.Insert(0, new Gate());
        builder.InlineParsers.InsertBefore<LinkInlineParser>(new WikiLinkParser());
        builder.InlineParsers.InsertBefore<LinkInlineParser>(new InclusionParser());
        return builder.Build();
    }

    /// <summary>Opens no block; it is asked at the first line, and so gets to see the document between the reading of blocks and that of inlines.</summary>
    private sealed class Gate : BlockParser
    {
        private static readonly object Seen = new();

        public override BlockState TryOpen(BlockProcessor processor)
        {
            // The processor is given back to a pool before the inlines are read; the document stays.
            var document = processor.Document;
            if (!document.ContainsData(Seen))
            {
                document.SetData(Seen, Seen);
                document.ProcessInlinesBegin += (_, _) => Prepare(document);
            }

            return BlockState.None;
        }

        private static void Prepare(MarkdownDocument document)
        {
            foreach (var container in document.Descendants<ContainerBlock>().Prepend(document).ToList())
            {
                Replace(container);
            }

            foreach (var leaf in document.Descendants<LeafBlock>().Where(l => l.ProcessInlines && MarkdownLimits.IsTangled(l.Lines)).ToList())
            {
                leaf.ProcessInlines = false;
                leaf.Inline = new ContainerInline().AppendChild(new LiteralInline(leaf.Lines.ToString()));
                document.SetData(TangledKey, TangledKey);
            }
        }

        /// <summary>Puts tables and pages that are taken in where their paragraphs stood; all at once, since looking for one among its neighbours takes as long as there are many.</summary>
        private static void Replace(ContainerBlock container)
        {
            List<Block>? blocks = null;
            for (var i = 0; i < container.Count; i++)
            {
                var child = container[i];
                if (child is ParagraphBlock paragraph && InPlaceOf(paragraph) is { } others)
                {
                    blocks ??= [.. container.Take(i)];
                    blocks.AddRange(others);
                }
                else
                {
                    blocks?.Add(child);
                }
            }

            if (blocks is not null)
            {
                container.Clear();
                blocks.ForEach(container.Add);
            }
        }

        /// <summary>What stands in place of a paragraph; null where it stays.</summary>
        private static Block[]? InPlaceOf(ParagraphBlock paragraph)
        {
            if (paragraph.Lines.Count == 1 && InclusionParser.Title(paragraph.Lines.Lines[0].Slice.AsSpan()) is { } title)
            {
                return [new InclusionBlock(title)];
            }

            if (Tables.Find(paragraph.Lines) is not var (before, table))
            {
                return null;
            }

            if (before == 0)
            {
                return [table];
            }

            var lines = new StringLineGroup(before);
            for (var i = 0; i < before; i++)
            {
                lines.Add(paragraph.Lines.Lines[i]);
            }

            paragraph.Lines = lines;
            return [paragraph, table];
        }
    }
}
