using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using Moot.Kernel.Erasure;
using Moot.Kernel.Membership;
using Moot.Ui;

namespace Moot.Membership;

/// <summary>Finds members by any part of their names. Names are erasable, so they are no state: they are read from the bodies once and kept in memory.</summary>
public sealed class NameIndexView
{
    private readonly Lock gate = new();
    private readonly Dictionary<MemberId, (long Named, string Key)> keys = [];

    /// <summary>The index of an association.</summary>
    public static NameIndexView Of(Served served) => served.Keep(_ => new NameIndexView());

    /// <summary>What a name is compared by: large and small letters count alike.</summary>
    public static string KeyOf(string name) => Nfc.Normalize(name.Trim()).ToUpperInvariant();

    /// <summary>Members in whose names these letters stand, or whose ids begin so. A name that is out of sight is not found.</summary>
    public List<Member> Find(Desk desk, string text)
    {
        var (key, erasures, found) = (KeyOf(text), desk.State<Erasures>(), new List<Member>());
        var isId = text.Length >= MembershipRoutes.PrefixMin && text.All(char.IsAsciiHexDigitLower);
        lock (gate)
        {
            foreach (var member in desk.State<Roster>().Members.Values)
            {
                if (!keys.TryGetValue(member.Id, out var known) || known.Named != member.Named)
                {
                    if (desk.Prose(member.Named, "name") is not { } name)
                    {
                        continue;
                    }

                    keys[member.Id] = known = (member.Named, KeyOf(name));
                }

                if (
                    (known.Key.Contains(key, StringComparison.Ordinal) && erasures.Find(member.Named) is null)
                    || (isId && member.Id.ToString().StartsWith(text, StringComparison.Ordinal))
                )
                {
                    found.Add(member);
                }
            }
        }

        return found;
    }
}
