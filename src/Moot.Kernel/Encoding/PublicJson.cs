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
                    if (!names.Add(json, ref reader))
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

    /// <summary>Names of the objects that are open, innermost last, as places in the JSON. Objects here are small, so a list that is searched is quickest.</summary>
    private ref struct NameSet()
    {
        [ThreadStatic]
        private static (int Start, int Length, string? Unescaped)[]? rented;

        private readonly (int Start, int Length, string? Unescaped)[] names = rented ??= new (int, int, string?)[Limits.JsonNamesMax * Limits.JsonDepthMax];
        private Starts starts;
        private int count;
        private int depth;

        public void Open() => starts[depth++] = count;

        public void Close() => count = starts[--depth];

        public bool Add(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
        {
            var first = starts[depth - 1];
            if (count - first >= Limits.JsonNamesMax)
            {
                return false;
            }

            // The reader stands on the quotation mark before the name.
            var added = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped ? reader.GetString() : null);
            for (var i = first; i < count; i++)
            {
                if (AreSame(json, names[i], added))
                {
                    return false;
                }
            }

            names[count++] = added;
            return true;
        }

        private static bool AreSame(
            ReadOnlySpan<byte> json,
            in (int Start, int Length, string? Unescaped) one,
            in (int Start, int Length, string? Unescaped) other
        )
        {
            if (one.Unescaped is null && other.Unescaped is null)
            {
                return json.Slice(one.Start, one.Length).SequenceEqual(json.Slice(other.Start, other.Length));
            }

            return string.Equals(Text(json, one), Text(json, other), StringComparison.Ordinal);
        }

        private static string Text(ReadOnlySpan<byte> json, in (int Start, int Length, string? Unescaped) name) =>
            name.Unescaped ?? System.Text.Encoding.UTF8.GetString(json.Slice(name.Start, name.Length));

        [System.Runtime.CompilerServices.InlineArray(Limits.JsonDepthMax + 1)]
        private struct Starts
        {
            private int first;
        }
    }
}
