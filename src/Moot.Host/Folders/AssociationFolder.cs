using System.Text.Json;
using System.Text.Json.Serialization;
using Moot.Host.Storage;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;

namespace Moot.Host.Folders;

/// <summary>What a folder is to its log.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FolderRole>))]
internal enum FolderRole
{
    /// <summary>The one place where the log is written.</summary>
    Host,

    /// <summary>A copy that follows another place.</summary>
    Mirror,
}

/// <summary>The card of a folder: what lies in it.</summary>
/// <param name="Format">Version of the folder's layout.</param>
/// <param name="Role">Host or mirror.</param>
/// <param name="Vkey">Verifier key of the log; its name is the origin.</param>
/// <param name="Source">What a mirror follows.</param>
/// <param name="KeepErased">True if a mirror does not destroy what the host erased.</param>
internal sealed record FolderCard(int Format, FolderRole Role, string Vkey, string? Source = null, bool? KeepErased = null);

/// <summary>The folder of one association: <c>moot.json</c> (what it is), <c>log.db</c> (public), <c>private/</c> (keys, and what is nobody's business).</summary>
/// <remarks>The last checkpoint lies elsewhere (<see cref="FileCheckpointLock"/>), so that a folder put back from a backup is noticed.</remarks>
internal sealed class AssociationFolder
{
    /// <summary>Version of the layout.</summary>
    public const int Format = 1;

    private AssociationFolder(string path, FolderCard card)
    {
        (DirectoryPath, Card) = (path, card);
        Vkey = VerifierKey.TryParse(card.Vkey, out var key, out var error)
            ? key
            : throw new LogException("not-a-folder", $"{path}: moot.json names a bad key: {error}");
    }

    /// <summary>The folder.</summary>
    public string DirectoryPath { get; }

    /// <summary>Its card.</summary>
    public FolderCard Card { get; private set; }

    /// <summary>Key of the log.</summary>
    public VerifierKey Vkey { get; }

    /// <summary>Name of the log.</summary>
    public string Origin => Vkey.Name;

    /// <summary>The public database.</summary>
    public string LogPath => Path.Combine(DirectoryPath, "log.db");

    /// <summary>What stays on this machine.</summary>
    public string PrivatePath => Path.Combine(DirectoryPath, "private");

    /// <summary>Where the address of a running server is noted.</summary>
    public string ServingPath => Path.Combine(PrivatePath, "serving");

    /// <summary>Secret key of the log's checkpoints.</summary>
    public string LogKeyPath => Path.Combine(PrivatePath, "log.key");

    /// <summary>Secret key by which the host vouches for signed-in sessions.</summary>
    public string IntakeKeyPath => Path.Combine(PrivatePath, "intake.key");

    /// <summary>Secret key with which a mirror cosigns.</summary>
    public string MirrorKeyPath => Path.Combine(PrivatePath, "mirror.key");

    /// <summary>The host's checkpoint towards which a mirror is taking entries.</summary>
    public string TargetPath => Path.Combine(PrivatePath, "target");

    /// <summary>Locked while a program follows a mirror's host.</summary>
    public string FollowingPath => Path.Combine(PrivatePath, "following");

    /// <summary>Where evidence against the host lies.</summary>
    public string EvidencePath => Path.Combine(DirectoryPath, "evidence");

    /// <summary>Private database.</summary>
    public string PrivateDatabasePath => Path.Combine(PrivatePath, "private.db");

    /// <summary>Database of sessions, guests' keys and accounts.</summary>
    public string PeopleDatabasePath => Path.Combine(PrivatePath, "people.db");

    /// <summary>What people watch and how far they have read.</summary>
    public string MarksPath => Path.Combine(PrivatePath, "marks.db");

    /// <summary>What is computed from the log and may be deleted at any time.</summary>
    public string CachePath => Path.Combine(DirectoryPath, "cache");

    /// <summary>The search index.</summary>
    public string SearchPath => Path.Combine(CachePath, "search.db");

    /// <summary>True if a folder holds an association.</summary>
    public static bool Exists(string path) => File.Exists(Path.Combine(path, "moot.json"));

    /// <summary>The folder itself, or each folder directly below it, that holds an association.</summary>
    public static IReadOnlyList<AssociationFolder> FindAll(string path) =>
        Exists(path) ? [Open(path)]
        : Directory.Exists(path) ? [.. Directory.EnumerateDirectories(path).Where(Exists).Order(StringComparer.Ordinal).Select(Open)]
        : [];

    /// <summary>Opens a folder that holds an association.</summary>
    /// <exception cref="LogException">It holds none.</exception>
    public static AssociationFolder Open(string path)
    {
        var card = Path.Combine(path, "moot.json");
        if (!File.Exists(card))
        {
            throw new LogException("not-a-folder", $"There is no association in {path} (moot init {path} --name NAME founds one).");
        }

        FolderCard? read;
        try
        {
            read = JsonSerializer.Deserialize(File.ReadAllBytes(card), FolderJson.Default.FolderCard);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new LogException("not-a-folder", $"{card} cannot be read: {e.Message}", e);
        }

        return read switch
        {
            null => throw new LogException("not-a-folder", $"{card} is empty."),
            { Format: not Format } => throw new LogException(
                "newer-folder",
                $"{path} has layout {read.Format}; this program knows layout {Format}. Use a newer moot."
            ),
            _ => new(Path.GetFullPath(path), read),
        };
    }

    /// <summary>Makes a folder for a log. It must be empty or not there.</summary>
    /// <exception cref="LogException">Something is in it.</exception>
    public static AssociationFolder Create(string path, FolderRole role, VerifierKey vkey, string? source = null)
    {
        RefuseUsed(path);
        try
        {
            Directory.CreateDirectory(path);
            var folder = new AssociationFolder(Path.GetFullPath(path), new(Format, role, vkey.ToString(), source));
            var hidden = Directory.CreateDirectory(folder.PrivatePath);
            if (!OperatingSystem.IsWindows())
            {
                hidden.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            }

            SqliteLogStore.Create(folder.LogPath).Dispose();
            if (!OperatingSystem.IsWindows())
            {
                // Texts that are hidden lie in it as well.
                File.SetUnixFileMode(folder.LogPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogException("folder-unwritable", $"{path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Refuses a folder in which something lies.</summary>
    public static void RefuseUsed(string path)
    {
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw new LogException("folder-used", $"{path} is not empty; name a new folder.");
        }
    }

    /// <summary>Writes the card. Last of all, so that a half-made folder is none.</summary>
    public void Seal()
    {
        var path = Path.Combine(DirectoryPath, "moot.json");
        var part = path + ".part";
        using (var file = File.Create(part))
        {
            JsonSerializer.Serialize(file, Card, FolderJson.Default.FolderCard);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: true);
    }

    /// <summary>Notes that a mirror keeps what the host erased.</summary>
    public void KeepErased()
    {
        Card = Card with { KeepErased = true };
        Seal();
    }

    /// <summary>Opens the log's store.</summary>
    public SqliteLogStore OpenStore(bool readOnly) => SqliteLogStore.Open(LogPath, readOnly);

    /// <summary>Address of the server that runs this folder; null where none is noted.</summary>
    public string? Serving => File.Exists(ServingPath) ? File.ReadAllText(ServingPath).Trim() : null;
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(FolderCard))]
internal sealed partial class FolderJson : JsonSerializerContext;
