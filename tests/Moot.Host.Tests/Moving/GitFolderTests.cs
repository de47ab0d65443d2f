using Moot.Host.Gits;
using Xunit;

namespace Moot.Host.Tests.Moving;

/// <summary>A folder that is changed bit by bit has the bytes of one that is made at once.</summary>
public sealed class GitFolderTests
{
    [Fact]
    public void Whatever_comes_and_goes_its_bytes_are_those_of_a_new_folder()
    {
        const int Steps = 2_000;
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var (folder, files) = (new GitFolder(), new Dictionary<string, ObjectName>(StringComparer.Ordinal));
        for (var step = 0; step < Steps; step++)
        {
            string[] path = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"n{random.Next(6)}"), $"f{random.Next(8)}.md"];
            var name = string.Join('/', path);
            if (random.Next(4) == 0)
            {
                folder.Set(path, null);
                files.Remove(name);
            }
            else
            {
                var bytes = new byte[4];
                random.NextBytes(bytes);
                var made = ObjectName.Of(ObjectKind.Blob, bytes);
                folder.Set(path, made);
                files[name] = made;
            }

            Make(folder);
            if (step % 20 == 0)
            {
                var whole = new GitFolder();
                foreach (var (at, file) in files)
                {
                    whole.Set(at.Split('/'), file);
                }

                Make(whole);
                Assert.True(whole.Name == folder.Name && whole.Bytes.AsSpan().SequenceEqual(folder.Bytes), $"seed {seed}, step {step}");
            }
        }
    }

    /// <summary>As the repository is made: inner folders first, and only what changed.</summary>
    private static void Make(GitFolder folder)
    {
        if (folder.IsChanged)
        {
            foreach (var inner in folder.Folders)
            {
                Make(inner);
            }

            var bytes = folder.ToBytes();
            (folder.Bytes, folder.Name, folder.IsChanged) = (bytes, ObjectName.Of(ObjectKind.Tree, bytes), false);
        }
    }
}
