using System.Collections.Immutable;
using System.Globalization;

namespace Moot.Counting.Pictures;

/// <summary>Bars below each other, each with its name and number over it.</summary>
internal static class BarPicture
{
    private const int RowHeight = 430;
    private const int TextBase = 150;
    private const int BarTop = 205;
    private const int BarHeight = 140;
    private const int LineSpace = 220;
    private const int LetterWidth = 85;

    /// <summary>Draws them.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="told">What can be seen.</param>
    /// <param name="bars">The bars.</param>
    /// <param name="scale">What the whole width stands for, and how much of it lies below 0.</param>
    /// <param name="line">A line across all bars and its words; null for none.</param>
    public static Drawing Of(string title, string told, IReadOnlyList<Bar> bars, (long Below, long Above) scale, (long At, string Said)? line = null)
    {
        var shapes = ImmutableArray.CreateBuilder<Shape>();
        var span = scale.Below + scale.Above;
        var zero = Names.Length(scale.Below, span, Drawing.Hand);
        var top = line is null ? 0 : LineSpace;
        foreach (var (i, bar) in bars.Index())
        {
            var y = top + (i * RowHeight);
            shapes.Add(new Box("track", 0, y + BarTop, Drawing.Hand, BarHeight));
            var at = zero;
            foreach (var part in bar.Parts)
            {
                var length = Names.Length(Math.Abs(part.Amount), span, Drawing.Hand);
                var from = part.Amount < 0 ? zero - length : at;
                shapes.Add(new Box(part.Kind, from, y + BarTop, length, BarHeight));
                if (part.Said.Length > 0 && length >= (part.Said.Length * LetterWidth) + LetterWidth)
                {
                    shapes.Add(new Label($"in middle on-{part.Kind}", from + (length / 2), y + BarTop + 112, part.Said));
                }

                at = part.Amount < 0 ? at : at + length;
            }

            shapes.Add(
                new Label(bar.IsMarked ? "name won" : "name", 0, y + TextBase, (bar.IsMarked ? "✓ " : "") + Names.Short(bar.Name, PictureLimits.BarNameMax))
            );
            shapes.Add(new Label("number end", Drawing.Hand, y + TextBase, bar.Number));
        }

        var height = top + (bars.Count * RowHeight) - (RowHeight - BarTop - BarHeight) + 30;
        if (scale.Below > 0)
        {
            shapes.Add(new Stroke("axis", string.Create(CultureInfo.InvariantCulture, $"M{zero} {BarTop - 40}V{height - 10}")));
        }

        if (line is var (value, said))
        {
            var x = zero + Names.Length(value, span, Drawing.Hand);
            shapes.Add(new Stroke("needed", string.Create(CultureInfo.InvariantCulture, $"M{x} {LineSpace - 60}V{height}")));
            var isRight = x > Drawing.Hand / 2;
            shapes.Add(new Label(isRight ? "small end" : "small", isRight ? x + 20 : x - 20, 110, said));
        }

        return new(title, told, Drawing.Hand, height, shapes.ToImmutable());
    }
}

/// <summary>A bar.</summary>
/// <param name="Name">What stands over it.</param>
/// <param name="Number">Its number, as it is written.</param>
/// <param name="IsMarked">True for whoever won.</param>
/// <param name="Parts">What it is made of.</param>
internal sealed record Bar(string Name, string Number, bool IsMarked, ImmutableArray<BarPart> Parts);

/// <summary>A part of a bar.</summary>
/// <param name="Kind">Its colour.</param>
/// <param name="Amount">Its length.</param>
/// <param name="Said">What stands in it where there is room.</param>
internal sealed record BarPart(string Kind, long Amount, string Said = "");
