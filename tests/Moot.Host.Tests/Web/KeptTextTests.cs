using Moot.Kernel.Keys;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>What a page showed is kept, and made anew when something that it shows has changed: a title, a file, a text that it takes in, or what may be seen.</summary>
public sealed class KeptTextTests
{
    private const string MissingMark = "class=\"missing\"";

    [Fact]
    public async Task A_link_is_no_longer_missing_once_its_page_is_there()
    {
        await using var commons = await ServedCommons.Start();
        await commons.Write("Water", "See [[Pump]].");
        Assert.Contains(MissingMark, await commons.Get("page/Water"), StringComparison.Ordinal);
        await commons.Write("Elsewhere", "Nothing to do with it.");
        Assert.Contains(MissingMark, await commons.Get("page/Water"), StringComparison.Ordinal);

        await commons.Write("Pump", "It works.");

        Assert.DoesNotContain(MissingMark, await commons.Get("page/Water"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_taken_in_is_the_newest_and_goes_when_it_is_hidden_moved_or_erased()
    {
        await using var commons = await ServedCommons.Start();
        var text = Salt.NewBlob("First wording."u8.ToArray()); // the founder's own: whoever wrote a text may erase it alone
        var rules = await commons.Act(
            "page.create/1",
            $$"""{"text":"{{text.Id}}","bytes":{{text.Bytes.Length}},"format":"markdown"}""",
            """{"title":"Rules"}""",
            text
        );
        await commons.Write("Water", "{{page:Rules}}");
        Assert.Contains("First wording", await commons.Get("page/Water"), StringComparison.Ordinal);

        await commons.Act("body.hide/1", $$"""{"entry":{{rules}},"ground":"privacy"}""", """{"reason":"private"}""");
        Assert.DoesNotContain("First wording", await commons.Get("page/Water"), StringComparison.Ordinal);
        Assert.DoesNotContain("First wording", await commons.Get("page/~" + rules), StringComparison.Ordinal);

        await commons.Act("body.show/1", $$"""{"entry":{{rules}}}""", """{"reason":"again"}""");
        Assert.Contains("First wording", await commons.Get("page/Water"), StringComparison.Ordinal);
        Assert.Contains("First wording", await commons.Get("page/Rules"), StringComparison.Ordinal);

        await commons.Act("page.move/1", $$"""{"page":{{rules}}}""", """{"title":"House rules"}""");
        Assert.Contains("House rules", await commons.Get("page/House_rules"), StringComparison.Ordinal);
        Assert.Contains("First wording", await commons.Get("page/Water"), StringComparison.Ordinal);

        await commons.Act("body.erase/1", $$"""{"entry":{{rules}},"ground":"privacy"}""", """{"reason":"private"}""");
        Assert.DoesNotContain("First wording", await commons.Get("page/Water"), StringComparison.Ordinal);
        Assert.DoesNotContain("First wording", await commons.Get("page/House_rules"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sections_lead_to_the_title_that_the_page_has_now()
    {
        await using var commons = await ServedCommons.Start();
        await commons.Write("Water", "## One\n\na\n\n## Two\n\nb\n");
        var page = commons.Log.Head.World.Size - 1;
        Assert.Contains("edit/Water?section=", await commons.Get("page/Water"), StringComparison.Ordinal);

        await commons.Act("page.move/1", $$"""{"page":{{page}}}""", """{"title":"Brook"}""");

        var moved = await commons.Get("page/Brook");
        Assert.Contains("edit/Brook?section=", moved, StringComparison.Ordinal);
        Assert.DoesNotContain("edit/Water?section=", moved, StringComparison.Ordinal);
    }
}
