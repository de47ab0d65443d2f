using System.Text.Json;
using System.Text.Json.Nodes;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;

namespace Moot.Host.Commands;

/// <summary>An entry on one line, for people and for programs.</summary>
internal static class EntryLine
{
    /// <summary>Reads an entry and its body.</summary>
    public static Entry Parse(in StoredEntry stored) =>
        Entry.TryParse(stored.Bytes, out var entry, out var error)
            ? entry!
            : throw new LogException("malformed", $"Entry {stored.Index} cannot be read: {error}");

    /// <summary>For people.</summary>
    public static string Text(Entry entry, in StoredBody body)
    {
        var who = entry.Act.Member is { } member ? $"{member.ToString()[..12]}" : $"guest {entry.Act.Key.ToString()[..8]}";
        var content = System.Text.Encoding.UTF8.GetString(entry.Act.Public.Span);
        var prose = body.State switch
        {
            BodyState.Present => System.Text.Encoding.UTF8.GetString(body.Bytes.Span),
            BodyState.Erased => "(erased)",
            BodyState.Hidden => "(hidden)",
            _ => "",
        };
        var said = string.Join(' ', new[] { content, prose }.Where(t => t is not ("" or "{}")));
        return $"#{entry.Index}  {entry.At.ToDate():yyyy-MM-dd HH:mm:ss}Z  {entry.Act.Kind}  {who} ({Entry.Word(entry.Assurance)})  {said}";
    }

    /// <summary>For programs.</summary>
    public static JsonObject Json(Entry entry, in StoredBody body) =>
        new()
        {
            ["index"] = entry.Index,
            ["at"] = entry.At.ToString(),
            ["kind"] = entry.Act.Kind,
            ["id"] = entry.Act.Id.ToHex(),
            ["actor"] = entry.Act.Member?.ToString() ?? "guest",
            ["key"] = entry.Act.Key.ToString(),
            ["assurance"] = Entry.Word(entry.Assurance),
            ["public"] = JsonNode.Parse(entry.Act.Public.Span),
            ["bodyState"] = body.State.ToString().ToLowerInvariant(),
            ["body"] = body.State == BodyState.Present ? JsonNode.Parse(body.Bytes.Span) : null,
        };
}
