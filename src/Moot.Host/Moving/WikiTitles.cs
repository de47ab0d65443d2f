using System.Globalization;
using System.Text;
using Moot.Commons.Texts;
using Moot.Commons.Wikitext;

namespace Moot.Host.Moving;

/// <summary>What pages of another wiki are called here.</summary>
/// <remarks>
/// Titles stay as they are but for the names of rooms, which wikis have in many languages: users, files, templates, help and categories are called so here.
/// Two kinds cannot stay: those of talk pages, since <c>Talk:</c> leads to the threads here, so that an old talk page is called <c>Talk archive:</c>;
/// and those that nobody could read or reach here. What a page was called is kept beside its title and is written back.
/// </remarks>
internal static class WikiTitles
{
    /// <summary>What stands before the name of an old talk page.</summary>
    public const string TalkArchive = "Talk archive:";

    private const int TalkSpace = 1;

    /// <summary>What a page is called here.</summary>
    public static string Here(WikiPage page)
    {
        var name = page.Title;
        if (WikitextRooms.Everywhere(page.Namespace) is { } room && name.IndexOf(':', StringComparison.Ordinal) is > 0 and var end)
        {
            name = $"{room}:{name[(end + 1)..]}";
        }
        else if (page.Namespace == TalkSpace && name.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
        {
            name = TalkArchive + name[(colon + 1)..];
        }
        else if (Titles.Room(name) is (TitleRoom.Talk, var subject))
        {
            name = TalkArchive + subject;
        }

        return Titles.Normal(name) ?? Titles.Normal(Visible(name)) ?? $"Page {page.Id.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>A title without characters that nobody can see.</summary>
    private static string Visible(string title)
    {
        var visible = new StringBuilder(title.Length);
        foreach (var rune in title.EnumerateRunes())
        {
            if (
                Rune.GetUnicodeCategory(rune)
                is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator)
            )
            {
                visible.Append(rune.ToString());
            }
        }

        return visible.ToString();
    }
}
