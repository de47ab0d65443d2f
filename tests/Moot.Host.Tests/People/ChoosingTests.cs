using System.Net;
using Moot.Commons;
using Moot.Host.Operations;
using Moot.Kernel.Acts;
using Xunit;

namespace Moot.Host.Tests.People;

/// <summary>Members choose the first page, and find one another by name.</summary>
public sealed class ChoosingTests : IAsyncLifetime
{
    private const string Words = "correct horse battery staple";

    private Village village = null!;

    public async ValueTask InitializeAsync() => village = await Village.Found();

    public ValueTask DisposeAsync() => village.DisposeAsync();

    private Library Library => village.World.Get<Library>();

    [Fact]
    public async Task The_first_page_is_chosen_by_its_title_and_the_choice_can_be_taken_back()
    {
        using var gil = village.NewBrowser();
        await gil.Join("Gil", Words);
        await gil.Write("Oldest");
        await gil.Write("Welcome");
        await gil.Write("Welcome_to_all");
        Assert.Null(Library.Front);
        var settings = (await gil.Get("settings")).Text;
        Assert.Contains("page/Oldest\"", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("Take the last choice back", settings, StringComparison.Ordinal);

        // Half a title chooses nothing, and is offered what begins so; what was typed stays.
        var half = await gil.Do("settings/front", ("title", "welc"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, half.Status);
        Assert.Contains("value=\"welc\"", half.Text, StringComparison.Ordinal);
        Assert.Contains(">Welcome to all</button>", half.Text, StringComparison.Ordinal);
        Assert.Null(Library.Front);

        Assert.Equal("/settings#front", (await gil.Do("settings/front", ("title", "WELCOME"))).Location);
        var (oldest, welcome) = (Library.Pages.First().Key, Library.Front!.Value);
        Assert.Equal("Welcome", TitleIndex.Of(village.Room.Served).TitleOf(village.World, Library.FrontPage!));
        settings = (await gil.Get("settings")).Text;
        Assert.Contains("Take the last choice back: Oldest", settings, StringComparison.Ordinal);
        Assert.Contains($"<button name=\"page\" value=\"{oldest}\"", settings, StringComparison.Ordinal);
        await gil.Do("settings/front", ("page", $"{oldest}"));
        Assert.Equal(oldest, Library.Front);
        Assert.Contains("Take the last choice back: Welcome", (await gil.Get("settings")).Text, StringComparison.Ordinal);

        // Who chose is told; strangers choose nothing; a page that is not there is none.
        Assert.Matches(">Gil</a>\\s*– <a href=\"/page/Oldest\"", (await gil.Get("settings")).Text);
        using var stranger = village.NewBrowser();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await stranger.Do("settings/front", ("page", $"{welcome}"))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await gil.Do("settings/front", ("page", "999"))).Status);
        Assert.Equal(oldest, Library.Front);
    }

    [Fact]
    public async Task Members_are_found_by_a_part_of_their_name_and_not_by_one_that_is_hidden()
    {
        foreach (var name in new[] { "Jérôme Blanc", "Ilka", "<b>Bold</b>" })
        {
            using var browser = village.NewBrowser();
            await browser.Join(name, Words);
        }

        using var reader = village.NewBrowser();
        Assert.Contains("Jérôme Blanc", (await reader.Get("members?q=BLANC")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ilka", (await reader.Get("members?q=blanc")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Bold", (await reader.Get("members?q=" + Uri.EscapeDataString("<b>"))).Text, StringComparison.Ordinal);
        Assert.Contains("Nobody is called so", (await reader.Get("members?q=zebra")).Text, StringComparison.Ordinal);

        var ilka = village
            .World.Get<Kernel.Membership.Roster>()
            .Members.Values.Single(m => string.Equals(village.Room.Served.Texts.Prose(village.World, m.Named, "name"), "Ilka", StringComparison.Ordinal));
        Assert.Contains("Ilka", (await reader.Get("members?q=ilka")).Text, StringComparison.Ordinal);
        var hide = ActPen.Compose(
            ActPen.Place.Of(village.Room.Log.Head, village.Folder.Origin, village.Founder),
            village.Clock,
            "body.hide/1",
            new() { ["entry"] = ilka.Named, ["ground"] = "privacy" },
            new() { ["reason"] = "She asked for it." },
            village.FounderKey
        );
        var hidden = await village.Submit(hide.ToBytes());
        Assert.True(hidden.Verdict.IsLawful, hidden.Verdict.Sentence);
        Assert.Contains("Nobody is called so", (await reader.Get("members?q=ilka")).Text, StringComparison.Ordinal);
        Assert.Contains(ilka.Id.ToString()[..16], (await reader.Get("members?q=" + ilka.Id.ToString()[..8])).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Somebody_is_found_among_ten_thousand_at_once()
    {
        const int Members = 10_000;
        foreach (var part in Enumerable.Range(0, Members).Chunk(500))
        {
            var joins = part.Select(number =>
            {
                using var key = Kernel.Keys.SigningKey.Create();
                var place = ActPen.Place.Of(village.Room.Log.Head, village.Folder.Origin, member: null);
                return ActPen.Compose(place, village.Clock, Kernel.Membership.Join.Kind, [], new() { ["name"] = $"Member {number:00000}" }, key).ToBytes();
            });
            foreach (var receipt in await Task.WhenAll(joins.Select(village.Submit)))
            {
                Assert.True(receipt.Verdict.IsLawful, receipt.Verdict.Sentence);
            }
        }

        using var reader = village.NewBrowser();
        var times = new List<TimeSpan>();
        foreach (var asked in new[] { "member 04711", "09999", "zebra", "member" })
        {
            var begun = TimeProvider.System.GetTimestamp();
            var page = (await reader.Get("members?q=" + Uri.EscapeDataString(asked))).Text;
            times.Add(TimeProvider.System.GetElapsedTime(begun));
            Assert.Equal(
                !string.Equals(asked, "zebra", StringComparison.Ordinal),
                page.Contains("called so", StringComparison.Ordinal) && !page.Contains("Nobody", StringComparison.Ordinal)
            );
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"first, which reads all names: {times[0]}; then: {string.Join(", ", times.Skip(1))}");
        Assert.True(times.Skip(1).Min() < TimeSpan.FromSeconds(1), $"{times[^1]}");
    }
}
