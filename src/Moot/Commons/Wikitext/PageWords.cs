using System.Globalization;
using Moot.Commons.Texts;

namespace Moot.Commons.Wikitext;

/// <summary>Magic words about the page and the place: their names are written in capitals.</summary>
internal sealed class PageWords(WikitextRun run)
{
    /// <summary>The word; null where it is none.</summary>
    public string? Of(string name) =>
        name switch
        {
            "!" => "|",
            "=" => "=",
            "CONTENTLANGUAGE" or "CONTENTLANG" or "PAGELANGUAGE" => run.Facts.Language,
            "DIRECTIONMARK" or "DIRMARK" => "\u200E",
            _ => name.ToUpperInvariant() switch
            {
                "SITENAME" => run.Facts.SiteName,
                "SERVER" => run.Facts.Server,
                "SERVERNAME" => Uri.TryCreate(
                    run.Facts.Server.StartsWith("//", StringComparison.Ordinal) ? "http:" + run.Facts.Server : run.Facts.Server,
                    UriKind.Absolute,
                    out var server
                )
                    ? server.Host
                    : "",
                "SCRIPTPATH" or "STYLEPATH" => "",
                _ => Time(name) ?? About(name, run.Own),
            },
        };

    /// <summary>The word about another page; null where it is none.</summary>
    public string? Of(string name, string page) =>
        About(name, run.Own) is null ? null
        : WikitextTitle.Of(page, run.Facts) is { Elsewhere: null, Name.Length: > 0 } title ? About(name, title)
        : "";

    /// <summary>With underscores for spaces.</summary>
    public static string Underscored(string words) => words.Replace(' ', '_');

    private static string? About(string name, WikitextTitle title)
    {
        var isEncoded =
            name.Length > 5
            && name.EndsWith('E')
            && name is not ("NAMESPACE" or "TALKSPACE" or "SUBJECTSPACE" or "ARTICLESPACE")
            && !name.EndsWith("NAME", StringComparison.Ordinal);
        var slash = title.Name.LastIndexOf('/');
        var first = title.Name.IndexOf('/', StringComparison.Ordinal);
        var words = (isEncoded ? name[..^1] : name) switch
        {
            "PAGENAME" => title.Name,
            "FULLPAGENAME" => title.Full,
            "BASEPAGENAME" => slash > 0 ? title.Name[..slash] : title.Name,
            "ROOTPAGENAME" => first > 0 ? title.Name[..first] : title.Name,
            "SUBPAGENAME" => slash > 0 ? title.Name[(slash + 1)..] : title.Name,
            "TALKPAGENAME" => In(title.TalkRoom, title.Name),
            "SUBJECTPAGENAME" or "ARTICLEPAGENAME" => In(title.SubjectRoom, title.Name),
            "NAMESPACE" => title.Room,
            "NAMESPACENUMBER" => title.Number?.ToString(CultureInfo.InvariantCulture) ?? "",
            "TALKSPACE" => title.TalkRoom,
            "SUBJECTSPACE" or "ARTICLESPACE" => title.SubjectRoom,
            _ => null,
        };
        return words is null ? null
            : isEncoded ? Titles.ToSlug(words)
            : System.Net.WebUtility.HtmlEncode(words).Replace("''", "&#39;&#39;", StringComparison.Ordinal);
    }

    private static string In(string room, string name) => room.Length == 0 ? name : room + ":" + name;

    private string? Time(string name)
    {
        var isLocal = name.StartsWith("LOCAL", StringComparison.Ordinal);
        if ((!isLocal && !name.StartsWith("CURRENT", StringComparison.Ordinal)) || run.Facts.At is not { } at)
        {
            return null;
        }

        string Shown(string format) => at.ToString(format, CultureInfo.InvariantCulture);
        return name[(isLocal ? 5 : 7)..] switch
        {
            "YEAR" => Shown("yyyy"),
            "MONTH" or "MONTH2" => Shown("MM"),
            "MONTH1" => Shown("%M"),
            "MONTHNAME" or "MONTHNAMEGEN" => Shown("MMMM"),
            "MONTHABBREV" => Shown("MMM"),
            "DAY" => Shown("%d"),
            "DAY2" => Shown("dd"),
            "DAYNAME" => Shown("dddd"),
            "DOW" => ((int)at.DayOfWeek).ToString(CultureInfo.InvariantCulture),
            "WEEK" => ISOWeek.GetWeekOfYear(at.DateTime).ToString(CultureInfo.InvariantCulture),
            "TIME" => Shown("HH:mm"),
            "HOUR" => Shown("HH"),
            "TIMESTAMP" => Shown("yyyyMMddHHmmss"),
            _ => null,
        };
    }
}
