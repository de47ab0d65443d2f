using System.Globalization;
using System.Net;
using System.Text;
using Moot.Commons.Texts;

namespace Moot.Commons.Wikitext;

/// <summary>References of a page: numbered where they are called, listed where the page says, or at its end.</summary>
internal sealed class References(WikitextRun run)
{
    private readonly List<Group> groups = [];
    private int count;
    private int made;
    private bool isInList;

    /// <summary>From here on references are named for the list and not called.</summary>
    public void BeginList() => isInList = true;

    public void EndList() => isInList = false;

    /// <summary>A call of a reference; its words may stand at another call of the same name.</summary>
    public string Call(List<(string Name, string Value)> attributes, string? words)
    {
        var group = Of(Attributes.Value(attributes, "group") ?? "");
        var name = Attributes.Value(attributes, "name");
        if (!group.Named.TryGetValue(name ?? "", out var reference) || string.IsNullOrEmpty(name))
        {
            if (isInList || ++count > WikitextLimits.ReferencesMax)
            {
                return "";
            }

            reference = new(group.All.Count + 1);
            group.All.Add(reference);
            if (!string.IsNullOrEmpty(name))
            {
                group.Named[name] = reference;
            }
        }

        reference.Words ??= string.IsNullOrWhiteSpace(words) ? null : words.Trim();
        if (isInList)
        {
            return "";
        }

        var label = group.Name.Length == 0 ? Digits(reference.Number) : $"{group.Name} {Digits(reference.Number)}";
        var id = Id(group, reference);
        var call = $"{id}-r{Digits(++reference.Calls)}";
        return run.Strips.Keep($"<sup id=\"{call}\"><a href=\"#{id}\">[{WebUtility.HtmlEncode(label)}]</a></sup>");
    }

    /// <summary>The list of the references of a group that were called so far.</summary>
    public string Place(string name)
    {
        var group = groups.Find(g => g.Name == name);
        if (group is null || group.All.Count == 0)
        {
            return "";
        }

        groups.Remove(group);
        return run.Strips.KeepBlock(List(group));
    }

    /// <summary>The lists that the page has no place for.</summary>
    public string Rest()
    {
        var rest = new StringBuilder();
        while (groups.Count > 0)
        {
            rest.Append('\n').Append(Place(groups[0].Name));
            groups.RemoveAll(g => g.All.Count == 0);
        }

        return rest.ToString();
    }

    private string List(Group group)
    {
        var list = new StringBuilder("<section class=\"footnotes\"><ol>");
        foreach (var reference in group.All)
        {
            var id = Id(group, reference);
            list.Append("<li id=\"").Append(id).Append("\">").Append(WikitextText.Inline(reference.Words ?? "", run));
            list.Append(" <a href=\"#").Append(id).Append("-r1\" aria-label=\"").Append(WebUtility.HtmlEncode(run.Context.Words.Back)).Append("\">↩</a></li>");
        }

        return list.Append("</ol></section>").ToString().ReplaceLineEndings(" ");
    }

    private Group Of(string name)
    {
        var group = groups.Find(g => g.Name == name);
        if (group is null)
        {
            if (groups.Count >= WikitextLimits.ReferenceGroupsMax)
            {
                return groups[0];
            }

            group = new(name, ++made);
            groups.Add(group);
        }

        return group;
    }

    private string Id(Group group, Reference reference) => $"{HtmlWall.FootnotePrefix}{run.Context.IdPrefix}{Digits(group.Number)}-{Digits(reference.Number)}";

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Group(string Name, int Number)
    {
        public List<Reference> All { get; } = [];

        public Dictionary<string, Reference> Named { get; } = new(StringComparer.Ordinal);
    }

    private sealed class Reference(int number)
    {
        public int Number => number;

        public int Calls { get; set; }

        public string? Words { get; set; }
    }
}
