using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Moot.Kernel.Storage;

namespace Moot.Host.Moving;

/// <summary>Reads a repository on this machine by the program git, which knows all the ways in which one may be kept.</summary>
internal sealed class GitProgram : IDisposable
{
    private readonly string directory;
    private readonly Process objects;
    private readonly Stream answers;

    private GitProgram(string directory)
    {
        this.directory = directory;
        objects = Start("cat-file", "--batch");
        answers = objects.StandardOutput.BaseStream;
    }

    /// <summary>Opens a repository.</summary>
    /// <exception cref="LogException">It is none, or git is not installed.</exception>
    public static GitProgram Open(string directory)
    {
        if (!Directory.Exists(directory))
        {
            throw new LogException("no-file", $"There is no folder {directory}. A repository elsewhere is cloned first: git clone URL FOLDER");
        }

        var git = new GitProgram(directory);
        try
        {
            git.Run("rev-parse", "--git-dir");
            return git;
        }
        catch
        {
            git.Dispose();
            throw;
        }
    }

    /// <summary>What git answers.</summary>
    /// <exception cref="LogException">It failed.</exception>
    public byte[] Run(params string[] arguments) => Run(input: "", arguments);

    /// <summary>What git answers to what it is told.</summary>
    public byte[] Run(string input, string[] arguments)
    {
        using var git = Start(arguments);
        var error = git.StandardError.ReadToEndAsync();
        var told = Task.Run(async () =>
        {
            await git.StandardInput.WriteAsync(input);
            git.StandardInput.Close();
        });
        using var said = new MemoryStream();
        git.StandardOutput.BaseStream.CopyTo(said);
        git.WaitForExit();
        told.GetAwaiter().GetResult();
        return git.ExitCode == 0 ? said.ToArray() : throw new LogException("git", $"git says: {error.GetAwaiter().GetResult().Trim()}");
    }

    /// <summary>The bytes of an object.</summary>
    public byte[] Object(string name)
    {
        objects.StandardInput.Write(name + "\n");
        objects.StandardInput.Flush();
        var head = new StringBuilder();
        for (int b; (b = answers.ReadByte()) != '\n'; )
        {
            head.Append(b < 0 ? throw new LogException("git", "git stopped answering.") : (char)b);
        }

        var parts = head.ToString().Split(' ');
        if (parts.Length != 3)
        {
            throw new LogException("git", $"The repository lacks the object {name}.");
        }

        var bytes = new byte[int.Parse(parts[2], CultureInfo.InvariantCulture)];
        answers.ReadExactly(bytes);
        answers.ReadByte();
        return bytes;
    }

    public void Dispose()
    {
        objects.StandardInput.Close();
        objects.WaitForExit();
        objects.Dispose();
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", directory, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new LogException(
                "no-git",
                "Reading a repository takes the program git: install it (Debian: apt install git; others: https://git-scm.com).",
                e
            );
        }
    }
}
