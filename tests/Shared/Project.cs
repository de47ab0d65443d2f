namespace Moot.Testing;

/// <summary>Where the project lies, and the real data that others made and that may lie beside it.</summary>
public static class Project
{
    /// <summary>Environment variable that says where the shared data lies; else it is ../shared/data from the project.</summary>
    public const string SharedVariable = "MOOT_SHARED_DATA";

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>Full path of a file or folder of the shared data, and whether it is there.</summary>
    public static (string Path, bool IsThere) Shared(string relative)
    {
        var folder = Environment.GetEnvironmentVariable(SharedVariable) is { Length: > 0 } set ? set : Path.Combine(Root, "..", "shared", "data");
        var path = Path.GetFullPath(Path.Combine(folder, relative));
        return (path, Path.Exists(path));
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Moot.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("This runs from within the project: Moot.slnx is not above it.");
    }
}
