using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Moot.Commons.Acts;
using Moot.Commons.Files;
using Moot.Commons.Pages;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>Adding and looking at pictures and other files.</summary>
public static class FileRoutes
{
    /// <summary>Files on one page of the list.</summary>
    private const int ListedMax = 50;

    /// <summary>What a file's bytes may do when somebody opens them alone: nothing.</summary>
    private const string RawPolicy = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

    private static readonly string[] Reading = ["GET", "HEAD"];

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("files", List);
        routes.MapGet("upload", Begin);
        routes.MapPost("upload", Upload);
        routes.MapGet("file/{entry:long}", Show);
        routes.MapMethods("file/{entry:long}/{name}", Reading, Raw);
    }

    private static RazorComponentResult<FilesPage> List(Desk desk, long? before)
    {
        var library = desk.State<Library>();
        var entries = library.FileEntries;
        var end = entries.Count;
        for (; end > 0 && before is { } limit && entries[end - 1] >= limit; end--) { }

        var (shown, at) = (ImmutableArray.CreateBuilder<FileView>(), end);
        var index = FileIndex.Of(desk.Served);
        for (; at > 0 && shown.Count < ListedMax; at--)
        {
            // Older versions stand on the page of the newest.
            var file = library.Files[entries[at - 1]];
            if (index.NameOf(desk.World, file) is { } name && index.Find(desk.World, name)?.Entry == file.Entry)
            {
                shown.Add(FileViews.Of(desk, file));
            }
        }

        return desk.Page<FilesPage, FilesView>(new(shown.ToImmutable(), at > 0 ? entries[at] : null, end == entries.Count));
    }

    private static RazorComponentResult<UploadPage> Begin(Desk desk, string? name) =>
        desk.Page<UploadPage, UploadView>(new(name ?? "", Name(desk), Usual(desk), "", "", BytesMax(desk)));

    private static async Task<IResult> Upload(Desk desk, Filled form)
    {
        var view = new UploadView(form["name"], form["author"], form["licence"], form["other-licence"], form["summary"], BytesMax(desk));
        var file = form.Files.Count == 1 ? form.Files[0] : null;
        var licence = view.OtherLicence.Trim() is { Length: > 0 } other ? other : view.Licence;
        var wrong =
            file is null ? Verdict.Refused("file-missing", "Choose one file.")
            : file.Length > view.BytesMax ? TooLarge(view.BytesMax)
            : string.IsNullOrWhiteSpace(view.Author) ? Verdict.Refused("author-missing", "Say who made the file.")
            : view.Author.Length > FileLimits.AuthorCharactersMax
                ? Verdict.Refused("author-too-long", $"An author's name has at most {FileLimits.AuthorCharactersMax} characters.")
            : licence.Length == 0 ? Verdict.Refused("licence-missing", "Say under which licence the file may be used.")
            : !Spdx.IsExpression(licence) ? Verdict.Refused("bad-licence", "A licence is named by its SPDX identifier, such as CC-BY-SA-4.0.")
            : Verdict.Lawful;
        if (!wrong.IsLawful)
        {
            return desk.Refuse<UploadPage, UploadView>(view with { Refused = wrong }, wrong);
        }

        var bytes = await BytesOf(file!);
        if (
            FileCheck.Read(bytes, out wrong) is not { } clean
            || Named(view.Name.Length > 0 ? view.Name : file!.FileName, clean.Type, out wrong) is not { } name
        )
        {
            return desk.Refuse<UploadPage, UploadView>(view with { Refused = wrong }, wrong);
        }

        var blob = Salt.NewBlob(clean.Bytes);
        var act = new AddFile(blob.Id, clean.Bytes.Length, clean.Type, Prose.Of(name), Prose.Of(view.Author.Trim()), Prose.Of(licence), Prose.Of(view.Summary));
        var done = await desk.Act<AddFile, Library>(act, blob);
        return done.IsLawful ? desk.See(done, "file/{entry}") : desk.Refuse<UploadPage, UploadView>(view with { Refused = done.Verdict }, done.Verdict);
    }

    private static IResult Show(Desk desk, long entry) =>
        desk.State<Library>().Files.GetValueOrDefault(entry) is not { } file
            ? desk.Missing()
            : desk.Page<FilePage, FileView>(FileViews.Whole(desk, file), desk.IsWithdrawn(entry) ? StatusCodes.Status410Gone : StatusCodes.Status200OK);

    /// <summary>The bytes. They never run as anything, whatever they are, and are asked for again each time, since they may be taken out of sight.</summary>
    private static IResult Raw(HttpContext http, Desk desk, long entry, string name)
    {
        if (desk.State<Library>().Files.GetValueOrDefault(entry) is not { } file)
        {
            return TypedResults.NotFound();
        }

        var index = FileIndex.Of(desk.Served);
        if (desk.IsWithdrawn(entry) || index.NameOf(desk.World, file) is not { } called || desk.Store.Blob(file.Content) is not { } blob)
        {
            return TypedResults.StatusCode(StatusCodes.Status410Gone);
        }

        if (blob.State != BodyState.Present)
        {
            return TypedResults.StatusCode(StatusCodes.Status410Gone);
        }

        if (Titles.Normal(name) is not { } asked || !string.Equals(asked, called, StringComparison.Ordinal))
        {
            return TypedResults.NotFound();
        }

        var type = index.TypeOf(file, blob);
        var isShown = type is { } known && (Cleaned.IsPicture(known) || known == FileType.Ogg);
        var disposition = new ContentDispositionHeaderValue(isShown ? "inline" : "attachment");
        disposition.SetHttpFileName(called);
        var headers = http.Response.Headers;
        headers.ContentDisposition = disposition.ToString();
        headers.ContentSecurityPolicy = RawPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "public, no-cache";
        return TypedResults.Bytes(
            blob.Bytes,
            type is { } sound ? Cleaned.MediaType(sound) : "application/octet-stream",
            enableRangeProcessing: true,
            entityTag: new($"\"{file.Content}\"")
        );
    }

    /// <summary>The name that a file gets: its own without a path, ending as files of its type do.</summary>
    internal static string? Named(string wished, FileType type, out Verdict why)
    {
        var bare = wished[(wished.LastIndexOfAny(['/', '\\']) + 1)..];
        if (!Titles.TryNormalize(bare, out _, out why) || FileIndex.Plain(bare) is not { } name)
        {
            why = why.IsLawful ? Verdict.Refused("title-missing", "The file needs a name.") : why;
            return null;
        }

        var endings = Cleaned.Endings(type);
        var named = endings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)) ? name : name + endings[0];
        return Titles.TryNormalize(named, out var whole, out why) ? whole : null;
    }

    private static async Task<byte[]> BytesOf(IFormFile file)
    {
        var bytes = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    private static int BytesMax(Desk desk) => desk.Visitor.IsMember ? FileLimits.BytesMax : FileLimits.GuestBytesMax;

    private static Verdict TooLarge(int most) =>
        most == FileLimits.GuestBytesMax
            ? Verdict.Refused("guest-file-too-large", $"A guest's file has at most {most >> 20} MB; join to add larger ones.")
            : Verdict.Refused("file-too-large", $"A file has at most {most >> 20} MB.");

    private static string Name(Desk desk) => desk.Visitor is { IsMember: true, Actor: { } actor } ? desk.NameOf(actor) : "";

    private static string Usual(Desk desk) => desk.State<Library>().Licence ?? Spdx.Usual;
}
