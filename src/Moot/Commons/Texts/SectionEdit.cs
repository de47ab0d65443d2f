using System.Collections.Immutable;
using Markdig.Syntax;
using Moot.Commons.Wikitext;

namespace Moot.Commons.Texts;

/// <summary>A part of a page under its own heading.</summary>
/// <param name="Number">0 for what stands before the first heading; then counted from top to bottom.</param>
/// <param name="Level">The heading's, 1 to 6; 0 for what stands before the first.</param>
/// <param name="Heading">The heading's words.</param>
/// <param name="Start">Where it begins, in UTF-16 characters.</param>
/// <param name="OwnLength">How long it is without the sections below it.</param>
/// <param name="Length">How long it is with them.</param>
public sealed record Section(int Number, int Level, string Heading, int Start, int OwnLength, int Length);

/// <summary>A text in which one section was replaced.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="OthersStand">False if the new section swallows or changes another one, as an open code fence does.</param>
public readonly record struct SectionReplaced(string Text, bool OthersStand);

/// <summary>Takes a page apart by its headings, so that one section can be edited and every other stays as it is, to the byte.</summary>
public static class SectionEdit
{
    /// <summary>The sections of a text, in order. Of a text that is too long or nested too deeply to be read, one section.</summary>
    /// <remarks>Headings in quotations and lists belong to the section around them.</remarks>
    public static ImmutableArray<Section> Sections(string text, TextFormat format = TextFormat.Markdown)
    {
        var headings = Headings(text, format);
        var starts = headings.ConvertAll(h => h.Start);
        starts.Add(text.Length);
        var sections = ImmutableArray.CreateBuilder<Section>(headings.Count + 1);
        sections.Add(new(0, 0, "", 0, starts[0], starts[0]));
        var ends = Ends(headings, starts);
        for (var i = 0; i < headings.Count; i++)
        {
            sections.Add(new(i + 1, headings[i].Level, headings[i].Words, starts[i], starts[i + 1] - starts[i], ends[i] - starts[i]));
        }

        return sections.DrainToImmutable();
    }

    private static List<HeadingPlace> Headings(string text, TextFormat format)
    {
        if (format == TextFormat.Wikitext)
        {
            return text.Length > WikitextLimits.CharactersMax ? [] : WikitextReader.Page(text).Headings;
        }

        var tree = text.Length > MarkdownLimits.CharactersMax ? null : MarkdownPipe.Read(text);
        return [.. tree?.OfType<HeadingBlock>().Select(h => new HeadingPlace(LineStart(text, h.Span.Start), h.Level, PlainWords.Of(h.Inline))) ?? []];
    }

    /// <summary>The text of a section with those below it; null if there is none of this number.</summary>
    public static string? Text(string text, int number, TextFormat format = TextFormat.Markdown) =>
        Sections(text, format) is var sections && number >= 0 && number < sections.Length
            ? text.Substring(sections[number].Start, sections[number].Length)
            : null;

    /// <summary>The text with another section in place of this one and those below it; null if there is none of this number.</summary>
    /// <param name="whole">The whole text.</param>
    /// <param name="number">Of the section.</param>
    /// <param name="section">What stands there from now on; nothing removes the section.</param>
    /// <param name="format">What it is written in.</param>
    public static SectionReplaced? Replace(string whole, int number, string section, TextFormat format = TextFormat.Markdown)
    {
        var sections = Sections(whole, format);
        if (number < 0 || number >= sections.Length)
        {
            return null;
        }

        var old = sections[number];
        var (before, after) = (whole[..old.Start], whole[(old.Start + old.Length)..]);
        var end = whole.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

        // What keeps the next heading a heading: the end of a line, or an empty line before one that is underlined.
        foreach (
            var gap in section.Length == 0 || after.Length == 0 ? [""]
            : section.EndsWith('\n') ? new[] { "", end }
            : [end, end + end]
        )
        {
            var text = before + section + gap + after;
            if (OthersStand(sections, old, Sections(text, format), text.Length - whole.Length))
            {
                return new(text, OthersStand: true);
            }
        }

        return new(before + section + (after.Length == 0 || section.EndsWith('\n') ? "" : end) + after, OthersStand: false);
    }

    /// <summary>True if every section but the replaced one begins where it began, as far as the text before it grew.</summary>
    private static bool OthersStand(ImmutableArray<Section> before, Section replaced, ImmutableArray<Section> now, int growth)
    {
        var end = replaced.Start + replaced.Length;
        return Starts(before, s => s.Start < replaced.Start, 0).SequenceEqual(Starts(now, s => s.Start < replaced.Start, 0))
            && Starts(before, s => s.Start >= end, growth).SequenceEqual(Starts(now, s => s.Start >= end + growth, 0));
    }

    private static IEnumerable<(int Start, int Level)> Starts(ImmutableArray<Section> sections, Func<Section, bool> which, int growth) =>
        sections.Where(s => s.Number > 0 && which(s)).Select(s => (s.Start + growth, s.Level));

    /// <summary>Each section ends where the next of its level or above begins.</summary>
    private static int[] Ends(List<HeadingPlace> headings, List<int> starts)
    {
        var ends = new int[headings.Count];
        var open = new Stack<int>();
        for (var i = 0; i < headings.Count; i++)
        {
            while (open.Count > 0 && headings[open.Peek()].Level >= headings[i].Level)
            {
                ends[open.Pop()] = starts[i];
            }

            open.Push(i);
        }

        while (open.Count > 0)
        {
            ends[open.Pop()] = starts[^1];
        }

        return ends;
    }

    private static int LineStart(string text, int at) => text.AsSpan(0, Math.Min(at, text.Length)).LastIndexOf('\n') + 1;
}
