namespace Moot.Architecture.Tests;

/// <summary>How capabilities may meet: ROOT.NAME and below is one capability; its class NAMECapability declares what it reads with Reads&lt;T&gt;().</summary>
/// <remarks>T is a type of the other capability; T, and what T shows of its own capability, is then published to the reader.</remarks>
internal sealed class Capabilities(Compiled assembly, string root)
{
    private const string Shell = "Ui";

    /// <summary>Pure functions without a state of their own: everybody may use them.</summary>
    private const string Library = "Counting";
    private readonly Dictionary<string, CompiledType> types = assembly
        .Types.Where(t => Of(t.Name, root) is not null)
        .ToDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>Types of another capability that are used without having been published to this one.</summary>
    public IEnumerable<string> Undeclared()
    {
        var published = Declared().ToLookup(d => d.By, d => d.Type, StringComparer.Ordinal);
        return from type in types.Values
            let mine = Of(type.Name, root)
            where mine != Shell && !Rules.IsShown(type)
            let allowed = published[mine].SelectMany(Published).ToHashSet(StringComparer.Ordinal)
            from use in type.Uses
            where types.ContainsKey(use) && Of(use, root) != mine && Of(use, root) is not (Shell or Library) && !allowed.Contains(use)
            select $"{type.Name} uses {use}, which {mine} does not declare to read";
    }

    /// <summary>Circles among declared reads, as A → B → A.</summary>
    public IEnumerable<string> Circles()
    {
        var reads = Declared()
            .Select(d => (d.By, To: Of(d.Type, root)!))
            .Where(d => d.By != d.To)
            .Distinct()
            .ToLookup(d => d.By, d => d.To, StringComparer.Ordinal);
        return reads.Select(r => r.Key).Order(StringComparer.Ordinal).SelectMany(start => Walk([start]));

        IEnumerable<string> Walk(string[] path) =>
            reads[path[^1]]
                .SelectMany(next =>
                    next == path[0] ? [string.Join(" → ", [.. path, next])]
                    : path.Contains(next, StringComparer.Ordinal) ? []
                    : Walk([.. path, next])
                );
    }

    private IEnumerable<(string By, string Type)> Declared() =>
        from type in types.Values
        where type.SimpleName.EndsWith("Capability", StringComparison.Ordinal)
        from call in type.GenericCalls
        where call.Method == "Reads"
        from read in call.Arguments
        where types.ContainsKey(read)
        select (Of(type.Name, root)!, read);

    private HashSet<string> Published(string type)
    {
        var found = new HashSet<string>([type], StringComparer.Ordinal);
        var waiting = new Queue<string>(found);
        while (waiting.TryDequeue(out var next))
        {
            foreach (var shown in types[next].Published.Select(t => t.Split('+')[0]))
            {
                if (Of(shown, root) == Of(type, root) && types.ContainsKey(shown) && found.Add(shown))
                {
                    waiting.Enqueue(shown);
                }
            }
        }

        return found;
    }

    private static string? Of(string type, string root) =>
        type.StartsWith(root + ".", StringComparison.Ordinal) && type[(root.Length + 1)..].Split('.') is [var name, _, ..] ? name : null;
}
