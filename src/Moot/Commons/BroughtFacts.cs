using Moot.Commons.Wikitext;
using Moot.Kernel;

namespace Moot.Commons;

/// <summary>What a page of another wiki may know of the wiki that it was written for.</summary>
public static class BroughtFacts
{
    /// <summary>Some facts, with the language and the names of rooms of the wiki that a page came from.</summary>
    /// <param name="facts">Of the place where the page stands; they stay where it came from nowhere.</param>
    /// <param name="world">The association.</param>
    /// <param name="page">The page; null where there is none yet.</param>
    /// <param name="prose">Reads a field of an entry; null where it is out of sight.</param>
    public static WikitextFacts WithOrigin(this WikitextFacts facts, World world, Page? page, Func<long, string, string?> prose)
    {
        if (page is null || world.Get<Library>().Imports.FindBrought(page.Id) is not { Import: var import })
        {
            return facts;
        }

        return facts with
        {
            Language = prose(import, "language") ?? facts.Language,
            IsFirstLetterLarge = prose(import, "letters") is not "case-sensitive",
            Rooms = prose(import, "spaces") is { } spaces ? WikitextRooms.Read(spaces) : facts.Rooms,
        };
    }
}
