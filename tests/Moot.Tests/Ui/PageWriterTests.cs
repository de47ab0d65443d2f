using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Moot.Ui;
using Xunit;

namespace Moot.Tests.Ui;

/// <summary>Pages are written as the compiler of their files says, and nothing that somebody typed becomes HTML.</summary>
public sealed class PageWriterTests
{
    private sealed class Whole : Part
    {
        [Parameter]
        public string Said { get; set; } = "";

        [Parameter]
        public long Number { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "p");
            builder.AddAttribute(1, "title", Said);
            builder.AddAttribute(2, "hidden", true);
            builder.AddAttribute(3, "open", false);
            builder.AddAttribute(4, "lang", (string?)null);
            builder.AddAttribute(5, "value", (object)Number);
            builder.AddContent(6, Said);
            builder.OpenElement(7, "br");
            builder.CloseElement();
            builder.OpenElement(8, "i");
            builder.CloseElement();
            builder.CloseElement();
            builder.AddMarkupContent(9, "<b>as it is</b>");
            builder.OpenComponent<Frame>(10);
            builder.AddComponentParameter(11, "Title", Said);
            builder.AddComponentParameter(12, "ChildContent", (RenderFragment)(inner => inner.AddContent(13, Number)));
            builder.CloseComponent();
            builder.AddContent(14, "end");
        }
    }

    private sealed class Frame : Part
    {
        private string shown = "";

        [Parameter]
        public string Title { get; set; } = "";

        [Parameter]
        public RenderFragment? ChildContent { get; set; }

        protected override void OnParametersSet() => shown = Title + "!";

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.AddContent(0, shown);
            builder.OpenElement(1, "main");
            builder.AddContent(2, ChildContent);
            builder.CloseElement();
        }
    }

    private sealed class Endless : Part
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<Endless>(0);
            builder.CloseComponent();
        }
    }

    [Fact]
    public void Parts_are_written_in_their_order_and_texts_are_harmless() =>
        Assert.Equal(
            "<p title=\"&lt;&quot;&amp;\" hidden value=\"7\">&lt;&quot;&amp;<br /><i></i></p><b>as it is</b>&lt;&quot;&amp;!<main>7</main>end",
            Html<Whole>(("Said", "<\"&"), ("Number", 7L))
        );

    [Theory]
    [InlineData("ä😀\u2028")]
    [InlineData("\ud83d")] // half of a character
    [InlineData("<script>alert(1)</script>")]
    public void A_long_text_is_encoded_as_the_encoder_does_it(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 20_000));

        var encoded = HtmlEncoder.Default.Encode(text);

        Assert.Equal($"{encoded}!<main></main>", Html<Frame>(("Title", text)));
    }

    [Fact]
    public void Nothing_is_left_from_the_page_before()
    {
        var first = Html<Whole>(("Said", "one"), ("Number", 1L));
        _ = Html<Whole>(("Said", "two"), ("Number", 2L));

        Assert.Equal(first, Html<Whole>(("Said", "one"), ("Number", 1L)));
    }

    [Fact]
    public void A_part_without_end_is_an_error_and_does_not_stop_the_program() => Assert.Throws<InvalidOperationException>(() => Html<Endless>());

    [Fact]
    public void A_parameter_that_a_part_does_not_have_is_an_error() => Assert.Throws<KeyNotFoundException>(() => Html<Frame>(("Tilte", "x")));

    private static string Html<TPart>(params (string Name, object? Value)[] parameters)
        where TPart : Part
    {
        using var text = new PageText();
        using var writer = new PageWriter(text, HtmlEncoder.Default);
        writer.Write(typeof(TPart), parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal));
        return text.Written.ToString();
    }
}
