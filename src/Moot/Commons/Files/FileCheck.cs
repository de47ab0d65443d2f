using System.Text;
using Moot.Kernel.Acts;

namespace Moot.Commons.Files;

/// <summary>Tells by its bytes what a file is, and whether it may be kept. Neither its name nor what a browser says of it counts.</summary>
public static class FileCheck
{
    /// <summary>Bytes at the beginning in which nothing may look like a web page: what browsers ever looked at to guess a type.</summary>
    private const int GuessedBytes = 2_048;

    /// <summary>Bytes at the end of a PDF in which its mark must stand.</summary>
    private const int PdfEndBytes = 1_024;

    private static readonly string[] WebMarks =
    [
        "<!doctype",
        "<html",
        "<head",
        "<body",
        "<script",
        "<svg",
        "<iframe",
        "<img",
        "<style",
        "<title",
        "<meta",
        "<table",
        "<a href",
        "<?xml",
        "<?php",
        "<object",
        "<embed",
    ];

    private static readonly string[] Sounds = ["\u0001vorbis", "OpusHead", "\u007fFLAC", "Speex   "];

    /// <summary>The file as it may be kept; or why it may not.</summary>
    public static Cleaned? Read(ReadOnlyMemory<byte> bytes, out Verdict why)
    {
        if (bytes.IsEmpty || bytes.Length > FileLimits.BytesMax)
        {
            why = bytes.IsEmpty
                ? Verdict.Refused("file-missing", "Choose a file that has something in it.")
                : Verdict.Refused("file-too-large", $"A file has at most {FileLimits.BytesMax} bytes.");
            return null;
        }

        var isTooLarge = false;
        var span = bytes.Span;
        var (isKnown, read) =
            span.StartsWith(PngFile.Magic) ? (true, PngFile.Read(span, out isTooLarge))
            : span.StartsWith(JpegFile.Magic) ? (true, JpegFile.Read(span, out isTooLarge))
            : span.StartsWith("GIF87a"u8) || span.StartsWith("GIF89a"u8) ? (true, GifFile.Read(span, out isTooLarge))
            : WebpFile.Begins(span) ? (true, WebpFile.Read(span, out isTooLarge))
            : span.StartsWith("%PDF-"u8) ? (true, Pdf(bytes))
            : span.StartsWith("OggS"u8) ? (true, Ogg(bytes))
            : (false, Text(bytes));
        why =
            isTooLarge
                ? Verdict.Refused(
                    "picture-too-large",
                    $"A picture has at most {FileLimits.SidePixelsMax} pixels on a side and {FileLimits.PixelsMax / 1_000_000} million in all."
                )
            : read is not null && LooksLikeAWebPage(read.Bytes.Span)
                ? Verdict.Refused("file-active", "The file has pieces of a web page in it. Save it anew as a plain picture.")
            : read is null && isKnown ? Verdict.Refused("file-broken", "The file is broken or not whole. Open it, save it anew, and try again.")
            : read is null ? Verdict.Refused("file-type", "Only pictures (PNG, JPEG, GIF, WebP), PDF, Ogg sound and plain text are taken.")
            : Verdict.Lawful;
        return why.IsLawful ? read : null;
    }

    /// <summary>What a stored file may be served as: what it was added as if its bytes are that; null where they are not.</summary>
    public static FileType? Served(FileType claimed, ReadOnlyMemory<byte> bytes) => Read(bytes, out _) is { } read && read.Type == claimed ? claimed : null;

    private static Cleaned? Pdf(ReadOnlyMemory<byte> bytes) =>
        bytes.Span[Math.Max(0, bytes.Length - PdfEndBytes)..].IndexOf("%%EOF"u8) >= 0 ? new(FileType.Pdf, bytes) : null;

    /// <summary>Ogg pages without gaps up to the end (RFC 3533), of a kind that is sound.</summary>
    private static Cleaned? Ogg(ReadOnlyMemory<byte> bytes)
    {
        var reader = new ByteReader(bytes.Span);
        for (var pages = 0; reader.Left > 0; pages++)
        {
            if (pages == FileLimits.PartsMax || !reader.Take(5).SequenceEqual("OggS\0"u8))
            {
                return null;
            }

            reader.Take(21);
            var sizes = reader.Take(reader.Byte());
            var length = 0;
            foreach (var size in sizes)
            {
                length += size;
            }

            var data = reader.Take(length);
            if (reader.HasFailed || (pages == 0 && !IsSound(data)))
            {
                return null;
            }
        }

        return new(FileType.Ogg, bytes);
    }

    private static bool IsSound(ReadOnlySpan<byte> data)
    {
        var first = Encoding.Latin1.GetString(data[..Math.Min(8, data.Length)]);
        return Sounds.Any(s => first.StartsWith(s, StringComparison.Ordinal));
    }

    /// <summary>UTF-8 without controls other than tabs and line ends, and without what a shell or browser would run.</summary>
    private static Cleaned? Text(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span.StartsWith("#!"u8) || !System.Text.Unicode.Utf8.IsValid(span) || span.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'<', ..])
        {
            return null;
        }

        foreach (var b in span)
        {
            if (b is 0x7F or < 0x20 and not (0x09 or 0x0A or 0x0D))
            {
                return null;
            }
        }

        return new(FileType.Text, bytes);
    }

    private static bool LooksLikeAWebPage(ReadOnlySpan<byte> bytes)
    {
        var begin = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, GuessedBytes)]);
        return WebMarks.Any(m => begin.Contains(m, StringComparison.OrdinalIgnoreCase));
    }
}
