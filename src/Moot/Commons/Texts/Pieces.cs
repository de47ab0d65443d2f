namespace Moot.Commons.Texts;

/// <summary>A text taken apart, and each piece as a number that equal pieces share.</summary>
internal sealed class Pieces
{
    private Pieces(string text, List<int> starts, int[] ids) => (Text, Starts, Ids) = (text, starts, ids);

    public string Text { get; }

    /// <summary>Where each piece begins, and where the last one ends.</summary>
    public List<int> Starts { get; }

    public int[] Ids { get; }

    public int Count => Ids.Length;

    /// <summary>The piece of this number.</summary>
    public ReadOnlySpan<char> this[int index] => Text.AsSpan(Starts[index], Starts[index + 1] - Starts[index]);

    /// <summary>What stands from one piece up to another.</summary>
    public ReadOnlySpan<char> Span(int first, int count) => Text.AsSpan(Starts[first], Starts[first + count] - Starts[first]);

    /// <summary>The lines of several texts.</summary>
    public static Pieces[] Lines(params ReadOnlySpan<string> texts) => Read(Words.LineStarts, texts);

    /// <summary>The words of several texts.</summary>
    public static Pieces[] OfWords(params ReadOnlySpan<string> texts) => Read(Words.Starts, texts);

    private static Pieces[] Read(Func<ReadOnlySpan<char>, List<int>> take, ReadOnlySpan<string> texts)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var byText = known.GetAlternateLookup<ReadOnlySpan<char>>();
        var result = new Pieces[texts.Length];
        for (var t = 0; t < texts.Length; t++)
        {
            var text = texts[t];
            var starts = take(text);
            var ids = new int[starts.Count - 1];
            for (var i = 0; i < ids.Length; i++)
            {
                var piece = text.AsSpan(starts[i], starts[i + 1] - starts[i]);
                if (!byText.TryGetValue(piece, out ids[i]))
                {
                    ids[i] = known.Count;
                    byText[piece] = ids[i];
                }
            }

            result[t] = new(text, starts, ids);
        }

        return result;
    }
}
