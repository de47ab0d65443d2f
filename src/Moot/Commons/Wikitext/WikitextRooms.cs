using System.Collections.Immutable;
using System.Globalization;

namespace Moot.Commons.Wikitext;

/// <summary>Rooms of another wiki: their names in its own language, and what they are called here.</summary>
public static class WikitextRooms
{
    private const int Project = 4;
    private const int ProjectTalk = 5;
    private const int LastOfAll = 15;

    /// <summary>What a room is called in every wiki's texts; null for those that each wiki names: the main one and its talk, and the rooms about the wiki itself.</summary>
    /// <param name="number">Its number, as MediaWiki counts.</param>
    public static string? Everywhere(int number) => number is > 1 and not Project and not ProjectTalk and <= LastOfAll ? WikitextTitle.NameOf(number) : null;

    /// <summary>Reads the list of rooms that came with a wiki.</summary>
    /// <param name="lines">On each line a number, how it treats the first letter, and the name, parted by spaces; a line that is not so is passed over.</param>
    /// <returns>What a room of the wiki is called here, by its name there in small letters.</returns>
    public static ImmutableDictionary<string, string> Read(string lines)
    {
        var rooms = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var line in lines.Split('\n'))
        {
            if (
                line.Split(' ', 3) is not [var word, _, { Length: > 0 } name]
                || !int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            )
            {
                continue;
            }

            var here = Everywhere(number) ?? (number < 0 ? WikitextTitle.NameOf(number) : null) ?? (number == 1 ? "Talk" : name);
            rooms[name.ToLowerInvariant()] = here;
            if (number is Project or ProjectTalk)
            {
                rooms[WikitextTitle.NameOf(number)!.ToLowerInvariant()] = name;
            }
        }

        return rooms.ToImmutable();
    }
}
