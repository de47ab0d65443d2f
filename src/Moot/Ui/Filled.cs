using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Moot.Kernel.Acts;

namespace Moot.Ui;

/// <summary>A form that somebody filled in, or the same fields as one JSON object from a program.</summary>
/// <param name="Fields">The fields; lines end with a line feed, whatever the browser sent.</param>
/// <param name="Files">The files.</param>
public sealed record Filled(IReadOnlyDictionary<string, StringValues> Fields, IFormFileCollection Files)
{
    /// <summary>Fields of one form.</summary>
    public const int FieldsMax = 1_000;

    /// <summary>UTF-16 characters of one field: a page's text, as a browser may send it.</summary>
    public const int FieldCharactersMax = 8 << 20;

    /// <summary>Bytes of a form with its files.</summary>
    public const long BytesMax = Kernel.Limits.BlobBytesMax + (1 << 20);

    private const int EarliestYear = 1970;
    private const int LatestYear = 9_000;

    private static readonly string[] TimeForms = ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm'Z'", "yyyy-MM-ddTHH:mm:ss'Z'"];

    /// <summary>A field; empty where it was not sent.</summary>
    public string this[string name] => Fields.TryGetValue(name, out var value) ? value.ToString() : "";

    /// <summary>True if a box was ticked.</summary>
    public bool Has(string name) => this[name] is { Length: > 0 } value && !string.Equals(value, "false", StringComparison.Ordinal);

    /// <summary>A whole number; null where it is none.</summary>
    public long? Number(string name) =>
        long.TryParse(this[name], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A time in UTC, as a browser's field has it: to the minute, or a day, which belongs to it. Null where nothing was written.</summary>
    /// <returns>False where something else was written.</returns>
    public bool TryTime(string name, out Moment? time)
    {
        time = null;
        var text = this[name].Trim();
        if (text.Length == 0)
        {
            return true;
        }

        var culture = System.Globalization.CultureInfo.InvariantCulture;
        var isDay = DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, System.Globalization.DateTimeStyles.None, out var day);
        if (!isDay && !DateTime.TryParseExact(text, TimeForms, culture, System.Globalization.DateTimeStyles.None, out _))
        {
            return false;
        }

        var read = isDay ? day.ToDateTime(TimeOnly.MinValue) : DateTime.ParseExact(text, TimeForms, culture, System.Globalization.DateTimeStyles.None);
        time = read.Year is < EarliestYear or > LatestYear
            ? null
            : Moment.Of(new DateTimeOffset(read, TimeSpan.Zero)) + (isDay ? TimeSpan.FromDays(1) : TimeSpan.Zero);
        return time is not null;
    }

    /// <summary>The form of a request: what a route's handler takes as an argument.</summary>
    public static async ValueTask<Filled?> BindAsync(HttpContext http)
    {
        var filled = await Bind(http);
        http.Items[typeof(Filled)] = filled;
        return filled;
    }

    /// <summary>The form of a request whose handler took it; null where it takes none.</summary>
    public static Filled? Of(HttpContext http) => http.Items[typeof(Filled)] as Filled;

    private static async ValueTask<Filled> Bind(HttpContext http)
    {
        if (http.Request.HasJsonContentType())
        {
            return new(await FromJson(http), new FormFileCollection());
        }

        var form = await Read(http);
        return new(form.ToDictionary(f => f.Key, f => new StringValues([.. f.Value.Select(OneEnding)]), StringComparer.Ordinal), form.Files);
    }

    /// <summary>The form as it was sent, read once within the limits.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than that, or no form.</exception>
    public static async Task<IFormCollection> Read(HttpContext http)
    {
        if (http.Features.Get<IFormFeature>() is not { Form: not null })
        {
            var options = new FormOptions
            {
                ValueCountLimit = FieldsMax,
                ValueLengthLimit = FieldCharactersMax,
                MultipartBodyLengthLimit = BytesMax,
                BufferBodyLengthLimit = BytesMax,
            };
            http.Features.Set<IFormFeature>(new FormFeature(http.Request, options));
        }

        try
        {
            return http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        }
        catch (IOException e) when (!http.RequestAborted.IsCancellationRequested)
        {
            throw new BadHttpRequestException(e.Message, StatusCodes.Status400BadRequest, e); // a part without an end
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            var isTooLarge = e.Message.Contains("limit", StringComparison.OrdinalIgnoreCase);
            throw new BadHttpRequestException(e.Message, isTooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest, e);
        }
    }

    private static async Task<Dictionary<string, StringValues>> FromJson(HttpContext http)
    {
        var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        try
        {
            using var json = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            foreach (var member in json.RootElement.EnumerateObject().Take(FieldsMax))
            {
                fields[member.Name] = member.Value.ValueKind switch
                {
                    JsonValueKind.Array => new StringValues([.. member.Value.EnumerateArray().Take(FieldsMax).Select(v => OneEnding(v.ToString()))]),
                    JsonValueKind.True => "true",
                    JsonValueKind.False or JsonValueKind.Null => "",
                    _ => OneEnding(member.Value.ToString()),
                };
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new BadHttpRequestException("The body must be one JSON object.", StatusCodes.Status400BadRequest, e);
        }

        return fields;
    }

    /// <summary>Browsers send a form's lines with CR LF (HTML, "normalize newlines").</summary>
    private static string OneEnding(string? text) => (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}
