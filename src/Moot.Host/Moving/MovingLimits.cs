namespace Moot.Host.Moving;

/// <summary>Limits of the files of other wikis that are read here.</summary>
internal static class MovingLimits
{
    /// <summary>UTF-16 characters of one revision's text: far more than any wiki takes, so that a hostile file cannot fill the memory.</summary>
    public const int TextCharactersMax = 16 << 20;

    /// <summary>UTF-16 characters of a title, name, comment or another short value.</summary>
    public const int ValueCharactersMax = 65_536;

    /// <summary>Bytes of the text of a page here; what is longer is told and not sent.</summary>
    public const int PageTextBytesMax = 4 << 20;

    /// <summary>Bytes of a file that is sent by the browser: what a form may carry.</summary>
    public const int BroughtFileBytesMax = Kernel.Limits.BlobBytesMax;

    /// <summary>Bytes of such a file when it is unpacked.</summary>
    public const long BroughtUnpackedBytesMax = 512L << 20;

    /// <summary>Such files of one association that are kept at a time.</summary>
    public const int BroughtFilesMax = 4;

    /// <summary>How long such a file is kept.</summary>
    public static readonly TimeSpan BroughtFileKept = TimeSpan.FromDays(1);

    /// <summary>Levels of elements; MediaWiki's own files have five.</summary>
    public const int DepthMax = 32;

    /// <summary>Namespaces of one wiki.</summary>
    public const int NamespacesMax = 1024;

    /// <summary>Starts of lines that are remembered, to tell at which byte a broken line begins.</summary>
    public const int LineStartsMax = 1 << 17;

    /// <summary>Bytes by which the kind of a packed file is told.</summary>
    public const int MagicBytes = 6;
}
