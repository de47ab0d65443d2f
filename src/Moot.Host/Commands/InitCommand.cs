using System.CommandLine;
using Moot.Deciding.Charters;
using Moot.Host.Folders;
using Moot.Host.Operations;
using Moot.Kernel.Storage;

namespace Moot.Host.Commands;

/// <summary><c>moot init DIR --name NAME</c>: founds an association.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "A new folder." };
        var name = new Option<string>("--name") { Description = "What the association is called.", Required = true };
        var purpose = new Option<string?>("--purpose") { Description = "What it is for." };
        var member = new Option<string?>("--as") { Description = "What you are called in it; by default your login name." };
        var origin = new Option<string?>("--origin") { Description = "Lasting name of the log; by default made of the name and the key." };
        var key = new Option<string?>("--key") { Description = "Your key file; by default your own, made at first use." };
        var charter = new Option<string?>("--charter")
        {
            Description = $"How it decides: a file, or one of {string.Join(", ", Templates.Names)}. By default small-group.",
        };
        return new Command("init", "Found an association in a new folder.") { directory, name, purpose, member, origin, key, charter }.Does(
            async (parsed, terminal, cancel) =>
            {
                var chosen = parsed.GetValue(charter) is { } wanted ? Read(wanted) : null;
                using var founder = YourKey.Read(parsed.GetValue(key), terminal);
                var result = await Founding.Found(
                    parsed.GetRequiredValue(directory),
                    parsed.GetRequiredValue(name),
                    parsed.GetValue(purpose),
                    parsed.GetValue(member) ?? DefaultName(),
                    parsed.GetValue(origin),
                    founder,
                    TimeProvider.System,
                    charter: chosen
                );
                terminal.Answer(
                    $"""
                    {parsed.GetRequiredValue(name)} is founded in {result.Folder.DirectoryPath}.
                      its log    {result.Folder.Vkey}
                      you        {result.Founder} ({result.Head.Checkpoint.Size} entries: the founding, your joining{(chosen is null ? "" : ", the charter")})
                    Next: moot act {parsed.GetRequiredValue(directory)} talk.say/1 '{"{"}"text":"hello"{"}"}'   or   moot serve {parsed.GetRequiredValue(
                        directory
                    )}
                    To come in with your browser: moot enter {parsed.GetRequiredValue(directory)}
                    """,
                    new()
                    {
                        ["ok"] = true,
                        ["directory"] = result.Folder.DirectoryPath,
                        ["origin"] = result.Folder.Origin,
                        ["vkey"] = result.Folder.Vkey.ToString(),
                        ["association"] = result.Head.World.Association!.Value.ToHex(),
                        ["member"] = result.Founder.ToString(),
                        ["size"] = result.Head.Checkpoint.Size,
                    }
                );
                return 0;
            }
        );
    }

    /// <summary>A charter by the name of its template, or from a file.</summary>
    /// <exception cref="LogException">It is not there, or cannot be read.</exception>
    internal static Charter Read(string wanted)
    {
        string text;
        try
        {
            text = Templates.Names.Contains(wanted, StringComparer.Ordinal) ? Templates.Read(wanted) : File.ReadAllText(wanted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogException("no-charter", $"There is no charter {wanted}: name a file, or one of {string.Join(", ", Templates.Names)}.", e);
        }

        return CharterText.TryRead(text, out var charter, out var error) ? charter : throw new LogException("charter-unreadable", $"{wanted}: {error}");
    }

    private static string DefaultName() => Environment.UserName is { Length: > 0 } user ? user : "founder";
}
