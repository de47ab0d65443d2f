using System.Globalization;
using System.Text;
using Moot.Commons.Texts;
using Xunit;

namespace Moot.Tests.Commons.Texts;

/// <summary>The table says what Unicode said when it was written out.</summary>
public class TitleCharactersTests
{
    /// <summary>The base library whose categories the table was compared with; later ones know more characters.</summary>
    private const int ComparedWith = 10;

    [Fact]
    public void The_table_says_what_Unicode_said()
    {
        Assert.SkipUnless(Environment.Version.Major == ComparedWith, "A later base library may know more characters; the table stays.");
        for (var character = 0; character <= 0x10FFFF; character++)
        {
            if (!Rune.IsValid(character))
            {
                continue;
            }

            var category = Rune.GetUnicodeCategory(new Rune(character));
            var isInvisible =
                category
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.PrivateUse
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator;
            Assert.True(isInvisible == TitleCharacters.IsInvisible(character), $"U+{character:X4} is {category}");
            if (character <= char.MaxValue)
            {
                Assert.Equal(category == UnicodeCategory.SpaceSeparator, TitleCharacters.IsSpace((char)character));
                Assert.Equal(char.IsWhiteSpace((char)character), TitleCharacters.Blanks.Contains((char)character, StringComparison.Ordinal));
            }
        }
    }
}
