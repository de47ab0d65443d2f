using System.Text.Json;
using System.Text.Unicode;

namespace Moot.Kernel.Encoding;

/// <summary>The one grammar of JSON in acts: an object on one line, whole numbers only, no name twice, no deeper than four.</summary>
/// <remarks>The bytes are signed and kept as they came; nothing is ever written again from what was read. I-JSON (RFC 7493) with stricter numbers:
/// <c>0 | -?[1-9][0-9]*</c> and at most 2^53 either way.</remarks>
public static class PublicJson
{
    private static readonly JsonReaderOptions Strict = new()
    {
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = Limits.JsonDepthMax,
    };

    /// <summary>Called with each name of the outermost object; false refuses it.</summary>
    public delegate bool NameRule(ref Utf8JsonReader nameReader);

    /// <summary>Checks the public part of an act. Never throws.</summary>
    public static bool TryCheck(ReadOnlySpan<byte> json, NameRule? name, out string error) =>
        TryCheck(json, Limits.PublicJsonBytesMax, textsOnly: false, name, out error);

    /// <summary>Checks a body: one object whose values are all texts. Never throws.</summary>
    public static bool TryCheckBody(ReadOnlySpan<byte> json, NameRule? name, out string error) =>
        TryCheck(json, Limits.BodyBytesMax, textsOnly: true, name, out error);

    private static bool TryCheck(ReadOnlySpan<byte> json, int bytesMax, bool textsOnly, NameRule? name, out string error)
    {
        error = "";
        if (json.Length > bytesMax)
        {
            error = $"The JSON has {json.Length} bytes; at most {bytesMax} are allowed.";
        }
        else if (json.IsEmpty || json[0] != (byte)'{' || json[^1] != (byte)'}')
        {
            error = "The JSON must be one object without anything around it.";
        }
        else if (json.IndexOfAnyInRange((byte)0, (byte)0x1f) >= 0 || json.Contains((byte)0x7f))
        {
            error = "The JSON must stand on one line without control characters.";
        }
        else if (!Utf8.IsValid(json))
        {
            error = "The JSON is not valid UTF-8.";
        }

        if (error.Length > 0)
        {
            return false;
        }

        try
        {
            return Scan(json, textsOnly, name, out error);
        }
        catch (JsonException e)
        {
            error = $"The JSON is broken near byte {e.BytePositionInLine ?? 0}.";
            return false;
        }
        catch (InvalidOperationException)
        {
            error = "The JSON has a text that is not valid Unicode.";
            return false;
        }
    }

    private static bool Scan(ReadOnlySpan<byte> json, bool textsOnly, NameRule? name, out string error)
    {
        var reader = new Utf8JsonReader(json, Strict);
        var names = new NameSet();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    names.Open();
                    break;
                case JsonTokenType.EndObject:
                    names.Close();
                    break;
                case JsonTokenType.PropertyName:
                    if (!names.Add(reader.ValueIsEscaped ? reader.GetString()! : System.Text.Encoding.UTF8.GetString(reader.ValueSpan)))
                    {
                        error = $"The JSON has the same name twice in one object, or more than {Limits.JsonNamesMax} names.";
                        return false;
                    }

                    if (reader.CurrentDepth == 1 && name is not null && !name(ref reader))
                    {
                        error = $"The JSON has a name that does not belong there: {reader.GetString()}.";
                        return false;
                    }

                    break;
                case JsonTokenType.Number when !IsWhole(reader.ValueSpan):
                    error = "Numbers must be whole and at most 2^53 either way.";
                    return false;
                case JsonTokenType.String when reader.ValueIsEscaped:
                    _ = reader.GetString(); // throws on a lone surrogate
                    break;
                default:
                    break;
            }

            if (textsOnly && reader.CurrentDepth > 0 && reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String))
            {
                error = "A body holds texts only.";
                return false;
            }
        }

        error = "";
        return true;
    }

    private static bool IsWhole(ReadOnlySpan<byte> number)
    {
        var digits = number[0] == (byte)'-' ? number[1..] : number;
        if (digits.Length is 0 or > 16 || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || (digits[0] == (byte)'0' && number.Length > 1))
        {
            return false;
        }

        return System.Buffers.Text.Utf8Parser.TryParse(digits, out long value, out _) && value <= Limits.IntegerMax;
    }

    /// <summary>Names of the objects that are open, innermost last. Objects here are small, so a list that is searched is quickest.</summary>
    private struct NameSet()
    {
        private readonly List<string> names = [];
        private readonly List<int> starts = [];

        public readonly void Open() => starts.Add(names.Count);

        public readonly void Close()
        {
            var start = starts[^1];
            starts.RemoveAt(starts.Count - 1);
            names.RemoveRange(start, names.Count - start);
        }

        public readonly bool Add(string name)
        {
            var start = starts[^1];
            if (names.Count - start < 32)
            {
                for (var i = start; i < names.Count; i++)
                {
                    if (string.Equals(names[i], name, StringComparison.Ordinal))
                    {
                        return false;
                    }
                }
            }
            else if (names.Count - start >= Limits.JsonNamesMax || names.IndexOf(name, start) >= 0)
            {
                return false;
            }

            names.Add(name);
            return true;
        }
    }
}
