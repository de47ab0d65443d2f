namespace Moot.Host.Moving.Copies;

/// <summary>Limits of copies that others read.</summary>
internal static class CopyLimits
{
    /// <summary>Pages of an association that fits into one file.</summary>
    public const int OneFilePagesMax = 500;

    /// <summary>Bytes of that file, with its pictures.</summary>
    public const int OneFileBytesMax = 32 << 20;

    /// <summary>UTF-16 characters of a page that its copy can be searched for.</summary>
    public const int SearchedCharactersMax = 100_000;

    /// <summary>UTF-16 characters of a page's beginning that are shown where it is found.</summary>
    public const int BeginningCharacters = 160;

    /// <summary>UTF-16 characters of a word that is searched for.</summary>
    public const int WordCharactersMax = 40;

    /// <summary>Saved texts in the list of the newest and in the feed.</summary>
    public const int NewestMax = 100;
}
