namespace Moot.Commons.Texts;

/// <summary>How the headings of a text stand below each other, whichever signs their writers began with: nobody who listens to a page meets a gap.</summary>
internal sealed class Outline
{
    /// <summary>HTML has six levels.</summary>
    private const int LevelMax = 6;

    private readonly Stack<int> above = new();

    /// <summary>How deep the next heading stands: 1 at the top, and at most one deeper than the heading before it.</summary>
    /// <param name="level">As it was written, from 1.</param>
    public int Depth(int level)
    {
        while (above.TryPeek(out var last) && last >= level)
        {
            above.Pop();
        }

        above.Push(level);
        return above.Count;
    }

    /// <summary>The level of a heading in HTML.</summary>
    /// <param name="depth">How deep it stands.</param>
    /// <param name="context">What its page needs to know.</param>
    public static int Level(int depth, RenderContext context) => Math.Min(context.TopHeading is { } top ? top + depth - 1 : depth, LevelMax);
}
