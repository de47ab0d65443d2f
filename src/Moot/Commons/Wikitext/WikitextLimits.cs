namespace Moot.Commons.Wikitext;

/// <summary>Limits of a wikitext page, so that showing it takes time in proportion to its length whatever is in it.</summary>
public static class WikitextLimits
{
    /// <summary>UTF-16 characters of a text.</summary>
    public const int CharactersMax = 2 << 20;

    /// <summary>UTF-16 characters of a text after its templates were filled in.</summary>
    public const int ExpandedCharactersMax = 4 << 20;

    /// <summary>UTF-16 characters of the HTML of a page.</summary>
    public const int RestoredCharactersMax = 16 << 20;

    /// <summary>Pieces of templates (words, calls, parameters) that are worked through for one page.</summary>
    public const int StepsMax = 500_000;

    /// <summary>Templates within each other.</summary>
    public const int TemplateDepthMax = 40;

    /// <summary>Calls, parameters and links that stand open within each other in one text.</summary>
    public const int BracesDepthMax = 60;

    /// <summary>All the levels at which one page may be worked through: templates, and what they were given.</summary>
    public const int FrameDepthMax = 100;

    /// <summary>Parts that one call has between its bars.</summary>
    public const int PartsMax = 2_000;

    /// <summary>Tags that stand open within each other.</summary>
    public const int TagDepthMax = 40;

    /// <summary>Tags of words (bold, small, fonts) that stand open within each other.</summary>
    public const int WordTagDepthMax = 12;

    /// <summary>Attributes of one tag.</summary>
    public const int AttributesMax = 40;

    /// <summary>Lists within each other.</summary>
    public const int ListDepthMax = 20;

    /// <summary>Tables within each other.</summary>
    public const int TableDepthMax = 8;

    /// <summary>Pictures in the words under pictures.</summary>
    public const int FileDepthMax = 4;

    /// <summary>References, galleries and poems within each other.</summary>
    public const int InnerDepthMax = 6;

    /// <summary>References of one page.</summary>
    public const int ReferencesMax = 5_000;

    /// <summary>Groups of references that are not listed yet.</summary>
    public const int ReferenceGroupsMax = 50;

    /// <summary>UTF-16 characters of a title between brackets.</summary>
    public const int TargetCharactersMax = 2_048;

    /// <summary>UTF-16 characters of a sum.</summary>
    public const int SumCharactersMax = 2_000;

    /// <summary>Brackets and signs within each other in a sum.</summary>
    public const int SumDepthMax = 40;

    /// <summary>Digits of a number in a sum.</summary>
    public const int SumDigitsMax = 200;

    /// <summary>Characters that padleft and padright fill up to.</summary>
    public const int PadMax = 500;

    /// <summary>Pages that may be asked for to know whether they exist.</summary>
    public const int ExistQuestionsMax = 500;
}
