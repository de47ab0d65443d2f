using System.Net;
using System.Text;
using Moot.Commons;
using Moot.Host.Tests.People;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>Files over HTTP: what is taken, what is served, and as what.</summary>
public sealed class FileTests : IAsyncLifetime
{
    private static readonly byte[] Png = Demos.DemoPicture.Plan();

    private Village village = null!;
    private Browser member = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        village = await Village.Found();
        member = village.NewBrowser();
        await member.Join("Bea", "a long passphrase");
    }

    public async ValueTask DisposeAsync()
    {
        member.Dispose();
        await village.DisposeAsync();
    }

    private async Task<Answer> Upload(Browser browser, byte[] bytes, string fileName, string name = "", string author = "Bea", string licence = "CC0-1.0")
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent(name), "name" },
            { new StringContent(author), "author" },
            { new StringContent(licence), "licence" },
            { new StringContent("<script>alert(1)</script>"), "summary" },
            { new ByteArrayContent(bytes), "file", fileName },
        };
        if (await browser.FormKey() is { Length: > 0 } key)
        {
            form.Add(new StringContent(key), "form-key");
        }

        return await browser.Send(new(HttpMethod.Post, $"{village.Url}/upload") { Content = form });
    }

    /// <summary>The founder does something and says why.</summary>
    private Task<Moot.Kernel.Receipt> Sign(string kind, System.Text.Json.Nodes.JsonObject content) =>
        village.Submit(
            Operations
                .ActPen.Compose(
                    Operations.ActPen.Place.Of(village.Room.Log.Head, village.Folder.Origin, village.Founder),
                    village.Clock,
                    kind,
                    content,
                    new() { ["reason"] = "a test" },
                    village.FounderKey
                )
                .ToBytes()
        );

    private async Task<HttpResponseMessage> Raw(string path, string? header = null, string? value = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, village.Url + path);
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        return await http.SendAsync(request, Cancel);
    }

    [Fact]
    public async Task A_picture_is_added_shown_on_a_page_and_served_as_nothing_but_a_picture()
    {
        var added = await Upload(member, Png, "C:\\fotos\\Plan.html", name: "");
        Assert.Equal(HttpStatusCode.SeeOther, added.Status);
        var page = await member.Get(added.Location[1..]);
        Assert.Contains("Plan.html.png", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page.Text, StringComparison.Ordinal);
        using var raw = await Raw(added.Location + "/Plan.html.png");
        Assert.Equal("image/png", raw.Content.Headers.ContentType!.ToString());
        Assert.Equal("nosniff", raw.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", raw.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("inline", raw.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("no-cache", raw.Headers.CacheControl!.ToString().Split(", ")[^1]);
        using var again = await Raw(added.Location + "/Plan.html.png", "If-None-Match", raw.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var part = await Raw(added.Location + "/Plan.html.png", "Range", "bytes=0-7");
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        await member.Write("Garden", "![[File:Plan.html.png|Our garden]]");
        Assert.Contains("<img src=\"/file/", (await member.Get("page/Garden")).Text, StringComparison.Ordinal);
        Assert.Contains("Plan.html.png", (await member.Get("files")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hidden_file_is_gone_everywhere()
    {
        var added = await Upload(member, Png, "Plan.png");
        await member.Write("Garden", "![[File:Plan.png]]");
        var entry = long.Parse(added.Location.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        var hidden = await Sign("body.hide/1", new() { ["entry"] = entry, ["ground"] = "abuse" });
        Assert.True(hidden.Verdict.IsLawful, hidden.Verdict.Sentence);
        using var raw = await Raw(added.Location + "/Plan.png");
        Assert.Equal(HttpStatusCode.Gone, raw.StatusCode);
        var page = await member.Get(added.Location[1..]);
        Assert.Equal(HttpStatusCode.Gone, page.Status);
        Assert.DoesNotContain("Plan.png", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Plan.png", (await member.Get("files")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", (await member.Get("page/Garden")).Text, StringComparison.Ordinal);
        await Sign("body.show/1", new() { ["entry"] = entry });
        Assert.Contains("<img", (await member.Get("page/Garden")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_file_of_a_name_takes_its_place()
    {
        var first = await Upload(member, Png, "Plan.png");
        await member.Write("Garden", "![[File:Plan.png]]");
        var second = await Upload(member, Png, "plan of this year.png", name: "Plan.png");
        Assert.Contains($"<img src=\"{second.Location}/", (await member.Get("page/Garden")).Text, StringComparison.Ordinal);
        Assert.Contains(second.Location, (await member.Get(first.Location[1..])).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<svg onload=alert(1)>", "a.svg")]
    [InlineData("<html><script>alert(1)</script>", "a.png")]
    [InlineData("\u0089PNG\r\n\u001a\n<script>alert(1)</script>", "a.png")]
    [InlineData("GIF89a/*<script>*/", "a.gif")]
    [InlineData("", "a.png")]
    public async Task What_could_run_is_refused_and_what_was_typed_is_kept(string latin, string name)
    {
        var size = village.World.Size;
        var answer = await Upload(member, Encoding.Latin1.GetBytes(latin), name, author: "Bea <b>");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("Bea &lt;b&gt;", answer.Text, StringComparison.Ordinal);
        Assert.Equal(size, village.World.Size);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd.png")]
    [InlineData("..\\..\\x.png", "x.png")]
    [InlineData("File:Tap.png", "Tap.png")]
    [InlineData("الماء.png", "الماء.png")]
    [InlineData("a'b\"c.png", "a'b\"c.png")]
    public async Task Names_are_names(string wished, string kept)
    {
        var answer = await Upload(member, Png, "x.png", name: wished);
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        var file = village.World.Get<Library>().Files.Values.Last();
        Assert.Equal(kept, village.Room.Served.Texts.Prose(village.World, file.Entry, "name"));
        using var raw = await Raw("/" + FileViews.RawPath(file, kept));
        Assert.Equal(HttpStatusCode.OK, raw.StatusCode);
    }

    [Theory]
    [InlineData("<script>.png")]
    [InlineData("a\u202Egnp.exe")]
    [InlineData("a\0b.png")]
    [InlineData("[[x]].png")]
    [InlineData("..")]
    public async Task What_is_no_name_is_refused(string wished) =>
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Upload(member, Png, "x.png", name: wished)).Status);

    [Fact]
    public async Task Author_and_licence_are_asked_for()
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Upload(member, Png, "x.png", author: " ")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Upload(member, Png, "x.png", licence: "")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Upload(member, Png, "x.png", licence: "<script>")).Status);
    }

    [Fact]
    public async Task A_guest_adds_small_files_and_no_large_ones()
    {
        using var guest = village.NewBrowser();
        Assert.Equal(HttpStatusCode.SeeOther, (await Upload(guest, Png, "x.png", author: "Gil")).Status);
        var large = Encoding.ASCII.GetBytes(new string('a', (4 << 20) + 1));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Upload(guest, large, "x.txt", author: "Gil")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await Upload(member, large, "x.txt")).Status);
        using var raw = await Raw($"/file/{village.World.Size - 1}/x.txt");
        Assert.Equal("attachment", raw.Content.Headers.ContentDisposition!.DispositionType);
    }

    /// <summary>A program may say anything of a file: what is served is judged by its bytes again.</summary>
    [Fact]
    public async Task A_file_that_is_not_what_it_says_is_served_as_bytes()
    {
        var blob = Moot.Kernel.Keys.Salt.NewBlob("<script>alert(1)</script>"u8.ToArray());
        var place = Operations.ActPen.Place.Of(village.Room.Log.Head, village.Folder.Origin, village.Founder);
        var act = Operations.ActPen.Compose(
            place,
            village.Clock,
            "file.add/1",
            new()
            {
                ["content"] = blob.Id.ToString(),
                ["bytes"] = blob.Bytes.Length,
                ["type"] = "png",
            },
            new()
            {
                ["name"] = "a.png",
                ["author"] = "Mallory",
                ["licence"] = "CC0-1.0",
            },
            village.FounderKey
        );
        var done = await village.Submit((act with { Blobs = [blob] }).ToBytes());
        using var raw = await Raw($"/file/{done.Index}/a.png");
        Assert.Equal("application/octet-stream", raw.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", raw.Content.Headers.ContentDisposition!.DispositionType);
    }

    [Fact]
    public async Task Members_choose_licence_and_look_and_see_both()
    {
        using var guest = village.NewBrowser();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await guest.Do("settings/licence", ("licence", "CC0-1.0"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await member.Do("settings/licence", ("licence", "CC-BY-4.0"))).Status);
        Assert.Contains("CC-BY-4.0", (await member.Get("edit/New")).Text, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await member.Do("settings/look", ("accent", "#ffff00"), ("paper", "white"), ("font", "sans"))).Status
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await member.Do("settings/look", ("accent", "red}*{"), ("paper", "white"), ("font", "sans"))).Status);
        var preview = await member.Do("settings/look", ("accent", "#aa0000"), ("paper", "white"), ("font", "sans"), ("preview", "1"));
        Assert.Contains("look.css?accent=%23aa0000", preview.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await member.Do("settings/look", ("accent", "#aa0000"), ("paper", "white"), ("font", "sans"))).Status);
        var look = village.World.Get<Library>().Look!;
        Assert.Contains($"look.css?v={look.Entry}", (await member.Get("help")).Text, StringComparison.Ordinal);
        Assert.Contains("--accent:#aa0000", (await member.Get($"look.css?v={look.Entry}")).Text, StringComparison.Ordinal);
    }
}
