using System.Net;
using Microsoft.AspNetCore.Builder;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>An association is founded in the browser, once, by whoever runs the machine.</summary>
public sealed class FoundingTests : IAsyncLifetime
{
    private readonly TestFolder disk = new();
    private readonly List<string> said = [];
    private Site site = null!;
    private FoundingHall hall = null!;
    private WebApplication app = null!;
    private HttpClient http = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Root => disk["root"];

    public async ValueTask InitializeAsync() => await Start();

    public async ValueTask DisposeAsync()
    {
        await Stop();
        disk.Dispose();
    }

    private async Task Start()
    {
        site = new(AssociationFolder.Exists(Root), TimeProvider.System);
        foreach (var folder in AssociationFolder.FindAll(Root))
        {
            var log = HostedLog.Open(folder, TimeProvider.System);
            opened.Add(log);
            site.Add(log);
        }

        hall = new(site, Root, TimeProvider.System, said.Add);
        app = await Server.Start(site, "http://127.0.0.1:0", hall);
        hall.Address = Server.Address(app);
        http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new(hall.Address) };
    }

    private async Task Stop()
    {
        http.Dispose();
        await app.StopAsync(Cancel);
        await app.DisposeAsync();
        await hall.DisposeAsync();
        foreach (var log in opened)
        {
            await log.DisposeAsync();
        }

        opened.Clear();
    }

    private readonly List<HostedLog> opened = [];

    private async Task<HttpResponseMessage> Found(
        string name = "Allotment",
        string? host = null,
        string? code = null,
        (string Name, string Value)? header = null,
        string charter = ""
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/found")
        {
            Content = new FormUrlEncodedContent(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["name"] = name,
                    ["purpose"] = "Share the water.",
                    ["licence"] = "CC-BY-SA-4.0",
                    ["member"] = "Mara",
                    ["passphrase"] = "four words are enough",
                    ["again"] = "four words are enough",
                    ["code"] = code ?? "",
                    ["charter"] = charter,
                }
            ),
        };
        request.Headers.Host = host;
        if (header is { } extra)
        {
            request.Headers.TryAddWithoutValidation(extra.Name, extra.Value);
        }

        return await http.SendAsync(request, Cancel);
    }

    [Fact]
    public async Task A_newcomer_founds_and_is_a_member_at_once()
    {
        var first = await http.GetStringAsync("/", Cancel);
        Assert.Contains("Found an association", first, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"code\"", first, StringComparison.Ordinal);
        using var founded = await Found();
        Assert.Equal(HttpStatusCode.SeeOther, founded.StatusCode);
        Assert.Equal("/", founded.Headers.Location!.ToString());
        var world = site.Rooms.Single().Log.Head.World;
        Assert.Equal("CC-BY-SA-4.0", world.Get<Commons.Library>().Licence);
        Assert.Equal(Assurance.Vouched, world.Entries.AssuranceOf(1));
        Assert.Single(world.Get<Roster>().Members);
        Assert.Contains("Mara", await http.GetStringAsync("/help", Cancel), StringComparison.Ordinal);
        Assert.True(AssociationFolder.Exists(Root));
    }

    [Fact]
    public async Task The_founder_chooses_how_they_decide()
    {
        var form = await http.GetStringAsync("/found", Cancel);
        Assert.All(Deciding.Charters.Templates.Names, n => Assert.Contains($"name=\"charter\" value=\"{n}\"", form, StringComparison.Ordinal));
        Assert.Contains("For a hackerspace: whoever does it decides, until somebody objects.", form, StringComparison.Ordinal);
        using var unknown = await Found(charter: "/etc/passwd");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
        Assert.Empty(site.Rooms);
        using var founded = await Found(charter: "do-ocracy");
        Assert.Equal(HttpStatusCode.SeeOther, founded.StatusCode);
        var state = site.Rooms.Single().Log.Head.World.Get<Deciding.Assembly>();
        Assert.Contains("key-holder", state.Charter.Roles.Keys);
        Assert.Single(state.CharterEntries);
    }

    [Fact]
    public async Task Nobody_founds_twice_and_of_two_at_once_one_does()
    {
        var answers = await Task.WhenAll(Found("One"), Found("Two"), Found("Three"));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.SeeOther);
        using var later = await Found("Four");
        Assert.NotEqual(HttpStatusCode.SeeOther, later.StatusCode);
        using var form = await http.GetAsync("/found", Cancel);
        Assert.Equal("/", form.Headers.Location!.ToString());
        Assert.Single(site.Rooms);
        Array.ForEach(answers, a => a.Dispose());
    }

    [Fact]
    public async Task After_a_restart_it_is_there_and_the_founder_is_still_signed_in()
    {
        using var founded = await Found();
        var cookie = founded.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        await Stop();
        await Start();
        Assert.True(site.IsSingle);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/help");
        request.Headers.Add("Cookie", cookie);
        using var answer = await http.SendAsync(request, Cancel);
        Assert.Contains("Mara", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_comes_from_elsewhere_needs_the_code()
    {
        using var rebound = await Found(host: "allotment.example");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, rebound.StatusCode);
        using var proxied = await Found(header: ("X-Forwarded-For", "203.0.113.7"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, proxied.StatusCode);
        using var wrong = await Found(host: "allotment.example", code: "aaaa-aaaa-aaaa");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Empty(site.Rooms);
        using var right = await Found(host: "allotment.example", code: hall.Code.ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.SeeOther, right.StatusCode);
    }

    [Fact]
    public async Task Another_site_cannot_found()
    {
        using var fetched = await Found(header: ("Sec-Fetch-Site", "cross-site"));
        using var posted = await Found(header: ("Origin", "https://evil.example"));
        Assert.False(fetched.IsSuccessStatusCode || posted.IsSuccessStatusCode);
        Assert.Empty(site.Rooms);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task A_name_is_needed_and_what_was_typed_is_kept(string name)
    {
        using var answer = await Found(name);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Share the water.", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public async Task A_name_too_long_leaves_nothing_behind()
    {
        using var answer = await Found(new string('x', 201));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public async Task In_a_folder_with_other_things_each_gets_a_folder_of_its_own()
    {
        Directory.CreateDirectory(Root);
        await File.WriteAllTextAsync(Path.Combine(Root, "notes.txt"), "mine", Cancel);
        using var first = await Found("Allotment");
        Assert.Equal("/allotment/", first.Headers.Location!.ToString());
        Assert.Contains("path=/allotment/", first.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        using var second = await Found("Allotment");
        Assert.Equal("/allotment-2/", second.Headers.Location!.ToString());
        using var odd = await Found("../<script>");
        Assert.Equal("/script/", odd.Headers.Location!.ToString());
        var list = await http.GetStringAsync("/", Cancel);
        Assert.Contains("href=\"/allotment-2/\"", list, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", list, StringComparison.Ordinal);
        Assert.Contains("Share the water.", list, StringComparison.Ordinal);
    }
}
