using System.Globalization;

namespace Moot.Commons.Wikitext;

/// <summary>One text that is being filled in, and what it was given.</summary>
/// <param name="path">Titles of the texts around it, itself last.</param>
/// <param name="given">By name; null for a page itself, which was given nothing.</param>
internal sealed class Frame(List<string> path, Dictionary<string, Given>? given)
{
    public List<string> Path => path;

    public bool IsPage => given is null;

    public Given? Find(string name) => given?.GetValueOrDefault(name);

    /// <summary>What stands behind the first bar, by name or by place.</summary>
    public static Dictionary<string, Given> Read(List<Part> parts, int from, Func<IEnumerable<Node>, string> words, Frame frame)
    {
        var given = new Dictionary<string, Given>(StringComparer.Ordinal);
        var place = 0;
        foreach (var part in parts.Skip(from))
        {
            var name = part.HasName ? words(part.Name).Trim() : (++place).ToString(CultureInfo.InvariantCulture);
            given[name] = new(part, frame);
        }

        return given;
    }
}

/// <summary>One thing that a template was given; it is filled in when it is first asked for.</summary>
internal sealed class Given(Part part, Frame frame)
{
    private string? text;

    public string Text(WikitextExpansion expansion)
    {
        if (text is null)
        {
            text = "";
            var words = expansion.Words(part.Value, frame);
            text = part.HasName ? words.Trim() : words;
        }

        return text;
    }
}
