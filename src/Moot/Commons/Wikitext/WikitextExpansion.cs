using System.Net;
using System.Text;
using Moot.Commons.Texts;

namespace Moot.Commons.Wikitext;

/// <summary>Fills in templates, magic words and parser functions.</summary>
/// <remarks>It takes a bounded number of steps and writes a bounded number of characters, however templates call each other.</remarks>
internal sealed class WikitextExpansion
{
    private readonly WikitextRun run;
    private readonly ParserFunctions functions;
    private readonly Dictionary<string, List<Node>?> templates = new(StringComparer.Ordinal);
    private int steps;
    private int characters;
    private int depth;
    private int inner;

    public WikitextExpansion(WikitextRun run)
    {
        this.run = run;
        functions = new(run, this);
    }

    /// <summary>True if nothing more is filled in.</summary>
    public bool IsSpent => steps > WikitextLimits.StepsMax || characters > WikitextLimits.ExpandedCharactersMax;

    /// <summary>The wikitext that these pieces become.</summary>
    public string Words(IEnumerable<Node> nodes, Frame frame)
    {
        var into = new StringBuilder();
        if (++depth <= WikitextLimits.FrameDepthMax)
        {
            foreach (var node in nodes)
            {
                Expand(node, frame, into);
            }
        }
        else
        {
            Spent();
        }

        depth--;
        characters += into.Length;
        return into.ToString();
    }

    /// <summary>The wikitext that a text becomes which stands within another one: between tags, or given by a function.</summary>
    public string Inner(string wikitext, Frame frame)
    {
        if (++inner > WikitextLimits.InnerDepthMax)
        {
            inner--;
            return run.Strips.KeepWords(WebUtility.HtmlEncode(wikitext));
        }

        var words = Words(WikitextReader.Included(wikitext), frame);
        inner--;
        return words;
    }

    private void Expand(Node node, Frame frame, StringBuilder into)
    {
        steps++;
        switch (node)
        {
            case WordsNode words:
                into.Append(words.Text);
                break;
            case SectionNode section:
                into.Append(frame.IsPage && section.Number > 0 ? Strips.Section(section.Number) : "");
                break;
            case TagNode tag:
                into.Append(Tag(tag, frame));
                break;
            case GivenNode given:
                into.Append(Given(given, frame));
                break;
            case CallNode call:
                Call(call, frame, into);
                break;
        }
    }

    private string Given(GivenNode node, Frame frame)
    {
        var name = Words(node.Parts[0].Nodes, frame);
        if (IsSpent)
        {
            Spent();
            return "";
        }

        if (frame.Find(name.Trim()) is { } given)
        {
            var text = given.Text(this);
            characters += text.Length;
            return text;
        }

        return node.Parts.Count > 1 ? Words(Whole(node.Parts[1]), frame) : "{{{" + name + "}}}";
    }

    /// <summary>A part with its = as it was typed.</summary>
    public static IEnumerable<Node> Whole(Part part) => part.HasName ? part.Name.Append(new WordsNode("=")).Concat(part.Value) : part.Nodes;

    private void Call(CallNode call, Frame frame, StringBuilder into)
    {
        if (IsSpent)
        {
            Spent();
            return;
        }

        var head = Words(call.Parts[0].Nodes, frame);
        var result = Answer(head, call, frame);
        characters += result.Length;

        // What begins with a sign of lists or tables begins a line.
        var isBlock = result.StartsWith("{|", StringComparison.Ordinal) || result is [':' or ';' or '#' or '*', ..];
        into.Append(isBlock && !call.IsAtLineStart ? "\n" : "").Append(result);
    }

    private string Answer(string head, CallNode call, Frame frame)
    {
        var name = head.Trim();
        if (Behind(name, "safesubst:") is { } safe)
        {
            name = safe;
        }
        else if (Behind(name, "subst:") is not null)
        {
            return AsTyped(head, call, frame);
        }

        if (call.Parts.Count == 1 && functions.Word(name) is { } word)
        {
            return word;
        }

        if (functions.Answer(name, call, frame) is { } answer)
        {
            return answer;
        }

        if (Behind(name, "msgnw:") is { } plain)
        {
            return Title(plain) is { } shown && Source(shown) is { } source ? run.Strips.KeepWords(WebUtility.HtmlEncode(source)) : AsTyped(head, call, frame);
        }

        name = Behind(name, "msg:") ?? Behind(name, "raw:") ?? name;
        return Title(name) is { } title ? Template(title, call, frame) : AsTyped(head, call, frame);
    }

    private static string? Behind(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? name[prefix.Length..].Trim() : null;

    private WikitextTitle? Title(string name)
    {
        var target = name.Contains('\n', StringComparison.Ordinal) ? "" : WikitextTitle.Below(name, run.Own, run.Facts, out _);
        return target.Contains(Strips.Mark, StringComparison.Ordinal) ? null
            : WikitextTitle.Of(target, run.Facts, "Template") is { Elsewhere: null, Name.Length: > 0 } title ? title
            : null;
    }

    private string Template(WikitextTitle title, CallNode call, Frame frame)
    {
        var full = title.Full;
        if (title.Room is "Special" or "Media" || frame.Path.Count > WikitextLimits.TemplateDepthMax)
        {
            return title.Room is "Special" ? $"[[:{full}]]" : run.Strips.Keep(WikitextRun.Error($"{run.Context.Words.TooDeep}: {full}"));
        }

        if (frame.Path.Contains(full, StringComparer.Ordinal))
        {
            return run.Strips.Keep($"<span class=\"error\">{WebUtility.HtmlEncode(run.Context.Words.Circle)}: </span>") + $"[[:{full}]]";
        }

        if (!templates.TryGetValue(full, out var nodes))
        {
            if (templates.Count >= MarkdownLimits.InclusionsMax * 10)
            {
                return run.Strips.Keep(WikitextRun.Error($"{run.Context.Words.TooMany}: {full}"));
            }

            nodes = templates[full] = Source(title) is { } source ? WikitextReader.Included(source) : null;
        }

        run.Included.Add(full);
        return nodes is null ? $"[[:{full}]]" : Words(nodes, new([.. frame.Path, full], Frame.Read(call.Parts, 1, n => Words(n, frame), frame)));
    }

    /// <summary>The wikitext of a page, or of the page that it leads on to.</summary>
    private string? Source(WikitextTitle title)
    {
        var source = Clean(run.Context.Wikitext(title.Full));
        return source is not null && Redirect.Of(source, run.Facts) is { } onward ? Clean(run.Context.Wikitext(onward.Full)) ?? source : source;
    }

    private static string? Clean(string? source) =>
        source?.Length > WikitextLimits.CharactersMax
            ? null
            : source?.Replace(Strips.Mark.ToString(), "", StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd();

    private string AsTyped(string head, CallNode call, Frame frame) =>
        "{{" + string.Join('|', call.Parts.Skip(1).Select(p => Words(Whole(p), frame)).Prepend(head)) + "}}";

    /// <summary>What a tag becomes whose content is read by itself.</summary>
    public string Tag(TagNode tag, Frame frame)
    {
        var attributes = Attributes.Read(tag.Attributes);
        switch (tag.Name)
        {
            case "nowiki":
                return run.Strips.KeepWords(WikitextTags.Encode(tag.Inner ?? ""));
            case "pre":
                var inner = WithoutNowiki(tag.Inner ?? "");
                return run.Strips.KeepBlock($"<pre{Attributes.Write(attributes, "pre", run)}>{run.Strips.KeepWords(WikitextTags.Encode(inner))}</pre>");
            case "syntaxhighlight" or "source":
                var code = run.Strips.KeepWords(WikitextTags.Encode((tag.Inner ?? "").Trim('\n')));
                return attributes.Any(a => a.Name is "inline") ? run.Strips.Keep($"<code>{code}</code>") : run.Strips.KeepBlock($"<pre>{code}</pre>");
            case "math":
                return run.Strips.Keep($"<code>{run.Strips.KeepWords(WikitextTags.Encode(tag.Inner ?? ""))}</code>");
            case "ref":
                return run.References.Call(attributes, tag.Inner is null ? null : Inner(tag.Inner, frame));
            case "references":
                if (tag.Inner is { } listed)
                {
                    run.References.BeginList();
                    Inner(listed, frame);
                    run.References.EndList();
                }

                return run.References.Place(Attributes.Value(attributes, "group") ?? "");
            case "poem":
                return Poem(Inner((tag.Inner ?? "").Trim('\n'), frame));
            case "gallery":
                return Galleries.Show(run, Inner(tag.Inner ?? "", frame), Attributes.Value(attributes, "caption"));
            default:
                return "";
        }
    }

    /// <summary>Tags that only say that their content is no wikitext are no words of it.</summary>
    private static string WithoutNowiki(string text)
    {
        const string Begin = "<nowiki>";
        const string End = "</nowiki>";
        var result = new StringBuilder(text.Length);
        var at = 0;
        while (
            text.IndexOf(Begin, at, StringComparison.OrdinalIgnoreCase) is >= 0 and var begin
            && text.IndexOf(End, begin, StringComparison.OrdinalIgnoreCase) is >= 0 and var end
        )
        {
            result.Append(text, at, begin - at).Append(text, begin + Begin.Length, end - begin - Begin.Length);
            at = end + End.Length;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>Lines stay lines, and spaces before them stay.</summary>
    private static string Poem(string text)
    {
        var lines = text.Split('\n');
        var result = new StringBuilder("<div>\n");
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimStart(' ');
            result.Insert(result.Length, "&nbsp;", lines[i].Length - line.Length).Append(line);
            var isStanza = line.Length == 0 || i + 1 == lines.Length || lines[i + 1].Length == 0 || line[0] is ':' or '*' or '#';
            result.Append(isStanza ? "\n" : "<br />\n");
        }

        return result.Append("</div>").ToString();
    }

    private void Spent()
    {
        run.Note = run.Note == RenderNote.None ? RenderNote.PartlyPlain : run.Note;
    }
}
