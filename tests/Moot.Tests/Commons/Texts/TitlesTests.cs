using CsCheck;
using Moot.Commons.Texts;
using Xunit;

namespace Moot.Tests.Commons.Texts;

public class TitlesTests
{
    [Theory]
    [InlineData("  House   rules ", "House rules")]
    [InlineData("House_rules", "House rules")]
    [InlineData("iPhone", "iPhone")]
    [InlineData("Cafe\u0301", "Café")]
    [InlineData("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글")]
    [InlineData("a\u3000b\u00a0c", "a b c")]
    [InlineData(".NET", ".NET")]
    [InlineData("A/B", "A/B")]
    [InlineData("می\u200cخواهم", "می\u200cخواهم")]
    [InlineData("What? 100% & \"more\"", "What? 100% & \"more\"")]
    [InlineData("\nPasted\r\n", "Pasted")]
    public void Titles_that_look_the_same_are_the_same(string raw, string title) => Assert.Equal(title, Titles.Normal(raw));

    [Theory]
    [InlineData("", "title-missing")]
    [InlineData(" _ ", "title-missing")]
    [InlineData("a[b", "title-character")]
    [InlineData("a]b", "title-character")]
    [InlineData("{a}", "title-character")]
    [InlineData("a|b", "title-character")]
    [InlineData("C#", "title-character")]
    [InlineData("<b>", "title-character")]
    [InlineData("/etc/passwd", "title-path")]
    [InlineData("..", "title-path")]
    [InlineData("../x", "title-path")]
    [InlineData("x/../y", "title-path")]
    [InlineData("x/.", "title-path")]
    [InlineData("a\tb", "title-invisible")]
    [InlineData("a\nb", "title-invisible")]
    [InlineData("a\0b", "title-invisible")]
    [InlineData("a\u202eb", "title-invisible")]
    [InlineData("a\u2066b", "title-invisible")]
    [InlineData("a\u200bb", "title-invisible")]
    [InlineData("a\u200e", "title-invisible")]
    [InlineData("a\u00adb", "title-invisible")]
    [InlineData("a\u200d", "title-invisible")]
    [InlineData("\u200da", "title-invisible")]
    [InlineData("\u3164", "title-invisible")]
    [InlineData("a\ufffe", "title-invisible")]
    [InlineData("a\ue000", "title-invisible")]
    public void A_title_that_would_mislead_is_refused(string raw, string code)
    {
        Assert.False(Titles.TryNormalize(raw, out var title, out var why));
        Assert.Equal(("", code), (title, why.Code));
    }

    [Fact]
    public void Half_a_character_is_no_title()
    {
        Assert.False(Titles.TryNormalize("a\ud800b", out _, out var why));
        Assert.Equal("title-broken", why.Code);
        Assert.Null(Titles.FromSlug("a\udc00"));
    }

    [Fact]
    public void A_title_has_at_most_255_characters()
    {
        Assert.NotNull(Titles.Normal(new string('a', 255)));
        Assert.Null(Titles.Normal(new string('a', 256)));
        Assert.Null(Titles.Normal(new string(' ', 5000)));
    }

    [Fact]
    public void A_title_in_order_stays_as_it_is_and_finds_its_way_back_from_its_address() =>
        Gen.String[0, 40]
            .Sample(
                raw =>
                {
                    if (Titles.Normal(raw) is { } title)
                    {
                        var slug = Titles.ToSlug(title);
                        Assert.Equal(title, Titles.Normal(title));
                        Assert.Equal(title, Titles.FromSlug(slug));
                        Assert.All(slug, c => Assert.True(c is > ' ' and < '\x7f' && !"\"'<>&?#\\".Contains(c)));
                    }
                },
                iter: 20_000
            );

    [Theory]
    [InlineData("House rules", "House_rules")]
    [InlineData("Grüße", "Gr%C3%BC%C3%9Fe")]
    [InlineData("日本", "%E6%97%A5%E6%9C%AC")]
    [InlineData("100%25", "100%2525")]
    [InlineData("a+b?c&d", "a%2Bb%3Fc%26d")]
    [InlineData("Talk:A/B", "Talk:A/B")]
    public void An_address_is_readable_and_certain(string title, string slug)
    {
        Assert.Equal(slug, Titles.ToSlug(title));
        Assert.Equal(title, Titles.FromSlug(slug));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("%zz")]
    [InlineData("%ff")]
    [InlineData("%C3")]
    [InlineData("%C0%AF")]
    [InlineData("%2e%2e")]
    [InlineData("%2Fetc")]
    [InlineData("a%00")]
    [InlineData("a%E2%80%AEb")]
    [InlineData("a%20%5Bb")]
    public void An_address_of_nothing_leads_nowhere(string slug) => Assert.Null(Titles.FromSlug(slug));

    [Theory]
    [InlineData("Talk:House", TitleRoom.Talk, "House")]
    [InlineData("category: Rules", TitleRoom.Category, "Rules")]
    [InlineData("File:Map.png", TitleRoom.File, "Map.png")]
    [InlineData("Talk:", TitleRoom.Page, "Talk:")]
    [InlineData("Star Wars: A", TitleRoom.Page, "Star Wars: A")]
    public void A_prefix_says_which_room(string title, TitleRoom room, string name) => Assert.Equal((room, name), Titles.Room(title));

    [Fact]
    public void A_page_has_one_talk()
    {
        Assert.Equal("Talk:House", Titles.TalkOf("House"));
        Assert.Equal("Talk:House", Titles.TalkOf("Talk:House"));
        Assert.Equal("Category:Rules", Titles.In(TitleRoom.Category, "Rules"));
    }

    // From NormalizationTest.txt of Unicode: order of marks, exclusions, singletons, Hangul, marks that are blocked.
    [Theory]
    [InlineData("D\u0307\u0323", "\u1E0C\u0307")]
    [InlineData("\u1E0A\u0323", "\u1E0C\u0307")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u2126", "\u03A9")]
    [InlineData("\uAC00\u11A8", "\uAC01")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("\uAC01\u11A8", "\uAC01\u11A8")]
    [InlineData("\u1100\uAC00\u11A8", "\u1100\uAC01")]
    [InlineData("\u0B47\u0300\u0B3E", "\u0B47\u0300\u0B3E")]
    [InlineData("a\u0315\u0300\u05AE\u0300b", "\u00E0\u05AE\u0300\u0315b")]
    [InlineData("\u0300a", "\u0300a")]
    [InlineData("\uF900", "\u8C48")]
    [InlineData("\uD834\uDD5E", "\uD834\uDD57\uD834\uDD65")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\u03B1\u0345\u0301", "\u1FB4")]
    [InlineData("\uFB1D", "\u05D9\u05B4")]
    [InlineData("plain é", "plain é")]
    public void Texts_are_composed_as_Unicode_says(string text, string composed)
    {
        Assert.Equal(composed, Nfc.Normalize(text));
        Assert.Equal(composed, Nfc.Normalize(composed));
    }
}
