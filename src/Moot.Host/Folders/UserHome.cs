using Moot.Kernel.Storage;

namespace Moot.Host.Folders;

/// <summary>Where a person's own things lie: their key, and the checkpoints that they verified.</summary>
internal static class UserHome
{
    /// <summary>The key that signs where none is named: MOOT_KEY, or moot/key in the folder for settings.</summary>
    public static string KeyPath =>
        Environment.GetEnvironmentVariable("MOOT_KEY") is { Length: > 0 } path ? path : Path.Combine(Base("XDG_CONFIG_HOME", ".config"), "moot", "key");

    /// <summary>The folder of verified checkpoints.</summary>
    public static string Pins => Path.Combine(State, "pins");

    /// <summary>The folder of acts that were refused.</summary>
    public static string Refused => Path.Combine(State, "refused");

    /// <summary>The folder for state that is nobody else's business: MOOT_STATE, or moot in the folder for state.</summary>
    public static string State =>
        Environment.GetEnvironmentVariable("MOOT_STATE") is { Length: > 0 } path
            ? path
            : Path.Combine(Base("XDG_STATE_HOME", Path.Combine(".local", "state")), "moot");

    private static string Base(string variable, string below)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set)
        {
            return set;
        }

        // Not the folder for temporary files: anybody on the machine could have laid a key there before.
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0
            ? Path.Combine(home, below)
            : throw new LogException("no-home", $"This user has no home folder. Set {variable} to a folder that only they can write.");
    }

    /// <summary>Makes a folder that its owner alone can read.</summary>
    public static void MakePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
