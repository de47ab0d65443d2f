using System.Text;

namespace Moot.Host.Web;

/// <summary>What programs that follow links should leave alone (RFC 9309): forms, and what can be worked out for each pair of texts. With it, <c>wget -m</c> takes all there is to read and comes to an end.</summary>
/// <remarks>Some programs, wget among them, compare the beginning of the path alone, so nothing here has a star or a question mark.</remarks>
internal static class Robots
{
    private static readonly string[] Left =
    [
        // forms
        "begin",
        "claims",
        "edit/",
        "enter/",
        "erase/",
        "hide/",
        "join",
        "language",
        "me/",
        "move/",
        "restore/",
        "settings",
        "settle/",
        "show/",
        "sign-in",
        "talk/answer/",
        "talk/begin",
        "talk/edit/",
        "talk/move/",
        "talk/reopen/",
        "talk/resolve/",
        "talk/split/",
        "undo/",
        "upload",
        // what depends on who asks
        "for-me",
        "invite",
        "search",
        // one for each text or pair of texts: pages of their own, which say nothing that the texts do not
        "author/",
        "blame/",
        "diff",
        "entry/",
        "talk/entry/",
    ];

    /// <summary>The file for all associations of a site.</summary>
    public static string Of(Site site)
    {
        var text = new StringBuilder("User-agent: *\n");
        foreach (var root in site.IsSingle ? ["/"] : site.Rooms.Select(r => $"/{r.Slug}/"))
        {
            foreach (var path in Left)
            {
                text.Append("Disallow: ").Append(root).Append(path).Append('\n');
            }
        }

        return text.ToString();
    }
}
