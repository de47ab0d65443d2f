using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Moot.Kernel;
using Moot.Kernel.Acts;

namespace Moot.Following;

/// <summary>Which acts a reader wants to see.</summary>
/// <param name="Kind">all, edits, talk, people or files.</param>
/// <param name="Who">The first digits of a member's id or a guest's key; null for everybody.</param>
/// <param name="IsGuestsOnly">True for acts of guests.</param>
/// <param name="IsUnreviewedOnly">True for edits that no member has looked at.</param>
/// <param name="IsMinorHidden">True to leave small changes out.</param>
/// <param name="Since">The first day, in UTC; null for all.</param>
/// <param name="Room">Only pages of this room: page, talk, category or file; null for all.</param>
/// <param name="Before">Only entries before this one; null for the newest.</param>
/// <param name="Bots">hide to leave out what programs did, only for nothing else; empty for all.</param>
/// <param name="Marked">any for what this host's filters marked, the number of a filter for what that one did; empty for all.</param>
public sealed record ActFilter(
    string Kind = ActFilter.All,
    string? Who = null,
    bool IsGuestsOnly = false,
    bool IsUnreviewedOnly = false,
    bool IsMinorHidden = false,
    DateOnly? Since = null,
    string? Room = null,
    long? Before = null,
    string Bots = "",
    string Marked = ""
)
{
    public const string All = "all";
    public const string Edits = "edits";
    public const string Talks = "talk";
    public const string People = "people";
    public const string Files = "files";

    /// <summary>Groups of kinds, as they are offered.</summary>
    public static readonly string[] Kinds = [All, Edits, Talks, People, Files];

    /// <summary>Rooms of pages, as they are offered.</summary>
    public static readonly string[] Rooms = ["page", "category"];

    /// <summary>What programs do is left out.</summary>
    public const string HideBots = "hide";

    /// <summary>Nothing but what programs do.</summary>
    public const string OnlyBots = "only";

    /// <summary>What any filter marked.</summary>
    public const string AnyMark = "any";

    /// <summary>Digits of a filter's number.</summary>
    private const int MarkDigitsMax = 18;

    /// <summary>The filter whose marks are asked for; null for any.</summary>
    public long? MarkedBy => long.TryParse(Marked, NumberStyles.None, CultureInfo.InvariantCulture, out var filter) ? filter : null;

    /// <summary>Digits by which somebody is named, at the least and at the most.</summary>
    private const int WhoDigitsMin = 8;
    private const int WhoDigitsMax = 64;

    /// <summary>The filter that an address asks for; what cannot be read is passed over.</summary>
    public static ActFilter Of(IQueryCollection query)
    {
        var kind = One(query["kind"]);
        var who = One(query["who"]).Trim().ToLowerInvariant();
        var room = One(query["room"]);
        var (bots, marked) = (One(query["bots"]), One(query["marked"]));
        return new(
            Array.IndexOf(Kinds, kind) >= 0 ? kind : All,
            who.Length is >= WhoDigitsMin and <= WhoDigitsMax && who.All(char.IsAsciiHexDigitLower) ? who : null,
            Has(query["guests"]),
            Has(query["unreviewed"]),
            Has(query["no-minor"]),
            DateOnly.TryParseExact(One(query["since"]), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var since) ? since : null,
            Array.IndexOf(Rooms, room) >= 0 ? room : null,
            long.TryParse(One(query["before"]), NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : null,
            bots is HideBots or OnlyBots ? bots : "",
            marked is AnyMark || (marked.Length is > 0 and <= MarkDigitsMax && marked.All(char.IsAsciiDigit)) ? marked : ""
        );
    }

    /// <summary>The filter as it stands in an address, with another place to begin at.</summary>
    public string Query(long? before)
    {
        var parts = new List<string>();
        Add(!string.Equals(Kind, All, StringComparison.Ordinal), $"kind={Kind}");
        Add(Who is not null, $"who={Who}");
        Add(IsGuestsOnly, "guests=1");
        Add(IsUnreviewedOnly, "unreviewed=1");
        Add(IsMinorHidden, "no-minor=1");
        Add(Since is not null, $"since={SinceText}");
        Add(Room is not null, $"room={Room}");
        Add(Bots.Length > 0, $"bots={Bots}");
        Add(Marked.Length > 0, $"marked={Marked}");
        Add(before is not null, $"before={before}");
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);

        void Add(bool isThere, string part)
        {
            if (isThere)
            {
                parts.Add(part);
            }
        }
    }

    /// <summary>The first day, as a date field has it.</summary>
    public string SinceText => Since?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The moment from which on acts are shown.</summary>
    public Moment From => Since is { } day ? Moment.Of(new(day, TimeOnly.MinValue, TimeSpan.Zero)) : default;

    /// <summary>True for each kind of act, by its number, that belongs to the group.</summary>
    public bool[] KindsIn(Registry registry) => [.. registry.Kinds.Select(k => string.Equals(Kind, All, StringComparison.Ordinal) || IsIn(k.Name))];

    private bool IsIn(string kind) =>
        Kind switch
        {
            Edits => kind.StartsWith("page.", StringComparison.Ordinal),
            Talks => kind.StartsWith("talk.", StringComparison.Ordinal),
            Files => kind.StartsWith("file.", StringComparison.Ordinal),
            _ => kind.StartsWith("member.", StringComparison.Ordinal) || kind.StartsWith("key.", StringComparison.Ordinal),
        };

    private static string One(StringValues values) => values.Count > 0 ? values[0] ?? "" : "";

    private static bool Has(StringValues values) => One(values) is "1" or "on" or "true";
}
