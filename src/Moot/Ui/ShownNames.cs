using System.Text;
using Moot.Commons.Texts;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Erasure;
using Moot.Kernel.Membership;

namespace Moot.Ui;

/// <summary>How members' names are shown: without signs that nobody can see, and so that nobody can pass for another.</summary>
/// <remarks>Names are free, and several members may have the same. Those that look alike are all shown with the first digits of their owners' ids: <c>Ann (1a2b3c4d)</c>.
/// Which names look alike is this program's own view, for the eye alone; nothing that counts depends on it.</remarks>
/// <param name="texts">The names as they were written.</param>
public sealed class ShownNames(ProseCache texts)
{
    /// <summary>Hexadecimal digits of an id beside a name.</summary>
    public const int IdDigits = 8;

    /// <summary>Names whose looks are remembered.</summary>
    private const int LooksMax = 100_000;

    /// <summary>Small letters that look like others, each above the one that it is compared as: Cyrillic, Greek, small capitals, and digits (after confusables.txt of Unicode UTS #39).</summary>
    private const string Alike = "аеорсухіјѕԁԛԝһӏɡɑıοανιρυχκᴠзвнмтк01i|";
    private const string As = "aeopcyxljsdqwhlgaloavlpuxkvzbhmtkolll";

    private readonly Lock gate = new();
    private readonly Dictionary<long, string> looks = [];
    private (Roster Roster, Erasures Erasures, HashSet<MemberId> Shared)? known;

    /// <summary>What a member is called; null where the name is out of sight, or nothing of it can be seen.</summary>
    public string? NameOf(World world, MemberId id)
    {
        if (world.Get<Roster>().Find(id) is not { } member || texts.Prose(world, member.Named, "name") is not { } raw || Seen(raw) is not { Length: > 0 } name)
        {
            return null;
        }

        return Shared(world).Contains(id) ? $"{name} ({id.ToString()[..IdDigits]})" : name;
    }

    /// <summary>A name without controls, signs of direction and what else cannot be seen, and with one space where there are several.</summary>
    public static string Seen(string raw)
    {
        var seen = new StringBuilder(raw.Length);
        foreach (var rune in raw.EnumerateRunes())
        {
            var isSpace = Rune.IsWhiteSpace(rune) || (rune.IsBmp && TitleCharacters.IsSpace((char)rune.Value));
            if (isSpace ? seen.Length > 0 && seen[^1] != ' ' : !TitleCharacters.IsInvisible(rune.Value))
            {
                seen.Append(isSpace ? " " : rune.ToString());
            }
        }

        return seen.ToString().TrimEnd(' ');
    }

    /// <summary>What is left of a name for a hasty eye: two names of the same look are easily taken for each other.</summary>
    public static string Look(string raw)
    {
        var look = new StringBuilder(raw.Length);
        foreach (var letter in Nfc.Normalize(Seen(raw)).ToLowerInvariant())
        {
            var at = Alike.IndexOf(letter, StringComparison.Ordinal);
            if (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) || at >= 0)
            {
                look.Append(at < 0 ? letter : As[at]);
            }
        }

        return look.ToString();
    }

    /// <summary>The members whose names look like another's.</summary>
    private HashSet<MemberId> Shared(World world)
    {
        var (roster, erasures) = (world.Get<Roster>(), world.Get<Erasures>());
        lock (gate)
        {
            if (known is { } last && ReferenceEquals(last.Roster, roster) && ReferenceEquals(last.Erasures, erasures))
            {
                return last.Shared;
            }

            var (first, shared) = (new Dictionary<string, MemberId>(StringComparer.Ordinal), new HashSet<MemberId>());
            foreach (var member in roster.Members.Values)
            {
                if (erasures.Find(member.Named) is null && LookOf(world, member.Named) is { Length: > 0 } look && !first.TryAdd(look, member.Id))
                {
                    shared.Add(member.Id);
                    shared.Add(first[look]);
                }
            }

            known = (roster, erasures, shared);
            return shared;
        }
    }

    private string? LookOf(World world, long named)
    {
        if (!looks.TryGetValue(named, out var look))
        {
            if (texts.Prose(world, named, "name") is not { } raw)
            {
                return null;
            }

            if (looks.Count >= LooksMax)
            {
                looks.Clear();
            }

            looks[named] = look = Look(raw);
        }

        return look;
    }
}
