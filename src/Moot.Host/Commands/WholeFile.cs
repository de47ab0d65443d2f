namespace Moot.Host.Commands;

/// <summary>A file that is there whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside and then swaps.</summary>
    public static T Write<T>(string path, Func<Stream, T> write)
    {
        var half = path + ".part";
        T result;
        using (var file = File.Create(half))
        {
            result = write(file);
        }

        File.Move(half, path, overwrite: true);
        return result;
    }
}
