using System.Collections.Concurrent;
using Moot.Commons;
using Moot.Commons.Texts;
using Moot.Ui;

namespace Moot.Talk;

/// <summary>Words of messages, shown; what was shown before is kept until something in the log changes.</summary>
/// <param name="served">The association.</param>
public sealed class MessageTextViews(Served served)
{
    /// <summary>Shown messages that are kept.</summary>
    private const int KeptMax = 1_000;

    /// <summary>UTF-16 characters of all shown messages that are kept.</summary>
    private const int KeptCharactersMax = 16 << 20;

    private readonly ConcurrentDictionary<(long Entry, string Language), (long Size, Rendered Shown)> kept = new();
    private int keptCharacters;

    /// <summary>The messages of an association.</summary>
    public static MessageTextViews Of(Served served) => served.Keep(s => new MessageTextViews(s));

    /// <summary>The words of an entry as they are read; null where they are out of sight.</summary>
    public Rendered? Show(Desk desk, long entry)
    {
        var key = (entry, desk.Words.Code);
        if (kept.TryGetValue(key, out var known) && known.Size == desk.World.Size)
        {
            return known.Shown;
        }

        if (desk.Prose(entry, "text") is not { } text)
        {
            return null;
        }

        var shown = PageTexts.Of(served).ShowMessage(desk, text, $"{entry}-");
        if (kept.Count >= KeptMax || keptCharacters >= KeptCharactersMax)
        {
            kept.Clear();
            keptCharacters = 0;
        }

        kept[key] = (desk.World.Size, shown);
        Interlocked.Add(ref keptCharacters, shown.Html.Length);
        return shown;
    }

    /// <summary>Words as they would be read.</summary>
    public Rendered Show(Desk desk, string text) => PageTexts.Of(served).ShowMessage(desk, text, "new-");
}
