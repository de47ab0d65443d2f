namespace Moot.Commons.Wikitext;

/// <summary>A piece of wikitext before its templates are filled in.</summary>
internal abstract record Node;

/// <summary>Words as they were typed.</summary>
internal sealed record WordsNode(string Text) : Node;

/// <summary>The beginning of a section of the page itself.</summary>
internal sealed record SectionNode(int Number) : Node;

/// <summary>Between double braces: a template, a magic word or a parser function.</summary>
internal sealed record CallNode(List<Part> Parts, bool IsAtLineStart) : Node;

/// <summary>Between triple braces: what the template was given.</summary>
internal sealed record GivenNode(List<Part> Parts) : Node;

/// <summary>A tag whose content is not wikitext, or is read by itself.</summary>
/// <param name="Name">In small letters.</param>
/// <param name="Attributes">As they were typed.</param>
/// <param name="Inner">Between the tags; null where it closes itself.</param>
internal sealed record TagNode(string Name, string Attributes, string? Inner) : Node;

/// <summary>What stands between two bars.</summary>
internal sealed class Part
{
    public List<Node> Nodes { get; } = [];

    /// <summary>Where the first = stands: the node behind it, which begins with what follows the sign; -1 where there is none.</summary>
    public int Sign { get; set; } = -1;

    public bool HasName => Sign >= 0;

    public IEnumerable<Node> Name => Nodes.Take(Sign);

    public IEnumerable<Node> Value => HasName ? Nodes.Skip(Sign) : Nodes;
}
