using System.Text.RegularExpressions;

namespace Moot.Architecture.Tests;

/// <summary>Rules about texts; each answers with the sentences of what breaks it.</summary>
internal static partial class TidyRules
{
    public const int LinesMax = 600;
    public const int MedianLinesMax = 120;

    public static IEnumerable<string> NotTooLong(IEnumerable<Text> files) =>
        files.Where(f => f.Lines > LinesMax).Select(f => $"{f.Path} has {f.Lines} lines, more than {LinesMax}: which two things is it?");

    public static IEnumerable<string> MedianIsSmall(IEnumerable<Text> files)
    {
        var lines = files.Select(f => f.Lines).Order().ToList();
        return lines.Count > 0 && lines[lines.Count / 2] > MedianLinesMax
            ? [$"the median file has {lines[lines.Count / 2]} lines, more than {MedianLinesMax}"]
            : [];
    }

    /// <summary>What is not done is an open matter of the project, not a mark in the code.</summary>
    public static IEnumerable<string> NothingLeftUndone(IEnumerable<Text> files) =>
        from file in files
        from mark in Mark().EnumerateMatches(file.Content).Lines(file)
        select $"{file.Path}:{mark} leaves a mark of unfinished work";

    /// <summary>A path of somebody's own machine helps nobody else.</summary>
    public static IEnumerable<string> NoPrivatePaths(IEnumerable<Text> files) =>
        from file in files
        from line in PrivatePath().EnumerateMatches(file.Content).Lines(file)
        select $"{file.Path}:{line} names a folder of one machine";

    /// <summary>Links to other texts of the project lead somewhere, and so do links to headings.</summary>
    public static IEnumerable<string> LinksResolve(IReadOnlyList<Text> documents, Func<string, bool> exists)
    {
        foreach (var document in documents)
        {
            foreach (Match link in Link().Matches(Fenced().Replace(document.Content, "")))
            {
                var (target, heading) = link.Groups[1].Value.Split('#') is [var t, var h] ? (t, h) : (link.Groups[1].Value, "");
                if (target.Contains(':', StringComparison.Ordinal))
                {
                    continue;
                }

                var path = target.Length == 0 ? document.Path : Normal(Path.Combine(Path.GetDirectoryName(document.Path) ?? "", target));
                if (!exists(path))
                {
                    yield return $"{document.Path} links to {target}, which is not there";
                }
                else if (heading.Length > 0 && documents.FirstOrDefault(d => d.Path == path) is { } found && !Headings(found).Contains(heading))
                {
                    yield return $"{document.Path} links to {target}#{heading}, which is no heading there";
                }
            }
        }
    }

    /// <summary>One kind of act in one file, and each kind once.</summary>
    public static IEnumerable<string> OneKindPerFile(IReadOnlyList<Text> acts)
    {
        var kinds = acts.Select(a => (a.Path, Kinds: Kind().Matches(a.Content).Select(m => m.Groups[1].Value).ToList())).ToList();
        foreach (var (path, found) in kinds.Where(k => k.Kinds.Count != 1))
        {
            yield return $"{path} has {found.Count} kinds of act; a file in Acts/ has one";
        }

        foreach (var twice in kinds.SelectMany(k => k.Kinds, (k, kind) => (kind, k.Path)).GroupBy(k => k.kind).Where(g => g.Count() > 1))
        {
            yield return $"{twice.Key} is in {string.Join(" and ", twice.Select(k => k.Path))}";
        }
    }

    /// <summary>The solution lists the projects that exist: no more, no fewer.</summary>
    public static IEnumerable<string> SolutionIsWhole(string solution, IReadOnlyList<string> projects)
    {
        var listed = Project().Matches(solution).Select(m => m.Groups[1].Value).ToList();
        return
        [
            .. listed.Except(projects).Select(p => $"{p} is in the solution and not there"),
            .. projects.Except(listed).Select(p => $"{p} is not in the solution"),
        ];
    }

    private static string Normal(string path) => Path.GetRelativePath(".", Path.GetFullPath(path)).Replace('\\', '/');

    // The way in which headings become anchors on the usual forges.
    private static HashSet<string> Headings(Text document) =>
        [.. Heading().Matches(document.Content).Select(m => NotInAnchor().Replace(m.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    private static List<int> Lines(this Regex.ValueMatchEnumerator matches, Text file)
    {
        var lines = new List<int>();
        foreach (var match in matches)
        {
            lines.Add(file.Content.AsSpan(0, match.Index).Count('\n') + 1);
        }

        return lines;
    }

    [GeneratedRegex(@"\b(TODO|HACK|FIXME|XXX)\b")]
    private static partial Regex Mark();

    [GeneratedRegex(@"(?<![\w.:/~-])/(home|root|Users|work)/\w")]
    private static partial Regex PrivatePath();

    [GeneratedRegex(@"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"static string Kind\s*(?:=>|\{ get; \} =)\s*""([^""]+)""")]
    private static partial Regex Kind();

    [GeneratedRegex(@"<Project Path=""([^""]+)""")]
    private static partial Regex Project();
}
