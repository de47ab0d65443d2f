using System.Text;

namespace Moot.Commons.Wikitext;

/// <summary>Two apostrophes are italic, three bold, five both; whatever stays open ends with its line.</summary>
internal static class Apostrophes
{
    /// <summary>The text with tags for its apostrophes.</summary>
    public static string Pass(string text)
    {
        if (!text.Contains("''", StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length + text.Length / 8);
        var start = 0;
        while (start <= text.Length)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            var line = text.AsSpan(start, end - start);
            if (line.Contains("''", StringComparison.Ordinal))
            {
                Line(line, result);
            }
            else
            {
                result.Append(line);
            }

            if (end < text.Length)
            {
                result.Append('\n');
            }

            start = end + 1;
        }

        return result.ToString();
    }

    /// <summary>Runs of apostrophes as (start, length of the sign); what is more than the sign stands before it as it is.</summary>
    private static List<(int Start, int Length)> Signs(ReadOnlySpan<char> line)
    {
        var signs = new List<(int Start, int Length)>();
        for (var at = 0; at < line.Length; )
        {
            var run = line[at..].IndexOfAnyExcept('\'');
            run = run < 0 ? line.Length - at : run;
            if (run >= 2)
            {
                var length = run switch
                {
                    2 or 3 => run,
                    4 => 3,
                    _ => 5,
                };
                signs.Add((at + run - length, length));
            }

            at += Math.Max(run, 1);
        }

        return signs;
    }

    /// <summary>Where bold and italic both stay open, one bold was meant as an apostrophe before italic: behind a word of one letter, else behind a longer one, else behind a space.</summary>
    private static void Balance(ReadOnlySpan<char> line, List<(int Start, int Length)> signs)
    {
        var bold = signs.Count(s => s.Length is 3 or 5);
        var italic = signs.Count(s => s.Length is 2 or 5);
        if (bold % 2 == 0 || italic % 2 == 0)
        {
            return;
        }

        var (single, longer, space) = (-1, -1, -1);
        for (var i = 0; i < signs.Count && single < 0; i++)
        {
            if (signs[i].Length != 3)
            {
                continue;
            }

            var (last, before) = (Before(line, signs[i].Start, 1), Before(line, signs[i].Start, 2));
            if (last == ' ')
            {
                space = space < 0 ? i : space;
            }
            else if (before == ' ')
            {
                single = i;
            }
            else
            {
                longer = longer < 0 ? i : longer;
            }
        }

        var changed =
            single >= 0 ? single
            : longer >= 0 ? longer
            : space;
        if (changed >= 0)
        {
            signs[changed] = (signs[changed].Start + 1, 2);
        }
    }

    private static char Before(ReadOnlySpan<char> line, int at, int back) => at - back >= 0 ? line[at - back] : '\0';

    private static void Line(ReadOnlySpan<char> line, StringBuilder into)
    {
        var signs = Signs(line);
        Balance(line, signs);
        var state = "";
        var at = 0;
        var held = new StringBuilder();
        foreach (var (start, length) in signs)
        {
            var words = line[at..start];
            at = start + length;
            (state is "both" ? held : into).Append(words);
            state = Next(state, length, into, held);
        }

        (state is "both" ? held : into).Append(line[at..]);
        into.Append(
            state switch
            {
                "i" => "</i>",
                "b" => "</b>",
                "bi" => "</i></b>",
                "ib" => "</b></i>",
                "both" when held.Length > 0 => $"<b><i>{held}</i></b>",
                _ => "",
            }
        );
    }

    private static string Next(string state, int length, StringBuilder into, StringBuilder held)
    {
        if (state is "both")
        {
            into.Append(
                length switch
                {
                    2 => $"<b><i>{held}</i>",
                    3 => $"<i><b>{held}</b>",
                    _ => $"<i><b>{held}</b></i>",
                }
            );
            held.Clear();
            return length switch
            {
                2 => "b",
                3 => "i",
                _ => "",
            };
        }

        var (tags, next) = (length, state) switch
        {
            (2, "i") => ("</i>", ""),
            (2, "bi") => ("</i>", "b"),
            (2, "ib") => ("</b></i><b>", "b"),
            (2, _) => ("<i>", state + "i"),
            (3, "b") => ("</b>", ""),
            (3, "bi") => ("</i></b><i>", "i"),
            (3, "ib") => ("</b>", "i"),
            (3, _) => ("<b>", state + "b"),
            (_, "b") => ("</b><i>", "i"),
            (_, "i") => ("</i><b>", "b"),
            (_, "bi") => ("</i></b>", ""),
            (_, "ib") => ("</b></i>", ""),
            _ => ("", "both"),
        };
        into.Append(tags);
        return next;
    }
}
