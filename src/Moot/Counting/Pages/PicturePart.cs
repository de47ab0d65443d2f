using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Moot.Counting.Pictures;
using Moot.Ui;

namespace Moot.Counting.Pages;

/// <summary>Writes a picture as SVG. It has no colours of its own: the stylesheet gives them, for light, dark and paper.</summary>
public sealed class PicturePart : Part
{
    // Pixels for a unit of a picture that is moved in its own box; its letters are then as large as those around it.
    private const int WideTenths = 11;

    /// <summary>The picture.</summary>
    [Parameter, EditorRequired]
    public required Drawing Picture { get; set; }

    /// <summary>A word that no other picture of the page has, for its parts' ids.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "svg");
        builder.AddAttribute(1, "viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {Picture.Width} {Picture.Height}"));
        if (Picture.IsWide)
        {
            builder.AddAttribute(2, "width", Number(Picture.Width * WideTenths / 100));
            builder.AddAttribute(3, "height", Number(Picture.Height * WideTenths / 100));
        }

        builder.AddAttribute(4, "role", "img");
        builder.AddAttribute(5, "aria-labelledby", $"{Id}-title {Id}-told");
        Words(builder, "title", $"{Id}-title", Picture.Title);
        Words(builder, "desc", $"{Id}-told", Picture.Description);
        foreach (var shape in Picture.Shapes)
        {
            Draw(builder, shape);
        }

        builder.CloseElement();
    }

    private static void Draw(RenderTreeBuilder builder, Shape shape)
    {
        switch (shape)
        {
            case Box box:
                Open(builder, "rect", box, ("x", box.X), ("y", box.Y), ("width", box.Width), ("height", box.Height));
                break;
            case Dot dot:
                Open(builder, "circle", dot, ("cx", dot.X), ("cy", dot.Y), ("r", dot.Radius));
                break;
            case Stroke stroke:
                Open(builder, "path", stroke);
                builder.AddAttribute(20, "d", stroke.Path);
                if (stroke.Tip is { } tip)
                {
                    Words(builder, "title", null, tip);
                }

                break;
            case Label label:
                Open(builder, "text", label, ("x", label.X), ("y", label.Y));
                builder.AddContent(21, label.Text);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        builder.CloseElement();
    }

    private static void Open(RenderTreeBuilder builder, string name, Shape shape, params ReadOnlySpan<(string Name, int Value)> lengths)
    {
        builder.OpenElement(10, name);
        builder.AddAttribute(11, "class", shape.Kind);
        foreach (var (length, value) in lengths)
        {
            builder.AddAttribute(12, length, Number(value));
        }
    }

    private static void Words(RenderTreeBuilder builder, string name, string? id, string said)
    {
        builder.OpenElement(30, name);
        if (id is not null)
        {
            builder.AddAttribute(31, "id", id);
        }

        builder.AddContent(32, said);
        builder.CloseElement();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
