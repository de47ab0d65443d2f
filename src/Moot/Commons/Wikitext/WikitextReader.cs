using System.Collections.Frozen;
using System.Text;

namespace Moot.Commons.Wikitext;

/// <summary>A heading of the page itself, as it stands in its wikitext.</summary>
/// <param name="Start">Where its line begins, in UTF-16 characters.</param>
/// <param name="Level">1 to 6.</param>
/// <param name="Words">Between the signs, as they were typed.</param>
internal readonly record struct HeadingPlace(int Start, int Level, string Words);

/// <summary>Takes wikitext apart into words, calls and tags, in one pass from the first character to the last.</summary>
/// <remarks>After the public description of MediaWiki's preprocessor: the innermost open brackets close first, and what never closes is words.</remarks>
internal sealed class WikitextReader
{
    /// <summary>Tags whose content is taken out before anything else is read.</summary>
    public static FrozenSet<string> Tags { get; } =
        "nowiki pre gallery ref references poem syntaxhighlight source math indicator templatestyles".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly System.Buffers.SearchValues<char> Signs = System.Buffers.SearchValues.Create("<{}[]|=\n");

    private readonly string text;
    private readonly bool isIncluded;
    private readonly List<Node> root = [];
    private readonly Stack<Open> open = new();
    private readonly StringBuilder words = new();
    private readonly Dictionary<string, int> closings = new(StringComparer.Ordinal);
    private readonly List<HeadingPlace> headings = [];
    private int at;
    private int nextAngle = -1;
    private int headingStart = -1;
    private int headingNode;
    private int commentsEnd;

    private WikitextReader(string text, bool isIncluded) => (this.text, this.isIncluded) = (text, isIncluded);

    /// <summary>The pieces of a page itself, and its headings.</summary>
    public static (List<Node> Nodes, List<HeadingPlace> Headings) Page(string text)
    {
        var reader = new WikitextReader(text, isIncluded: false);
        return (reader.Read(), reader.headings);
    }

    /// <summary>The pieces of a text that is taken in by another.</summary>
    public static List<Node> Included(string text) => new WikitextReader(OnlyIncluded(text), isIncluded: true).Read();

    private List<Node> Read()
    {
        while (at < text.Length)
        {
            if (open.Count == 0 && headingStart < 0 && text[at] == '=' && (at == 0 || text[at - 1] == '\n') && !isIncluded)
            {
                BeginHeading();
            }

            var next = text.AsSpan(at).IndexOfAny(Signs);
            if (next != 0)
            {
                var end = next < 0 ? text.Length : at + next;
                words.Append(text, at, end - at);
                at = end;
                continue;
            }

            Sign(text[at]);
        }

        EndHeading();
        Flush();
        foreach (var piece in open.Reverse())
        {
            Literal(piece, root);
        }

        return root;
    }

    private void Sign(char sign)
    {
        switch (sign)
        {
            case '<':
                Angle();
                break;
            case '{' or '[' when Run(sign) is var run and >= 2:
                Begin(sign, run);
                break;
            case '}' when open.Count > 0 && open.Peek().Sign == '{' && Run('}', 3) is var run and >= 2:
                EndBraces(run);
                break;
            case ']' when open.Count > 0 && open.Peek().Sign == '[' && Run(']', 2) >= 2:
                EndBrackets();
                break;
            case '|' when open.Count > 0 && open.Peek() is { Sign: '{' } top && top.Parts.Count < WikitextLimits.PartsMax:
                Flush();
                top.Parts.Add(new());
                at++;
                break;
            case '=' when open.Count > 0 && open.Peek() is { Sign: '{', Parts: { Count: > 1 } parts } && !parts[^1].HasName:
                Flush();
                parts[^1].Sign = parts[^1].Nodes.Count;
                at++;
                break;
            case '\n':
                if (open.Count == 0)
                {
                    EndHeading();
                }

                Word(1);
                break;
            default:
                Word(1);
                break;
        }
    }

    private void Word(int count)
    {
        words.Append(text, at, count);
        at += count;
    }

    private int Run(char sign, int most = int.MaxValue)
    {
        var end = at;
        while (end < text.Length && end - at < most && text[end] == sign)
        {
            end++;
        }

        return end - at;
    }

    private List<Node> Into => open.Count == 0 ? root : open.Peek().Parts[^1].Nodes;

    private void Flush()
    {
        if (words.Length > 0)
        {
            Into.Add(new WordsNode(words.ToString()));
            words.Clear();
        }
    }

    private void Add(Node node)
    {
        Flush();
        Into.Add(node);
    }

    private void Begin(char sign, int run)
    {
        if (open.Count >= WikitextLimits.BracesDepthMax)
        {
            Word(run);
            return;
        }

        // Brackets open two by two; what is more stands before them.
        var count = sign == '[' ? 2 : run;
        if (sign == '[')
        {
            words.Append('[', run - count);
        }

        Flush();
        var isAtLineStart = at > 0 && text[at - 1] == '\n';
        open.Push(new(sign, count, isAtLineStart));
        at += run;
    }

    private void EndBrackets()
    {
        Flush();
        var piece = open.Pop();
        words.Append("[[");
        Flush();
        Into.AddRange(piece.Parts[0].Nodes);
        words.Append("]]");
        at += 2;
    }

    private void EndBraces(int run)
    {
        Flush();
        var piece = open.Pop();
        var matched = Math.Min(3, Math.Min(run, piece.Count));
        Node node = matched == 3 ? new GivenNode(piece.Parts) : new CallNode(piece.Parts, piece.IsAtLineStart && piece.Count == 2);
        at += matched;
        var left = piece.Count - matched;
        if (left >= 2)
        {
            open.Push(new('{', left, piece.IsAtLineStart));
        }
        else
        {
            words.Append('{', left);
        }

        Add(node);
    }

    private static void Literal(Open piece, List<Node> into)
    {
        into.Add(new WordsNode(new string(piece.Sign, piece.Count)));
        for (var i = 0; i < piece.Parts.Count; i++)
        {
            if (i > 0)
            {
                into.Add(new WordsNode("|"));
            }

            var part = piece.Parts[i];
            for (var j = 0; j <= part.Nodes.Count; j++)
            {
                if (j == part.Sign)
                {
                    into.Add(new WordsNode("="));
                }

                if (j < part.Nodes.Count)
                {
                    into.Add(part.Nodes[j]);
                }
            }
        }
    }

    private void BeginHeading()
    {
        headingStart = at;
        Word(Run('='));
        Add(new SectionNode(0));
        headingNode = root.Count - 1;
    }

    private void EndHeading()
    {
        if (headingStart < 0)
        {
            return;
        }

        var line = text.AsSpan(headingStart, at - headingStart).TrimEnd(" \t\r");
        while (line.EndsWith("-->") && line.LastIndexOf("<!--") is >= 0 and var comment)
        {
            line = line[..comment].TrimEnd(" \t\r");
        }

        var opening = line.IndexOfAnyExcept('=');
        var level = opening < 0 ? (line.Length - 1) / 2 : Math.Min(opening, line.Length - 1 - line.LastIndexOfAnyExcept('='));
        if (level > 0 && open.Count == 0)
        {
            level = Math.Min(level, 6);
            headings.Add(new(headingStart, level, line[level..^level].Trim().ToString()));
            root[headingNode] = new SectionNode(headings.Count);
        }

        headingStart = -1;
    }

    private void Angle()
    {
        if (text.AsSpan(at).StartsWith("<!--"))
        {
            Comment();
            return;
        }

        var nameEnd = at + 1;
        var isEnd = nameEnd < text.Length && text[nameEnd] == '/';
        nameEnd += isEnd ? 1 : 0;
        var nameStart = nameEnd;
        while (nameEnd < text.Length && nameEnd - nameStart < 20 && char.IsAsciiLetter(text[nameEnd]))
        {
            nameEnd++;
        }

        var isName = nameEnd > nameStart && nameEnd < text.Length && (text[nameEnd] is '>' or '/' || char.IsWhiteSpace(text[nameEnd]));
        var name = isName ? text[nameStart..nameEnd].ToLowerInvariant() : "";
        if (name is "noinclude" or "includeonly" or "onlyinclude")
        {
            Inclusion(name, nameEnd, isEnd);
        }
        else if (isEnd || !Tags.Contains(name) || !TagOf(name, nameEnd))
        {
            Word(1);
        }
    }

    private void Comment()
    {
        if (at < commentsEnd)
        {
            at = CommentEnd(at);
            return;
        }

        var before = at;
        while (before > 0 && text[before - 1] is ' ' or '\t')
        {
            before--;
        }

        var end = CommentEnd(at);
        var after = SkipBlanks(end);
        while (text.AsSpan(after).StartsWith("<!--"))
        {
            end = CommentEnd(after);
            after = SkipBlanks(end);
        }

        commentsEnd = end;

        // A line with nothing but comments is no line.
        if (before > 0 && text[before - 1] == '\n' && after < text.Length && text[after] == '\n' && words.Length >= at - before)
        {
            words.Length -= at - before;
            at = after + 1;
        }
        else
        {
            at = CommentEnd(at);
        }
    }

    private int CommentEnd(int start) => text.IndexOf("-->", start + 4, StringComparison.Ordinal) is >= 0 and var end ? end + 3 : text.Length;

    private int SkipBlanks(int from)
    {
        while (from < text.Length && text[from] is ' ' or '\t')
        {
            from++;
        }

        return from;
    }

    /// <summary>Drops the tags that say what is taken in by others, and what is not meant for this reading.</summary>
    private void Inclusion(string name, int nameEnd, bool isEnd)
    {
        if (NextAngle(nameEnd) is not { } close)
        {
            Word(1);
            return;
        }

        var isDropped = !isEnd && text[close - 1] != '/' && name == (isIncluded ? "noinclude" : "includeonly");
        at =
            !isDropped ? close + 1
            : Closing(name, close + 1) is { } end ? text.IndexOf('>', end) + 1
            : text.Length;
    }

    private bool TagOf(string name, int nameEnd)
    {
        if (NextAngle(nameEnd) is not { } close)
        {
            return false;
        }

        if (text[close - 1] == '/')
        {
            Add(new TagNode(name, text[nameEnd..(close - 1)], Inner: null));
            at = close + 1;
            return true;
        }

        if (Closing(name, close + 1) is not { } end)
        {
            return false;
        }

        Add(new TagNode(name, text[nameEnd..close], text[(close + 1)..end]));
        at = text.IndexOf('>', end) + 1;
        return true;
    }

    private int? NextAngle(int from)
    {
        if (nextAngle < from)
        {
            nextAngle = text.IndexOf('>', from);
            nextAngle = nextAngle < 0 ? int.MaxValue : nextAngle;
        }

        return nextAngle == int.MaxValue ? null : nextAngle;
    }

    /// <summary>Where the next closing tag of this name begins. What was found is remembered, so that all searches together take one pass.</summary>
    private int? Closing(string name, int from)
    {
        if (!closings.TryGetValue(name, out var known) || known < from)
        {
            known = int.MaxValue;
            for (var i = text.IndexOf("</" + name, from, StringComparison.OrdinalIgnoreCase); i >= 0; )
            {
                var end = i + 2 + name.Length;
                while (end < text.Length && char.IsWhiteSpace(text[end]))
                {
                    end++;
                }

                if (end < text.Length && text[end] == '>')
                {
                    known = i;
                    break;
                }

                i = text.IndexOf("</" + name, end, StringComparison.OrdinalIgnoreCase);
            }

            closings[name] = known;
        }

        return known == int.MaxValue ? null : known;
    }

    /// <summary>Where parts are marked as the only ones to be taken in, those parts.</summary>
    private static string OnlyIncluded(string text)
    {
        const string Begin = "<onlyinclude>";
        const string End = "</onlyinclude>";
        var start = text.IndexOf(Begin, StringComparison.Ordinal);
        if (start < 0 || text.IndexOf(End, start, StringComparison.Ordinal) < 0)
        {
            return text;
        }

        var only = new StringBuilder();
        while (start >= 0)
        {
            start += Begin.Length;
            var end = text.IndexOf(End, start, StringComparison.Ordinal);
            only.Append(text, start, (end < 0 ? text.Length : end) - start);
            start = end < 0 ? -1 : text.IndexOf(Begin, end, StringComparison.Ordinal);
        }

        return only.ToString();
    }

    private sealed class Open(char sign, int count, bool isAtLineStart)
    {
        public char Sign => sign;

        public int Count => count;

        public bool IsAtLineStart => isAtLineStart;

        public List<Part> Parts { get; } = [new()];
    }
}
