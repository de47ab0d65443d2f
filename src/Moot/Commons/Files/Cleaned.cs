namespace Moot.Commons.Files;

/// <summary>A file as it may be kept: read through from front to back, without what a camera or a program wrote about it, and without anything behind its end.</summary>
/// <param name="Type">What it really is.</param>
/// <param name="Bytes">The bytes to keep.</param>
/// <param name="Width">Pixels; 0 where it is no picture.</param>
/// <param name="Height">Pixels; 0 where it is no picture.</param>
public sealed record Cleaned(FileType Type, ReadOnlyMemory<byte> Bytes, int Width = 0, int Height = 0)
{
    /// <summary>True if a browser shows it as a picture.</summary>
    public static bool IsPicture(FileType type) => type is FileType.Png or FileType.Jpeg or FileType.Gif or FileType.Webp;

    /// <summary>The type that it is served as; fixed here, never taken from who sent it.</summary>
    public static string MediaType(FileType type) =>
        type switch
        {
            FileType.Png => "image/png",
            FileType.Jpeg => "image/jpeg",
            FileType.Gif => "image/gif",
            FileType.Webp => "image/webp",
            FileType.Pdf => "application/pdf",
            FileType.Ogg => "audio/ogg",
            FileType.Text => "text/plain; charset=utf-8",
            _ => "application/octet-stream",
        };

    /// <summary>Endings of names, the usual one first.</summary>
    public static IReadOnlyList<string> Endings(FileType type) =>
        type switch
        {
            FileType.Png => [".png", ".apng"],
            FileType.Jpeg => [".jpg", ".jpeg"],
            FileType.Gif => [".gif"],
            FileType.Webp => [".webp"],
            FileType.Pdf => [".pdf"],
            FileType.Ogg => [".ogg", ".oga", ".opus"],
            _ => [".txt", ".md", ".csv"],
        };

    /// <summary>True if a picture of this size can be shown without harm.</summary>
    public static bool IsShowable(long width, long height) =>
        width is >= 1 and <= FileLimits.SidePixelsMax && height is >= 1 and <= FileLimits.SidePixelsMax && width * height <= FileLimits.PixelsMax;
}
