using Moot.Kernel.Membership;
using Moot.Kernel.Tree;
using Moot.Ui;

namespace Moot.Signing;

/// <summary>Finds members by what people type: a name, or the first digits of an id.</summary>
public static class MemberNames
{
    /// <summary>Hexadecimal digits of an id that are enough, as addresses of members have them.</summary>
    private const int IdDigitsMin = 16;

    /// <summary>The one member who is meant; null where there is none, or more than one.</summary>
    public static Member? Find(Desk desk, string typed)
    {
        var wanted = typed.Trim();
        var roster = desk.State<Roster>();
        if (Hash.TryParseHex(wanted, out var whole) && roster.Find(new(whole)) is { } exact)
        {
            return exact;
        }

        var staying = roster.Members.Values.Where(m => m.Left is null);
        var isId = wanted.Length >= IdDigitsMin && wanted.All(char.IsAsciiHexDigitLower);
        var found = staying
            .Where(m =>
                (isId && m.Id.ToString().StartsWith(wanted, StringComparison.Ordinal))
                || string.Equals(desk.Prose(m.Named, "name"), wanted, StringComparison.OrdinalIgnoreCase)
            )
            .Take(2)
            .ToList();
        return wanted.Length > 0 && found is [var one] ? one : null;
    }
}
