using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Moot.Kernel.Acts;

namespace Moot.Ui;

/// <summary>One language of the interface: every sentence, and how dates and numbers are written.</summary>
/// <remarks>Sentences lie in <c>*/Words/LANGUAGE.json</c>, one file for each capability. A sentence that depends on a number has the keys <c>x.one</c> and <c>x.other</c>
/// (Unicode CLDR plural rules; both languages here know these two). Dates and numbers are written from the words too, so that every machine shows the same page.</remarks>
public sealed class Words
{
    private static readonly FrozenDictionary<string, Words> All = Load();
    private readonly FrozenDictionary<string, string> sentences;
    private readonly ImmutableArray<string> months;

    private Words(string code, IReadOnlyDictionary<string, string> sentences)
    {
        (Code, this.sentences) = (code, sentences.ToFrozenDictionary(StringComparer.Ordinal));
        months = [.. this["date.months"].Split(' ')];
    }

    /// <summary>The languages that there are, English first.</summary>
    public static ImmutableArray<Words> Languages { get; } = [.. All.Values.OrderBy(w => w.Code != "en").ThenBy(w => w.Code, StringComparer.Ordinal)];

    /// <summary>English.</summary>
    public static Words English => All["en"];

    /// <summary>The language's code (BCP 47).</summary>
    public string Code { get; }

    /// <summary><c>ltr</c> or <c>rtl</c>.</summary>
    public string Direction => this["language.direction"];

    /// <summary>All keys, for tests.</summary>
    public IEnumerable<string> Keys => sentences.Keys;

    /// <summary>A sentence.</summary>
    /// <exception cref="KeyNotFoundException">There is none: a bug.</exception>
    public string this[string key] =>
        sentences.TryGetValue(key, out var sentence) ? sentence : throw new KeyNotFoundException($"{Code} has no words for {key}.");

    /// <summary>A sentence that need not be there; null where it is not.</summary>
    public string? FindSentence(string key) => sentences.GetValueOrDefault(key);

    /// <summary>The language of a code; null where there is none.</summary>
    public static Words? Find(string code) => All.GetValueOrDefault(code);

    /// <summary>The best language for an Accept-Language header (RFC 9110 §12.5.4); English where none fits.</summary>
    public static Words For(string? accepted)
    {
        var best = (Words: English, Weight: -1m);
        foreach (var part in (accepted ?? "").Split(',', 32, StringSplitOptions.TrimEntries))
        {
            var (tag, weight) = part.Split(';', 2, StringSplitOptions.TrimEntries) is [var t, var q]
                ? (
                    t,
                    q.StartsWith("q=", StringComparison.Ordinal)
                    && decimal.TryParse(q.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var w)
                        ? w
                        : 0m
                )
                : (part, 1m);
            if (weight > 0 && weight > best.Weight && Find(tag.Split('-')[0].ToLowerInvariant()) is { } words)
            {
                best = (words, weight);
            }
        }

        return best.Words;
    }

    /// <summary>A sentence with values in its places {0}, {1} ...</summary>
    public string Say(string key, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.InvariantCulture, this[key], values);

    /// <summary>A sentence that depends on a number, which is {0}.</summary>
    public string Count(string key, long number, params ReadOnlySpan<object?> more) =>
        Say(number == 1 ? key + ".one" : key + ".other", [Number(number), .. more]);

    /// <summary>The sentence of a refusal: in this language where it has one for the code, else as the judge said it.</summary>
    /// <remarks>A refusal that names something has the key <c>refusal.CODE.named</c>; a reason among what is named has <c>refusal.why.</c> and the English reason.</remarks>
    public string Refusal(Verdict verdict) =>
        verdict.Named is { Length: > 0 } named && sentences.GetValueOrDefault($"refusal.{verdict.Code}.named") is { } form
            ? string.Format(CultureInfo.InvariantCulture, form, [.. named.Select(n => (object)(sentences.GetValueOrDefault("refusal.why." + n) ?? n))])
            : sentences.GetValueOrDefault("refusal." + verdict.Code) ?? verdict.Sentence ?? "";

    /// <summary>A whole number with its thousands set apart.</summary>
    public string Number(long number)
    {
        var digits = Math.Abs((decimal)number).ToString(CultureInfo.InvariantCulture);
        for (var i = digits.Length - 3; i > 0; i -= 3)
        {
            digits = digits.Insert(i, this["number.group"]);
        }

        return number < 0 ? "−" + digits : digits;
    }

    /// <summary>A size, in bytes, kB or MB.</summary>
    public string Bytes(long bytes) =>
        bytes < 1_000 ? $"{Number(bytes)} B"
        : bytes < 1_000_000 ? $"{Number((bytes + 500) / 1_000)} kB"
        : $"{Number((bytes + 500_000) / 1_000_000)} MB";

    /// <summary>A date, in words.</summary>
    public string Date(Moment at)
    {
        var date = at.ToDate();
        return Say("date.day", date.Day, months[date.Month - 1], date.Year);
    }

    /// <summary>A date and the time of day, in UTC.</summary>
    public string DateTime(Moment at) => Say("date.time", Date(at), at.ToDate().ToString("HH:mm", CultureInfo.InvariantCulture));

    private static FrozenDictionary<string, Words> Load()
    {
        var languages = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        var assembly = typeof(Words).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("words/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var code = Path.GetFileNameWithoutExtension(name);
            var sentences = languages.TryGetValue(code, out var known) ? known : languages[code] = new(StringComparer.Ordinal);
            foreach (var (key, sentence) in JsonSerializer.Deserialize(stream, WordsJson.Default.DictionaryStringString)!)
            {
                sentences.Add(key, sentence);
            }
        }

        return languages.ToFrozenDictionary(l => l.Key, l => new Words(l.Key, l.Value), StringComparer.Ordinal);
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class WordsJson : System.Text.Json.Serialization.JsonSerializerContext;
