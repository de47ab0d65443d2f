namespace Moot.Tests.Commons.Wikitext;

/// <summary>One case of the parser tests: its name, what is typed, how, and what is to come out.</summary>
internal sealed record WikitextCase(string Name, string Options, string Wikitext, string Html)
{
    /// <summary>The cases with expected HTML, and the pages that they suppose, from a file of parser tests (version 2).</summary>
    public static (List<WikitextCase> Cases, Dictionary<string, string> Pages) Read(IEnumerable<string> lines)
    {
        var (cases, pages) = (new List<WikitextCase>(), new Dictionary<string, string>());
        var parts = new Dictionary<string, List<string>>();
        var part = "";
        foreach (var line in lines)
        {
            if (!line.StartsWith("!!"))
            {
                if (parts.TryGetValue(part, out var into))
                {
                    into.Add(line);
                }

                continue;
            }

            part = line[2..].Trim().Split(' ')[0].ToLowerInvariant();
            if (part is "test" or "article")
            {
                parts.Clear();
            }

            string? Of(string name) => parts.TryGetValue(name, out var found) ? string.Join('\n', found) : null;
            if (part is "end" && (Of("html/php") ?? Of("html") ?? Of("html/*")) is { } html)
            {
                cases.Add(new(Of("test")!.Trim(), Of("options") ?? "", Of("wikitext") ?? "", html));
            }
            else if (part is "endarticle" && Of("article")?.Trim() is not "ko:")
            {
                var title = Of("article")!.Trim().Replace('_', ' ');
                var colon = title.IndexOf(':') + 1;
                pages[title[..colon] + char.ToUpperInvariant(title[colon]) + title[(colon + 1)..]] = Of("text") ?? "";
            }

            if (part.Length > 0 && part is not ("end" or "endarticle"))
            {
                parts.TryAdd(part, []);
            }
        }

        return (cases, pages);
    }

    /// <summary>The value of an option as <c>title=[[A page]]</c>; null where it is not set.</summary>
    public string? Option(string name)
    {
        var at = Options.IndexOf(name + "=");
        if (at < 0 || (at > 0 && char.IsLetter(Options[at - 1])))
        {
            return null;
        }

        var value = Options[(at + name.Length + 1)..];
        return value.StartsWith("[[") ? value[2..value.IndexOf("]]")] : value.Split(' ', '\n')[0].Trim('"');
    }

    public bool Has(string option) => Options.Split(' ', '\n').Contains(option);
}
