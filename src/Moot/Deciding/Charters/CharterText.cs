using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Moot.Deciding.Charters;

/// <summary>A charter as text that people read and edit: one rule a line, what belongs to something two spaces further in.</summary>
/// <remarks>
/// <code>
/// charter 1
/// role steward
///   term 365d
///   by vote
/// pathway vote
///   appeal close within 60d
///   stage ballot vote
///     by members for 4d
///     for 7d
///     pass more than 1/2 of cast
///     quorum 5
/// subject anything by vote
/// power ban by role steward
///   undo by role steward
///   mandate
///   for 30d
/// </code>
/// Empty lines and lines that begin with <c>#</c> are passed over. Written out again, it always has the same form. docs/format/charter.md has every rule.
/// </remarks>
public static class CharterText
{
    /// <summary>UTF-16 characters of a charter.</summary>
    public const int CharactersMax = 24_000;

    /// <summary>Characters of the name of a role, pathway, stage or power.</summary>
    public const int NameCharactersMax = 40;

    /// <summary>Roles, pathways, subjects and powers, each.</summary>
    public const int BlocksMax = 256;

    /// <summary>Stages of one pathway.</summary>
    public const int StagesMax = 16;

    private const string First = "charter 1";

    /// <summary>Reads a charter. Never throws.</summary>
    /// <param name="text">The text.</param>
    /// <param name="charter">The charter; null where it cannot be read.</param>
    /// <param name="error">What is wrong, with its line.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out Charter? charter, out string error)
    {
        charter = null;
        error = "";
        if (text.Length > CharactersMax)
        {
            error = $"The charter has {text.Length} characters; at most {CharactersMax} are taken.";
            return false;
        }

        try
        {
            charter = new CharterReader(text).Read();
            return true;
        }
        catch (CharterException e)
        {
            error = e.Message;
            return false;
        }
    }

    /// <summary>Reads a charter as it stands in the log: in the one form that <see cref="Write"/> gives it, so without remarks, which nobody could erase there.</summary>
    public static bool TryReadPlain(string text, [NotNullWhen(true)] out Charter? charter, out string error)
    {
        if (!TryRead(text, out charter, out error) || string.Equals(Write(charter), text, StringComparison.Ordinal))
        {
            return charter is not null;
        }

        error = "In the log a charter stands without remarks and in one form: the one in which the program shows it.";
        charter = null;
        return false;
    }

    /// <summary>A charter as somebody wrote it, in the form in which it stands in the log; as it was written where it cannot be read, so that the judge says why.</summary>
    public static string Tidy(string text) => TryRead(text, out var charter, out _) ? Write(charter) : text;

    /// <summary>Writes a charter out, always in the same form.</summary>
    public static string Write(Charter charter)
    {
        var lines = new StringBuilder(First).Append('\n');
        foreach (var role in charter.Roles.Values)
        {
            Line(0, $"role {role.Name}");
            foreach (var key in ArticleKeys.OfRole)
            {
                Line(1, key.Name, key.Write(role));
            }
        }

        foreach (var pathway in charter.Pathways.Values)
        {
            Line(0, $"pathway {pathway.Name}");
            foreach (var key in ArticleKeys.OfPathway)
            {
                Line(1, key.Name, key.Write(pathway));
            }

            foreach (var stage in pathway.Stages)
            {
                Line(1, $"stage {stage.Name} {Kernel.Acts.WordJson<Method>.Word(stage.Method)}");
                foreach (var key in StageKeys.All)
                {
                    Line(2, key.Name, key.Write(stage));
                }
            }
        }

        foreach (var area in charter.Areas.Values)
        {
            Line(0, $"area {area.Name}");
            foreach (var key in ArticleKeys.OfArea)
            {
                Line(1, key.Name, key.Write(area));
            }
        }

        foreach (var subject in charter.Subjects.Values)
        {
            Line(0, $"subject {subject.Noun} by {string.Join(", ", subject.By)}");
        }

        foreach (var power in charter.Powers.Values)
        {
            Line(0, $"power {power.Name} by {power.By}");
            foreach (var key in ArticleKeys.OfPower)
            {
                Line(1, key.Name, key.Write(power));
            }
        }

        return lines.ToString();

        void Line(int depth, string name, string? value = "")
        {
            if (value is not null)
            {
                lines.Append(' ', 2 * depth).Append(name).Append(value.Length > 0 ? " " : "").Append(value).Append('\n');
            }
        }
    }

    /// <summary>True if something in a charter may have this name: lower-case letters and digits, with hyphens within.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= NameCharactersMax
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && text[0] != '-'
        && text[^1] != '-';
}

/// <summary>A charter cannot be read.</summary>
/// <param name="line">The line, from 1.</param>
/// <param name="what">What is wrong with it.</param>
internal sealed class CharterException(int line, string what) : Exception(line > 0 ? $"Line {line}: {what}" : what);
