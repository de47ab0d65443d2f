using Moot.Host.Folders;
using Moot.Kernel.Keys;

namespace Moot.Host.Commands;

/// <summary>The key that a command signs with.</summary>
internal static class YourKey
{
    /// <summary>Reads the named key file; without one, the person's own, which is made at first use.</summary>
    public static SigningKey Read(string? path, Terminal terminal)
    {
        if (path is not null)
        {
            return KeyFile.Read(path);
        }

        var key = KeyFile.ReadOrCreate(UserHome.KeyPath, out var created);
        if (created)
        {
            terminal.Note($"Made you a key: {UserHome.KeyPath}. Keep a copy of it in a safe place; it is how others know that it is you.");
        }

        return key;
    }
}
