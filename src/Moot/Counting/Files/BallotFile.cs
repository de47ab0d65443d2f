using System.Text;

namespace Moot.Counting.Files;

/// <summary>Reads ballots from the files in which others keep them, whichever form they have.</summary>
/// <remarks>Debian's tally sheets, PrefLib, BLT, ABIF, SecurePoll's dumps, CSV, and JSON with a matrix. The form is known by what the file says, not by its name only.</remarks>
public static class BallotFile
{
    /// <summary>Bytes of a file.</summary>
    public const int BytesMax = 200_000_000;

    /// <summary>Characters of one line.</summary>
    public const int LineCharactersMax = 100_000;

    /// <summary>Characters of an option's name.</summary>
    public const int NameCharactersMax = 1_000;

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">What is in it: UTF-8, or ISO 8859-1 where it is no UTF-8.</param>
    /// <param name="name">Its name, for the ending.</param>
    /// <param name="wantsScores">True if marks are to be read as scores where the file could mean either.</param>
    /// <param name="poll">The poll.</param>
    /// <param name="error">What is wrong, in which line, and what to do; or the empty string.</param>
    /// <param name="optionsMax">Options that are read at most.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, string name, bool wantsScores, out Poll poll, out string error, int optionsMax = Poll.OptionsMax)
    {
        poll = new([], [], [], wantsScores);
        if (bytes.Length > BytesMax)
        {
            error = "The file is larger than 200 MB: count a smaller one, or put equal ballots together.";
            return false;
        }

        try
        {
            poll = Read(Text(bytes), Path.GetExtension(name).ToLowerInvariant(), wantsScores, optionsMax);
            error =
                poll.Options.Length == 0 ? "The file names no options."
                : poll.Ballots == 0 && poll.Matrix is null ? "The file has no ballots."
                : "";
        }
        catch (BallotException e)
        {
            error = e.Message;
        }

        return error.Length == 0;
    }

    private static Poll Read(string text, string ending, bool wantsScores, int optionsMax)
    {
        var lines = new Lines(text, optionsMax);
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("<") ? SecurePollFile.Read(text, optionsMax)
            : ending is ".abif" ? AbifFile.Read(lines, wantsScores)
            : start.StartsWith("[") || (start.StartsWith("{") && ending is ".json") ? JsonFile.Read(text, wantsScores, optionsMax)
            : ending is ".soc" or ".soi" or ".toc" or ".toi" || text.Contains("# NUMBER ALTERNATIVES", StringComparison.Ordinal) ? PrefLibFile.Read(lines)
            : ending is ".blt" or ".hil" ? BltFile.Read(lines)
            : ending is ".csv" ? CsvFile.Read(lines, wantsScores)
            : DebianSheet.IsOne(text) ? DebianSheet.Read(lines)
            : start.StartsWith("{") || AbifFile.IsOne(text) ? AbifFile.Read(lines, wantsScores)
            : BltFile.IsOne(text) ? BltFile.Read(lines)
            : text.AsSpan(0, Math.Min(text.Length, LineCharactersMax)).Contains(',') ? CsvFile.Read(lines, wantsScores)
            : throw new BallotException(
                1,
                "this is none of the forms that can be read: a Debian tally sheet, .soc .soi .toc .toi, .blt, .abif, a SecurePoll dump (.xml), .csv, or .json"
            );
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(false, true).GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            return System.Text.Encoding.Latin1.GetString(bytes);
        }
    }
}

/// <summary>A file of ballots cannot be read; the message begins with the line.</summary>
/// <param name="line">From 1.</param>
/// <param name="what">What is wrong, and what to do.</param>
public sealed class BallotException(int line, string what) : Exception($"Line {line}: {what}.")
{
    /// <summary>From 1.</summary>
    public int Line { get; } = line;
}

/// <summary>The lines of a file, with their numbers.</summary>
internal sealed class Lines
{
    private readonly string[] all;

    public Lines(string text, int optionsMax)
    {
        OptionsMax = optionsMax;
        all = text.ReplaceLineEndings("\n").Split('\n');
        var tooLong = Array.FindIndex(all, l => l.Length > BallotFile.LineCharactersMax);
        if (tooLong >= 0)
        {
            throw new BallotException(tooLong + 1, $"has more than {BallotFile.LineCharactersMax} characters");
        }
    }

    /// <summary>Options that are read at most.</summary>
    public int OptionsMax { get; }

    /// <summary>Number and text of each line.</summary>
    public IEnumerable<(int Number, string Text)> All => all.Select((text, i) => (i + 1, text));
}

/// <summary>What the readers of the single forms share.</summary>
internal static class Reading
{
    /// <summary>A whole number from 0 on.</summary>
    public static long Count(int line, string text, string what) =>
        long.TryParse(text.Trim(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
        && number <= Poll.VotesMax
            ? number
            : throw new BallotException(line, $"\"{Short(text)}\" is no {what}: it is a whole number from 0 to {Poll.VotesMax}");

    /// <summary>A rank from 1 on.</summary>
    public static short Rank(int line, string text)
    {
        var rank = Count(line, text, "rank");
        return rank is >= 1 and <= Poll.MarkMax
            ? (short)rank
            : throw new BallotException(line, $"\"{Short(text)}\" is no rank: ranks begin with 1, which is best, and end with {Poll.MarkMax}");
    }

    /// <summary>A score, perhaps below 0.</summary>
    public static short Score(int line, string text) =>
        int.TryParse(text.Trim(), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var score)
        && Math.Abs((long)score) <= Poll.MarkMax
            ? (short)score
            : throw new BallotException(line, $"\"{Short(text)}\" is no score: it is a whole number, at most {Poll.MarkMax}");

    /// <summary>The names of a poll: each once, none empty, not too many.</summary>
    public static System.Collections.Immutable.ImmutableArray<string> Names(int line, IEnumerable<string> names, int optionsMax)
    {
        var all = System.Collections.Immutable.ImmutableArray.CreateRange(names.Select(n => n.Trim()));
        var twice = all.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return all.Length > optionsMax ? throw new BallotException(line, $"there are {all.Length} options; {optionsMax} can be counted")
            : all.Any(n => n.Length is 0 or > BallotFile.NameCharactersMax)
                ? throw new BallotException(line, $"an option has no name, or one of more than {BallotFile.NameCharactersMax} characters")
            : twice is not null ? throw new BallotException(line, $"two options are called \"{Short(twice.Key)}\": give them different names")
            : all;
    }

    /// <summary>Adds a ballot.</summary>
    public static void Add(
        this PollBuilder builder,
        int line,
        long count,
        ReadOnlySpan<short> marks,
        System.Collections.Immutable.ImmutableArray<int> written = default
    )
    {
        if (!builder.Add(count, marks, written))
        {
            throw new BallotException(line, $"these are more than {Poll.VotesMax} votes or {Poll.MarksMax} marks, which is too much for one count");
        }
    }

    /// <summary>A ballot that ranks nobody.</summary>
    public static short[] Blank(int options, bool isScored)
    {
        var marks = new short[options];
        Array.Fill(marks, isScored ? (short)0 : Poll.Unranked);
        return marks;
    }

    /// <summary>A ballot from groups, the best first; what is named twice counts where it is named first.</summary>
    public static (short[] Marks, System.Collections.Immutable.ImmutableArray<int> Written) Ordered(int options, IReadOnlyList<IReadOnlyList<int>> groups)
    {
        var marks = Blank(options, isScored: false);
        var isTwice = false;
        foreach (var (place, group) in groups.Index())
        {
            foreach (var option in group)
            {
                isTwice |= marks[option] != Poll.Unranked;
                marks[option] = marks[option] == Poll.Unranked ? (short)(place + 1) : marks[option];
            }
        }

        return (marks, isTwice ? [.. groups.SelectMany(g => g)] : default);
    }

    /// <summary>A text as it may stand in a message.</summary>
    public static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
