using System.Text;

namespace Moot.Commons.Wikitext;

/// <summary>Two, three and five apostrophes as stars. What is open at the end of a line is closed there, as in wikitext.</summary>
internal static class MarkdownEmphasis
{
    /// <summary>The line with stars; white space stands outside of them, where Markdown wants it.</summary>
    public static string Pass(string line)
    {
        if (!line.Contains("''", StringComparison.Ordinal))
        {
            return line;
        }

        var run = new Stars();
        for (var at = 0; at < line.Length; )
        {
            var end = at;
            while (end < line.Length && line[end] == '\'')
            {
                end++;
            }

            var count = end - at;
            if (count < 2)
            {
                run.Add(line[at]);
                at++;
                continue;
            }

            var used = count switch
            {
                2 => 2,
                3 or 4 => 3,
                _ => 5,
            };
            for (var extra = count - used; extra > 0; extra--)
            {
                run.Add('\'');
            }

            run.Turn(used);
            at = end;
        }

        return run.End();
    }

    private sealed class Stars
    {
        private readonly StringBuilder text = new();
        private readonly List<string> open = [];
        private int waiting;

        public void Add(char sign)
        {
            if (waiting > 0 && !char.IsWhiteSpace(sign))
            {
                foreach (var star in open.Skip(open.Count - waiting))
                {
                    text.Append(star);
                }

                waiting = 0;
            }

            text.Append(sign);
        }

        public void Turn(int count)
        {
            switch (count)
            {
                case 2:
                    Turn("*");
                    break;
                case 3:
                    Turn("**");
                    break;
                default:
                    if (open.Count == 1)
                    {
                        var other = open[0] is "*" ? "**" : "*";
                        Turn(open[0]);
                        Turn(other);
                    }
                    else if (open.Count == 2)
                    {
                        Turn(open[1]);
                        Turn(open[0]);
                    }
                    else
                    {
                        Turn("**");
                        Turn("*");
                    }

                    break;
            }
        }

        public string End()
        {
            while (open.Count > 0)
            {
                Turn(open[^1]);
            }

            return text.ToString();
        }

        private void Turn(string star)
        {
            var at = open.IndexOf(star);
            if (at < 0)
            {
                open.Add(star);
                waiting++;
                return;
            }

            // What was opened later is closed too, and opened again behind.
            var again = open.Skip(at + 1).ToList();
            for (var i = open.Count - 1; i >= at; i--)
            {
                Close(open[i]);
            }

            foreach (var later in again)
            {
                open.Add(later);
                waiting++;
            }
        }

        private void Close(string star)
        {
            open.RemoveAt(open.Count - 1);
            if (waiting > 0)
            {
                waiting--; // nothing stood within
                return;
            }

            var end = text.Length;
            while (end > 0 && text[end - 1] == ' ')
            {
                end--;
            }

            text.Insert(end, star);
        }
    }
}
