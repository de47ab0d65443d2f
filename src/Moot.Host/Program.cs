using System.CommandLine;
using Moot.Host.Commands;

var root = new RootCommand("Moot: run an association that nobody owns.")
{
    Run.Json,
    InitCommand.Create(),
    ServeCommand.Create(),
    EnterCommand.Create(),
    ActCommand.Create(),
    ReadCommands.Log(),
    ReadCommands.Show(),
    VerifyCommand.Create(),
    CheckCommand.Create(),
    CountCommand.Create(),
    AuditCommand.Create(),
    ChainCommand.Create(),
    CopyCommands.Mirror(),
    CopyCommands.Fork(),
    KeepCommands.Rebuild(),
    KeepCommands.Adopt(),
    ImportCommand.Create(),
    ExportCommand.Create(),
    KeysCommand.Create(),
};
return await Run.Line(root, args);
