using System.Collections.Immutable;

namespace Moot.Counting.Pictures;

/// <summary>A picture of a count: boxes, bands and words on a sheet. Lengths are tenths of a unit, so that whole numbers are fine enough.</summary>
/// <param name="Title">What it shows, in a few words.</param>
/// <param name="Description">What can be seen on it, for whoever does not see it.</param>
/// <param name="Width">Of the sheet.</param>
/// <param name="Height">Of the sheet.</param>
/// <param name="Shapes">What is drawn, the lowest first.</param>
public sealed record Drawing(string Title, string Description, int Width, int Height, ImmutableArray<Shape> Shapes)
{
    /// <summary>Width of a picture that is as wide as a hand.</summary>
    public const int Hand = 3_600;

    /// <summary>Width of the widest picture that still can be read when it is as wide as a hand.</summary>
    public const int WideHand = 4_400;

    /// <summary>True if it is wider than that, so that it is moved in a box of its own.</summary>
    public bool IsWide => Width > WideHand;
}

/// <summary>Something drawn.</summary>
/// <param name="Kind">What it stands for: the class by which the stylesheet gives it a colour.</param>
public abstract record Shape(string Kind);

/// <summary>A box.</summary>
public sealed record Box(string Kind, int X, int Y, int Width, int Height) : Shape(Kind);

/// <summary>A circle.</summary>
public sealed record Dot(string Kind, int X, int Y, int Radius) : Shape(Kind);

/// <summary>A line or a band.</summary>
/// <param name="Path">As in SVG.</param>
/// <param name="Tip">What it stands for, shown to whoever points at it; null for nothing.</param>
public sealed record Stroke(string Kind, string Path, string? Tip = null) : Shape(Kind);

/// <summary>Words.</summary>
/// <param name="Kind">Also says by which end they are held: <c>end</c> or <c>middle</c> among its words, else by the beginning.</param>
/// <param name="X">Where they are held.</param>
/// <param name="Y">Their base line.</param>
/// <param name="Text">The words.</param>
public sealed record Label(string Kind, int X, int Y, string Text) : Shape(Kind);

/// <summary>A table of numbers: all that a picture shows, and what it leaves out.</summary>
/// <param name="Title">What it has.</param>
/// <param name="Heads">Over the columns; the first is over the names.</param>
/// <param name="Rows">The rows.</param>
public sealed record NumberTable(string Title, ImmutableArray<string> Heads, ImmutableArray<NumberRow> Rows)
{
    /// <summary>Longer names of the columns, for whoever does not see the short ones; empty where they are the same.</summary>
    public ImmutableArray<string> Names { get; init; } = [];
}

/// <summary>A row of numbers.</summary>
/// <param name="Head">Its name.</param>
/// <param name="Cells">Its numbers.</param>
/// <param name="IsMarked">True for whoever won.</param>
public sealed record NumberRow(string Head, ImmutableArray<NumberCell> Cells, bool IsMarked = false);

/// <summary>A number.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Heat">How dark its ground is, 0 to 9.</param>
/// <param name="IsMore">True where it is the larger one of two that are compared.</param>
public sealed record NumberCell(string Text, int Heat = 0, bool IsMore = false);

/// <summary>One thing to see of a count: its heading, a sentence on how to read it, a picture or a table that is one.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Why">How to read it.</param>
/// <param name="Picture">The picture; null where the table is one.</param>
/// <param name="Heat">A table that is a picture by itself; null where there is none.</param>
/// <param name="Tables">All its numbers.</param>
public sealed record Exhibit(string Title, string Why, Drawing? Picture, NumberTable? Heat, ImmutableArray<NumberTable> Tables);
