using System.Text;
using System.Text.RegularExpressions;
using Moot.Ui;
using Xunit;

namespace Moot.Tests;

/// <summary>The one stylesheet stays small, and reads from either side.</summary>
public sealed partial class StylesheetTests
{
    private const int BytesMax = 15 << 10;

    private static string Css
    {
        get
        {
            var parts = Asset.Url("moot.css").Split('/');
            return Encoding.UTF8.GetString(Asset.Find(parts[2], parts[3])!.Value.Bytes);
        }
    }

    [Fact]
    public void It_is_small() => Assert.InRange(Encoding.UTF8.GetByteCount(Css), 1, BytesMax);

    [Fact]
    public void It_names_no_side_of_the_screen() => Assert.Empty(Sided().Matches(Css).Select(m => m.Value));

    [Fact]
    public void Control_a_side_is_caught() => Assert.Single(Sided().Matches("a { padding-left: 1px; }"));

    [Fact]
    public void It_fetches_nothing_from_elsewhere() => Assert.DoesNotContain("url(", Css, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"(?<![\w-])(margin|padding|border)-(left|right)|(?<![\w-])(left|right)\s*:|(text-align|float|clear)\s*:\s*(left|right)")]
    private static partial Regex Sided();
}
