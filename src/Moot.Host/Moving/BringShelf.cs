using System.Text.Json;
using System.Text.Json.Serialization;
using Moot.Commons;
using Moot.Host.Storage;

namespace Moot.Host.Moving;

/// <summary>What is known of a file of another wiki that waits on this machine.</summary>
/// <param name="Token">By which it is found.</param>
/// <param name="Member">Whose it is.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Licence">Under which licence its texts are given there; null where nobody said.</param>
/// <param name="Until">When it is forgotten.</param>
/// <param name="Found">What is in it.</param>
/// <param name="Fault">Where it is broken; null where it is whole.</param>
/// <param name="IsRunning">True once it is being brought in.</param>
internal sealed record BringNote(
    string Token,
    string Member,
    string Name,
    string? Licence,
    DateTimeOffset Until,
    BringFound Found,
    string? Fault,
    bool IsRunning
);

[JsonSerializable(typeof(BringNote))]
internal sealed partial class BringJson : JsonSerializerContext;

/// <summary>Keeps files of other wikis in the association's private folder until they are brought in, so that a restart of the program loses none.</summary>
/// <param name="folder">The folder.</param>
internal sealed class BringShelf(string folder)
{
    private const string FileEnd = ".wiki";
    private const string NoteEnd = ".json";

    /// <summary>Puts a file there with its note.</summary>
    public void Put(BringNote note, byte[] bytes)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Write(PathOf(note.Token, FileEnd), bytes);
        Note(note);
    }

    /// <summary>Writes a file's note anew.</summary>
    public void Note(BringNote note)
    {
        var (path, fresh) = (PathOf(note.Token, NoteEnd), PathOf(note.Token, NoteEnd + ".new"));
        Write(fresh, JsonSerializer.SerializeToUtf8Bytes(note, BringJson.Default.BringNote));
        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>The bytes of a file.</summary>
    public Stream Open(string token) => File.OpenRead(PathOf(token, FileEnd));

    /// <summary>Removes a file and its note.</summary>
    public void Remove(string token)
    {
        File.Delete(PathOf(token, NoteEnd));
        File.Delete(PathOf(token, FileEnd));
    }

    /// <summary>The files that wait. What is no longer whole is removed.</summary>
    public List<BringNote> All()
    {
        var notes = new List<BringNote>();
        if (!Directory.Exists(folder))
        {
            return notes;
        }

        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).ToList())
        {
            var token = Path.GetFileNameWithoutExtension(path);
            if (
                !File.Exists(PathOf(token, FileEnd))
                || Read(PathOf(token, NoteEnd)) is not { } note
                || !string.Equals(note.Token, token, StringComparison.Ordinal)
            )
            {
                File.Delete(path);
            }
            else if (path.EndsWith(NoteEnd, StringComparison.Ordinal))
            {
                notes.Add(note);
            }
        }

        return notes;
    }

    private static BringNote? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), BringJson.Default.BringNote) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string PathOf(string token, string end) => Path.Combine(folder, token + end);

    private static void Write(string path, byte[] bytes)
    {
        using var file = Disk.OpenOwn(path, FileMode.Create);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }
}
