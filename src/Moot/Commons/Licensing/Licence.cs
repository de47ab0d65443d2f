namespace Moot.Commons.Licensing;

/// <summary>A licence that is known here: what people call it, and where its text is to be read.</summary>
/// <param name="Id">Its SPDX identifier.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Url">Where its text is.</param>
/// <param name="Form">How a text under it is to be attributed.</param>
public sealed record Licence(string Id, string Name, string Url, AttributionForm Form);

/// <summary>What a licence asks of whoever passes a text on.</summary>
public enum AttributionForm
{
    /// <summary>Nothing; naming the authors is good manners.</summary>
    Courtesy = 1,

    /// <summary>Title, author, source and licence, and what was changed.</summary>
    TitleAuthorSourceLicence,

    /// <summary>The notice of the GNU Free Documentation License, the network location and five principal authors.</summary>
    FreeDocumentation,

    /// <summary>The notice that contents come from a database.</summary>
    Database,

    /// <summary>The copyright notice and the licence's text.</summary>
    Notice,
}
