using System.Collections.Immutable;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>How files are shown.</summary>
public static class FileViews
{
    /// <summary>Path of a file's bytes.</summary>
    public static string RawPath(CommonsFile file, string name) => $"file/{file.Entry}/{Titles.ToSlug(name)}";

    /// <summary>What is known of a file; its texts are null where they are out of sight.</summary>
    public static FileView Of(Desk desk, CommonsFile file)
    {
        var index = FileIndex.Of(desk.Served);
        var name = index.NameOf(desk.World, file);
        return new(
            file,
            name,
            desk.Prose(file.Entry, "author"),
            desk.Prose(file.Entry, "licence"),
            desk.Prose(file.Entry, "summary"),
            desk.World.Entries.Author(file.Entry),
            desk.World.Entries.At(file.Entry)
        );
    }

    /// <summary>A file with its other versions and the pages that show it.</summary>
    public static FileView Whole(Desk desk, CommonsFile file)
    {
        var view = Of(desk, file);
        if (view.Name is not { } name)
        {
            return view;
        }

        var (library, titles) = (desk.State<Library>(), TitleIndex.Of(desk.Served));
        return view with
        {
            Versions = [.. FileIndex.Of(desk.Served).AllOf(desk.World, name)],
            ShownOn = [.. desk.Served.Search.Showing(name).Select(library.Find).OfType<Page>().Select(p => titles.TitleOf(desk.World, p)).OfType<string>()],
        };
    }
}

/// <summary>A file, as its page shows it.</summary>
/// <param name="File">The file.</param>
/// <param name="Name">Its name; null where it is out of sight.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Licence">Under which licence.</param>
/// <param name="Summary">What it shows.</param>
/// <param name="By">Who added it.</param>
/// <param name="At">When.</param>
public sealed record FileView(CommonsFile File, string? Name, string? Author, string? Licence, string? Summary, Actor By, Moment At)
{
    /// <summary>All files of this name, newest first.</summary>
    public ImmutableArray<CommonsFile> Versions { get; init; } = [];

    /// <summary>Titles of the pages that show it.</summary>
    public ImmutableArray<string> ShownOn { get; init; } = [];

    /// <summary>Path of its bytes; null where it is out of sight.</summary>
    public string? RawPath => Name is { } name ? FileViews.RawPath(File, name) : null;
}

/// <summary>A part of the list of files.</summary>
/// <param name="Files">Newest first.</param>
/// <param name="Older">Entry from which older ones follow; null at the end.</param>
/// <param name="IsFirst">True for the newest part.</param>
public sealed record FilesView(ImmutableArray<FileView> Files, long? Older, bool IsFirst);

/// <summary>A file being added.</summary>
/// <param name="Name">What it will be called; empty for the file's own name.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Licence">Chosen licence.</param>
/// <param name="OtherLicence">One that is not among the choices.</param>
/// <param name="Summary">What it shows.</param>
/// <param name="BytesMax">How large it may be.</param>
/// <param name="Refused">Why it was not taken; null where it was not tried.</param>
public sealed record UploadView(string Name, string Author, string Licence, string OtherLicence, string Summary, int BytesMax, Verdict? Refused = null);
