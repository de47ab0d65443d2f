using System.Text;
using Moot.Host.Storage;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;

namespace Moot.Host.Folders;

/// <summary>A secret key in a file that only its owner can read.</summary>
/// <remarks>Three lines: <c>moot/key/v1</c>, <c>public HEX</c>, <c>seed HEX</c>. Whoever has the file can sign as its owner.</remarks>
internal static class KeyFile
{
    private const string Magic = "moot/key/v1";

    /// <summary>Makes a new key and writes it; an existing file is never overwritten.</summary>
    public static SigningKey Create(string path)
    {
        var key = SigningKey.Create();
        try
        {
            Write(path, key);
        }
        catch
        {
            key.Dispose();
            throw;
        }

        return key;
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="LogException">The file is not there or not a key.</exception>
    public static SigningKey Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllText(path).Split('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogException("no-key", $"The key file {path} cannot be read: {e.Message}", e);
        }

        if (
            lines.Length < 3
            || !string.Equals(lines[0], Magic, StringComparison.Ordinal)
            || !lines[1].StartsWith("public ", StringComparison.Ordinal)
            || !lines[2].StartsWith("seed ", StringComparison.Ordinal)
            || !PublicKey.TryParse(lines[1]["public ".Length..], out var named)
            || !PublicKey.TryParse(lines[2]["seed ".Length..], out var seed)
        )
        {
            throw new LogException("no-key", $"{path} is not a key file of Moot (moot keys new makes one).");
        }

        var key = SigningKey.FromSeed(seed.Bytes.ToBytes());
        if (PublicKey.FromBytes(key.PublicKey) != named)
        {
            key.Dispose();
            throw new LogException("no-key", $"The key file {path} is damaged: its two halves do not belong together.");
        }

        return key;
    }

    /// <summary>Reads a key, making it first where there is none.</summary>
    public static SigningKey ReadOrCreate(string path, out bool created)
    {
        created = !File.Exists(path);
        return created ? Create(path) : Read(path);
    }

    /// <summary>Writes a key; an existing file is never overwritten.</summary>
    public static void Write(string path, SigningKey key)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            using var file = Disk.OpenOwn(path, FileMode.CreateNew);
            file.Write(
                Encoding.ASCII.GetBytes($"{Magic}\npublic {Convert.ToHexStringLower(key.PublicKey)}\nseed {Convert.ToHexStringLower(key.ExportSeed())}\n")
            );
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogException("no-key", $"The key file {path} cannot be written: {e.Message}", e);
        }
    }
}
