using System.Text.Json.Serialization.Metadata;
using Moot.Kernel;
using Moot.Kernel.Acts;

namespace Moot.Commons.Acts;

/// <summary>Somebody adds a picture or another file, with who made it and under which licence.</summary>
/// <param name="Content">The blob.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Type">What it is.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Licence">Under which licence (an SPDX expression).</param>
/// <param name="Summary">What it shows.</param>
public sealed record AddFile(
    BlobId Content,
    int Bytes,
    FileType Type,
    Prose Name = default,
    Prose Author = default,
    Prose Licence = default,
    Prose Summary = default
) : IAct<AddFile, Library>
{
    public static string Kind => "file.add/1";

    public static JsonTypeInfo<AddFile> Json => CommonsJson.Default.AddFile;

    public static Verdict Judge(Library state, AddFile act, in Circumstance how) =>
        CommonsLimits.JudgeTitle(act.Name) is { IsLawful: false } refused ? refused
        : act.Author.IsMissing ? Verdict.Refused("author-missing", "Say who made the file.")
        : act.Licence.IsMissing ? Verdict.Refused("licence-missing", "Say under which licence the file may be used.")
        : how.BytesOf(act.Content) is { } real && real != act.Bytes ? Verdict.Refused("wrong-size", $"The file has {real} bytes, not {act.Bytes}.")
        : !how.Actor.IsMember && act.Bytes > Files.FileLimits.GuestBytesMax
            ? Verdict.Refused("guest-file-too-large", $"A guest's file has at most {Files.FileLimits.GuestBytesMax >> 20} MB; join to add larger ones.")
        : act.Bytes is < 1 or > Limits.BlobBytesMax ? Verdict.Refused("file-too-large", $"A file has at most {Limits.BlobBytesMax} bytes.")
        : Verdict.Lawful;

    public static Library Fold(Library state, AddFile act, in Circumstance how) => state.WithFile(new(how.Index, act.Content, act.Bytes, act.Type));
}
