using Moot.Commons.Texts;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>Where titles and files lead: on this host, or within a copy that stands by itself.</summary>
/// <param name="title">Where a title leads, in order (<see cref="Titles.Normal"/>).</param>
/// <param name="file">Where a file is, by its name; null where there is none.</param>
public sealed class PageAddresses(Func<Desk, string, LinkTarget> title, Func<Desk, string, FileTarget?> file)
{
    /// <summary>Those of an association; a copy names its own before any text is shown.</summary>
    public static PageAddresses Of(Served served) => served.Keep(_ => new PageAddresses(Title, File));

    /// <summary>Where a title leads.</summary>
    public LinkTarget ToTitle(Desk desk, string name) => title(desk, name);

    /// <summary>Where a file is; null where there is none.</summary>
    public FileTarget? ToFile(Desk desk, string name) => file(desk, name);

    private static LinkTarget Title(Desk desk, string title)
    {
        var (room, name) = Titles.Room(title);
        return room == TitleRoom.Category
            ? new(desk.Url("category/" + Titles.ToSlug(name)), Exists: true)
            : new(desk.Url("page/" + Titles.ToSlug(title)), TitleIndex.Of(desk.Served).Find(desk.World, title) is not null);
    }

    private static FileTarget? File(Desk desk, string name)
    {
        var index = FileIndex.Of(desk.Served);
        return FileIndex.Plain(name) is { } plain && index.Find(desk.World, plain) is { } file
            ? new(
                desk.Url(FileViews.RawPath(file, plain)),
                desk.Url($"file/{file.Entry}"),
                Files.Cleaned.IsPicture(file.Type),
                desk.Prose(file.Entry, "summary")
            )
            : null;
    }
}
