namespace Moot.Commons.Files;

/// <summary>Limits of files that are added through a form.</summary>
public static class FileLimits
{
    /// <summary>Bytes of a member's file: what one act can bring.</summary>
    public const int BytesMax = Kernel.Limits.BlobBytesMax;

    /// <summary>Bytes of a guest's file.</summary>
    public const int GuestBytesMax = 4 << 20;

    /// <summary>Pixels of a picture's longer side.</summary>
    public const int SidePixelsMax = 16_384;

    /// <summary>Pixels of a picture, or of one of its frames: 200 MB once a browser has unpacked it.</summary>
    public const long PixelsMax = 50_000_000;

    /// <summary>Pictures in one moving picture.</summary>
    public const int FramesMax = 1_000;

    /// <summary>Chunks, segments or blocks of one file.</summary>
    public const int PartsMax = 200_000;

    /// <summary>Bytes of a colour profile that is kept.</summary>
    public const int ProfileBytesMax = 2 << 20;

    /// <summary>UTF-16 characters of an author's name.</summary>
    public const int AuthorCharactersMax = 400;

    /// <summary>UTF-16 characters of a licence.</summary>
    public const int LicenceCharactersMax = 200;
}
