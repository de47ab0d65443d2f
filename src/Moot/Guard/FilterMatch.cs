using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Moot.Guard;

/// <summary>An act as filters see it.</summary>
/// <param name="Who">How sure the author is.</param>
/// <param name="IsNewPage">True if it begins a page.</param>
/// <param name="Title">Title or name that it gives; empty where none.</param>
/// <param name="Summary">Summary or reason; empty where none.</param>
/// <param name="Text">The text; empty where none.</param>
/// <param name="TextBefore">The text before; empty where there was none. Looked up when it is first asked for: most acts meet no filter.</param>
/// <param name="ActsBefore">Acts of the author in the hour before; likewise.</param>
public sealed record Written(AuthorKind Who, bool IsNewPage, string Title, string Summary, string Text, Lazy<string> TextBefore, Lazy<int> ActsBefore)
{
    /// <summary>The text before; empty where there was none.</summary>
    public string Before => TextBefore.Value;

    /// <summary>Acts of the author in the hour before.</summary>
    public int ActsLastHour => ActsBefore.Value;

    /// <summary>Links to other places in the text, counted by their beginnings.</summary>
    public static int LinksIn(string text) => text.AsSpan().Count("://");

    /// <summary>Links that it adds.</summary>
    public int LinksAdded => Math.Max(0, LinksIn(Text) - LinksIn(Before));
}

/// <summary>Tells whether a rule hits an act. In time that is bounded: patterns run without backtracking.</summary>
public static class FilterMatch
{
    /// <summary>Time after which a pattern is given up on a text: it then does not hit.</summary>
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(200);

    /// <summary>UTF-16 characters of a text that a pattern is run over.</summary>
    private const int LookedAtCharacters = 256 << 10;

    /// <summary>Patterns made ready, each for as long as its rule is in use: one can have megabytes, and what somebody only tried must not stay.</summary>
    private static readonly ConditionalWeakTable<FilterRule, Ready> Patterns = [];

    private sealed record Ready(Regex? Pattern);

    /// <summary>True if all that the rule says is so.</summary>
    public static bool Hits(FilterRule rule, Written act) =>
        (rule.Who is not { } who || act.Who == who)
        && (!rule.NewPage || act.IsNewPage)
        && (rule.Links is not { } links || act.LinksAdded >= links)
        && (rule.Removes is not { } removes || Removed(act) >= removes)
        && (rule.Adds is not { } adds || Bytes(act.Text) - Bytes(act.Before) >= adds)
        && (rule.Acts is not { } acts || act.ActsLastHour >= acts)
        && (rule.Word is not { } word || Places(rule, act).Any(t => t.Contains(word, StringComparison.OrdinalIgnoreCase)))
        && (rule.Pattern is null || Places(rule, act).Any(t => Matches(rule, t)));

    /// <summary>True if this program can run the pattern of a rule: backreferences and looking around cannot be run in bounded time.</summary>
    public static bool CanRead(FilterRule rule) => rule.Pattern is null || Find(rule) is not null;

    /// <summary>Percent of the text before that are gone, by length; 0 where there was none.</summary>
    private static long Removed(Written act) => Bytes(act.Before) is > 0 and var before ? Math.Max(0, before - Bytes(act.Text)) * 100 / before : 0;

    private static long Bytes(string text) => System.Text.Encoding.UTF8.GetByteCount(text);

    private static string[] Places(FilterRule rule, Written act) =>
        rule.In switch
        {
            TextPlace.Title => [act.Title],
            TextPlace.Summary => [act.Summary],
            TextPlace.Text => [act.Text],
            _ => [act.Title, act.Summary, act.Text],
        };

    private static bool Matches(FilterRule rule, string text)
    {
        try
        {
            return Find(rule)?.IsMatch(text.AsSpan(0, Math.Min(text.Length, LookedAtCharacters))) == true;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex? Find(FilterRule rule) => Patterns.GetValue(rule, static made => new(Make(made.Pattern ?? ""))).Pattern;

    private static Regex? Make(string pattern)
    {
        try
        {
            return new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, PatternTime);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
