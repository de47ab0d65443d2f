using System.Collections.Immutable;

namespace Moot.Commons.Wikitext;

/// <summary>What wikitext can say and Markdown here cannot, so that it does not come along as it was.</summary>
public enum Lost
{
    /// <summary>A template or function: kept as it was typed, between marks of code.</summary>
    Template = 1,

    /// <summary>A tag for the look: left out, its words stay.</summary>
    Tag,

    /// <summary>Colours, widths or joined cells of a table.</summary>
    Style,

    /// <summary>A table within a table: kept as it was typed.</summary>
    Nested,

    /// <summary>A comment that readers do not see.</summary>
    Comment,

    /// <summary>Size or place of a picture.</summary>
    Option,

    /// <summary>The sort key of a category.</summary>
    Sort,

    /// <summary>A word between double underscores.</summary>
    Switch,

    /// <summary>The group of a footnote.</summary>
    Group,

    /// <summary>That a page leads on to another one.</summary>
    Redirect,

    /// <summary>The place on a page to which a link leads.</summary>
    Place,
}

/// <summary>Wikitext as Markdown.</summary>
/// <param name="Markdown">The text.</param>
/// <param name="Losses">What did not come along, and how often.</param>
public sealed record Converted(string Markdown, ImmutableSortedDictionary<Lost, int> Losses);
