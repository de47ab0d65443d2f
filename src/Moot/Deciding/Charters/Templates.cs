using System.Collections.Immutable;
using System.Text;

namespace Moot.Deciding.Charters;

/// <summary>Charters to begin with, each as it is used elsewhere. They travel inside the program; the files lie in <c>charters/</c>.</summary>
public static class Templates
{
    private const string Prefix = "charters/";

    /// <summary>Their names, in order.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        .. typeof(Templates)
            .Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The one that every association has until it chooses another.</summary>
    public static Charter Default { get; } =
        CharterText.TryRead(Read("small-group"), out var charter, out var error) ? charter : throw new InvalidOperationException(error);

    /// <summary>The text of a template, remarks included.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static string Read(string name)
    {
        using var stream = typeof(Templates).Assembly.GetManifestResourceStream(Prefix + name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
