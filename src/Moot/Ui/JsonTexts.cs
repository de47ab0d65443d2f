using System.Text.Json.Nodes;

namespace Moot.Ui;

/// <summary>JSON is read lazily: what is wrong with a text in it shows only when the text is asked for. This asks for all of them at once.</summary>
public static class JsonTexts
{
    /// <summary>Reads every name and text.</summary>
    /// <exception cref="ArgumentException">A name is there twice.</exception>
    /// <exception cref="InvalidOperationException">A text has half a character.</exception>
    public static void ReadAll(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, value) in members)
                {
                    ReadAll(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    ReadAll(item);
                }

                break;
            case JsonValue value:
                _ = value.TryGetValue<string>(out _);
                break;
            default:
                break;
        }
    }
}
