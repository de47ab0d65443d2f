using System.IO.Compression;
using Moot.Kernel.Storage;
using SharpCompress.Archives.SevenZip;
using SharpCompress.Compressors.BZip2;
using ZstdSharp;

namespace Moot.Host.Moving;

/// <summary>A wiki's file as it is read: unpacked, whatever it was packed with.</summary>
internal sealed class Unpacked : IDisposable
{
    private readonly Stream file;
    private readonly IDisposable? archive;

    private Unpacked(Stream file, Stream plain, IDisposable? archive, long? length) =>
        (this.file, Plain, this.archive, Length) = (file, plain, archive, length);

    /// <summary>The bytes of the unpacked file.</summary>
    public Stream Plain { get; }

    /// <summary>Bytes of the packed file; null where they are not known.</summary>
    public long? Length { get; }

    /// <summary>Bytes of the packed file that were read.</summary>
    public long Read => file.CanSeek ? file.Position : 0;

    /// <summary>Opens a file; <c>-</c> is standard input. What it is packed with is told by its first bytes.</summary>
    /// <exception cref="LogException">It cannot be opened.</exception>
    public static Unpacked Open(string path)
    {
        try
        {
            return string.Equals(path, "-", StringComparison.Ordinal) ? Of(Console.OpenStandardInput()) : Of(File.OpenRead(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogException("no-file", $"The file cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Unpacks what a stream holds.</summary>
    public static Unpacked Of(Stream file)
    {
        var length = file.CanSeek ? file.Length : (long?)null;
        var magic = new byte[MovingLimits.MagicBytes];
        var read = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        Stream whole;
        if (file.CanSeek)
        {
            file.Position = 0;
            whole = file;
        }
        else
        {
            whole = new PushedBack(magic.AsMemory(0, read), file);
        }

        return magic switch
        {
            [0x1F, 0x8B, ..] => new(file, new GZipStream(whole, CompressionMode.Decompress), null, length),
            [(byte)'B', (byte)'Z', (byte)'h', ..] => new(
                file,
                BZip2Stream.Create(whole, SharpCompress.Compressors.CompressionMode.Decompress, decompressConcatenated: true),
                null,
                length
            ),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => new(file, new DecompressionStream(whole), null, length),
            [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C] => SevenZip(file, length),
            _ => new(file, whole, null, length),
        };
    }

    public void Dispose()
    {
        Plain.Dispose();
        archive?.Dispose();
        file.Dispose();
    }

    private static Unpacked SevenZip(Stream file, long? length)
    {
        if (!file.CanSeek)
        {
            throw new LogException("not-seekable", "A 7z file has its contents at its end: give it as a file, not on standard input.");
        }

        var archive = SevenZipArchive.OpenArchive(file);
        var entry = archive.Entries.FirstOrDefault(e => !e.IsDirectory) ?? throw new LogException("empty-file", "The 7z file holds nothing.");
        return new(file, entry.OpenEntryStream(), archive, length);
    }
}
