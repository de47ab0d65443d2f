using System.CommandLine;
using Moot.Host.Folders;
using Moot.Host.Operations;

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
        return new Command("init", "Found an association in a new folder.") { directory, name, purpose, member, origin, key }.Does(
            async (parsed, terminal, cancel) =>
            {
                using var founder = YourKey.Read(parsed.GetValue(key), terminal);
                var result = await Founding.Found(
                    parsed.GetRequiredValue(directory),
                    parsed.GetRequiredValue(name),
                    parsed.GetValue(purpose),
                    parsed.GetValue(member) ?? DefaultName(),
                    parsed.GetValue(origin),
                    founder,
                    TimeProvider.System
                );
                terminal.Answer(
                    $"""
                    {parsed.GetRequiredValue(name)} is founded in {result.Folder.DirectoryPath}.
                      its log    {result.Folder.Vkey}
                      you        {result.Founder} ({result.Head.Checkpoint.Size} entries: the founding and your joining)
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

    private static string DefaultName() => Environment.UserName is { Length: > 0 } user ? user : "founder";
}
