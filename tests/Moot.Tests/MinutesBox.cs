using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Moot.Deciding;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Testing;

namespace Moot.Tests;

/// <summary>The secret ballots of a story, as the host that it plays in keeps them. In a story a token is made from what was said, so that it is the same each time it is played.</summary>
internal sealed class MinutesBox
{
    private readonly Dictionary<(long Matter, string Voter), (string Token, string Marks, string Seal)> papers = [];
    private ((long, string) At, (string, string, string) Paper)? pending;
    private int number;

    /// <summary>The seal of a ballot; the ballot is kept once the act was lawful.</summary>
    public string Seal(string marks, string voter, MemberId id, long matter)
    {
        var token = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{voter} {matter} {number++}")))
        )[..32];
        var seal = Balloting.Seal(token, id, matter, marks);
        pending = ((matter, voter), (token, marks, seal));
        return seal;
    }

    /// <summary>Keeps the ballot whose seal was entered, or forgets it.</summary>
    public void Settle(bool isLawful)
    {
        if (isLawful && pending is var (at, paper))
        {
            papers[at] = paper;
        }

        pending = null;
    }

    /// <summary>What a voter has: the token and the ballot.</summary>
    public (string Token, string Marks, string Seal) Of(string voter, long matter) =>
        papers.TryGetValue((matter, voter), out var paper) ? paper : throw new MinutesException($"{voter} has no secret ballot here.");

    /// <summary>Which poll of a matter is open.</summary>
    public static int Poll(long matter, Hall hall) => Now(matter, hall)?.PollNumber ?? 1;

    private static Matter? Now(long matter, Hall hall)
    {
        var state = hall.World.Get<Assembly>();
        return state.Find(matter) is { } found ? Progress.At(found, hall.Now, new Electorate(state, hall.World.Get<Roster>(), hall.World.Entries).Count) : null;
    }

    /// <summary>The lines of a tally sheet, in order of the receipts; or what a dishonest host makes of them.</summary>
    /// <param name="words">The label, then what is done to the sheet.</param>
    /// <param name="matter">The matter.</param>
    /// <param name="hall">The association.</param>
    /// <param name="idOf">The member of a name.</param>
    public IEnumerable<string> Sheet(string[] words, long matter, Hall hall, Func<string, MemberId> idOf)
    {
        var now = Now(matter, hall)!;
        var seals = (now.Balloting ?? now.PastBallots[^1]).Papers.Values.Select(p => p.Seal).ToHashSet(StringComparer.Ordinal);
        var lines = papers
            .Where(p => p.Key.Matter == matter && seals.Contains(p.Value.Seal))
            .ToDictionary(
                p => p.Key.Voter,
                p => new SheetLine(p.Value.Marks, Balloting.Receipt(p.Value.Token, idOf(p.Key.Voter), matter)),
                StringComparer.Ordinal
            );
        var isBackwards = false;
        for (var i = 1; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "without":
                    _ = lines.Remove(words[++i]);
                    break;
                case "adding":
                    lines.Add($"nobody {i}", new(words[++i], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"made up {i}")))));
                    break;
                case "changing":
                    lines[words[i + 1]] = lines[words[i + 1]] with { Marks = words[i + 2] };
                    i += 2;
                    break;
                default:
                    isBackwards = true;
                    break;
            }
        }

        var sorted = lines.Values.OrderBy(l => l.Receipt, StringComparer.Ordinal).Select(l => l.ToString());
        return isBackwards ? sorted.Reverse() : sorted;
    }
}
