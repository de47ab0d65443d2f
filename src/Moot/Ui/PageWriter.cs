#pragma warning disable BL0006 // The tree is what the compiler of .razor files writes into; PageWriterTests shows each of its frames.
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.RenderTree;

namespace Moot.Ui;

/// <summary>Writes a page as HTML: each part is asked once what it shows, and that is written.</summary>
public sealed class PageWriter : IDisposable
{
    /// <summary>Parts within parts.</summary>
    private const int DepthMax = 100;

    /// <summary>Elements that have no content and no end tag (HTML §13.1.2).</summary>
    private static readonly FrozenSet<string> Void = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
    );

    [ThreadStatic]
    private static Stack<RenderTreeBuilder>? free;

    private readonly PageText text;
    private readonly HtmlEncoder encoder;
    private readonly Stack<RenderTreeBuilder> builders = free ?? new();
    private int depth;

    public PageWriter(PageText text, HtmlEncoder encoder)
    {
        (this.text, this.encoder) = (text, encoder);
        free = null;
    }

    /// <summary>Writes a part with its parameters.</summary>
    public void Write(Type type, IReadOnlyDictionary<string, object?> parameters)
    {
        var kind = PartKind.Of(type);
        var part = kind.New();
        foreach (var (name, value) in parameters)
        {
            kind.Set(part, name, value);
        }

        Write(part);
    }

    /// <summary>The memory serves the next page.</summary>
    public void Dispose() => free = builders;

    private void Write(Part part)
    {
        if (++depth > DepthMax)
        {
            throw new InvalidOperationException($"{part.GetType()} lies within too many others.");
        }

        var builder = builders.TryPop(out var used) ? used : new RenderTreeBuilder();
        part.Show(builder);
        var frames = builder.GetFrames();
        Write(frames.Array.AsSpan(0, frames.Count));
        builder.Clear();
        builders.Push(builder);
        depth--;
    }

    private void Write(ReadOnlySpan<RenderTreeFrame> frames)
    {
        for (var i = 0; i < frames.Length; )
        {
            ref readonly var frame = ref frames[i];
            switch (frame.FrameType)
            {
                case RenderTreeFrameType.Element:
                    WriteElement(frames.Slice(i, frame.ElementSubtreeLength));
                    i += frame.ElementSubtreeLength;
                    break;
                case RenderTreeFrameType.Text:
                    text.WriteText(frame.TextContent, encoder);
                    i++;
                    break;
                case RenderTreeFrameType.Markup:
                    text.Write(frame.MarkupContent);
                    i++;
                    break;
                case RenderTreeFrameType.Component:
                    WritePart(frames.Slice(i, frame.ComponentSubtreeLength));
                    i += frame.ComponentSubtreeLength;
                    break;
                case RenderTreeFrameType.Region:
                    i++; // what is in it follows
                    break;
                default:
                    throw new NotSupportedException($"Pages have no {frame.FrameType}.");
            }
        }
    }

    private void WritePart(ReadOnlySpan<RenderTreeFrame> frames)
    {
        var kind = PartKind.Of(frames[0].ComponentType);
        var part = kind.New();
        foreach (ref readonly var parameter in frames[1..])
        {
            kind.Set(part, parameter.AttributeName, parameter.AttributeValue);
        }

        Write(part);
    }

    private void WriteElement(ReadOnlySpan<RenderTreeFrame> frames)
    {
        var name = frames[0].ElementName;
        text.Write('<');
        text.Write(name);
        var i = 1;
        for (; i < frames.Length && frames[i].FrameType == RenderTreeFrameType.Attribute; i++)
        {
            WriteAttribute(frames[i].AttributeName, frames[i].AttributeValue);
        }

        if (i == frames.Length && Void.Contains(name))
        {
            text.Write(" />");
            return;
        }

        text.Write('>');
        Write(frames[i..]);
        text.Write("</");
        text.Write(name);
        text.Write('>');
    }

    private void WriteAttribute(string name, object? value)
    {
        if (value is not (string or true))
        {
            return;
        }

        text.Write(' ');
        text.Write(name);
        if (value is string said)
        {
            text.Write("=\"");
            text.WriteText(said, encoder);
            text.Write('"');
        }
    }
}
