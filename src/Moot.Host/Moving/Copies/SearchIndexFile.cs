using System.Text.Encodings.Web;
using System.Text.Json;

namespace Moot.Host.Moving.Copies;

/// <summary>The index by which a copy is searched: for each word the pages that have it. A script, since a page that was opened as a file may read nothing else.</summary>
internal sealed class SearchIndexFile
{
    private readonly List<(string Title, string Path, string Beginning)> pages = [];

    // Word -> twice the page's number, and one more where it stands in the title.
    private readonly SortedDictionary<string, List<int>> places = new(StringComparer.Ordinal);

    /// <summary>Adds a page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="text">Its words.</param>
    public void Add(string title, string path, string text)
    {
        var number = pages.Count;
        var beginning = string.Join(
            ' ',
            text[..Math.Min(text.Length, 4 * CopyLimits.BeginningCharacters)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
        pages.Add((title, path, Shorten(beginning)));
        var inTitle = PlainText.Words(title).ToHashSet(StringComparer.Ordinal);
        var inText = PlainText.Words(text[..Math.Min(text.Length, CopyLimits.SearchedCharactersMax)]).ToHashSet(StringComparer.Ordinal);
        foreach (var word in inTitle.Union(inText, StringComparer.Ordinal))
        {
            (places.TryGetValue(word, out var known) ? known : places[word] = []).Add((2 * number) + (inTitle.Contains(word) ? 1 : 0));
        }
    }

    /// <summary>The script.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        bytes.Write("window.mootSearch="u8);
        using (var json = new Utf8JsonWriter(bytes, new() { Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All) }))
        {
            json.WriteStartObject();
            json.WriteStartArray("pages");
            foreach (var (title, path, beginning) in pages)
            {
                json.WriteStartArray();
                json.WriteStringValue(title);
                json.WriteStringValue(path);
                json.WriteStringValue(beginning);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteStartArray("words");
            foreach (var word in places.Keys)
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
            json.WriteStartArray("places");
            foreach (var at in places.Values)
            {
                json.WriteStartArray();
                foreach (var place in at)
                {
                    json.WriteNumberValue(place);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        bytes.Write(";\n"u8);
        return bytes.ToArray();
    }

    private static string Shorten(string text)
    {
        if (text.Length <= CopyLimits.BeginningCharacters)
        {
            return text;
        }

        var end = CopyLimits.BeginningCharacters - (char.IsHighSurrogate(text[CopyLimits.BeginningCharacters - 1]) ? 1 : 0);
        return text[..end].TrimEnd() + "…";
    }
}
