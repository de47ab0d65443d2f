using System.Collections.Immutable;
using System.Globalization;
using Moot.Deciding.Acts;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>A stage, told in sentences.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Rules">Its rules.</param>
public sealed record StageView(string Name, string Title, ImmutableArray<string> Rules);

/// <summary>A pathway, told in sentences.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">Its stages in one line.</param>
/// <param name="Opens">Who can put a matter on it.</param>
/// <param name="Stages">Its stages.</param>
/// <param name="After">How its decisions are appealed and opened again.</param>
/// <param name="Subjects">What is decided on it.</param>
public sealed record PathwayView(
    string Name,
    string Summary,
    string Opens,
    ImmutableArray<StageView> Stages,
    ImmutableArray<string> After,
    ImmutableArray<string> Subjects
);

/// <summary>A role, told in sentences.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rules">Its rules.</param>
/// <param name="Holders">Who holds it now, and until when.</param>
public sealed record RoleView(string Name, ImmutableArray<string> Rules, ImmutableArray<Term> Holders);

/// <summary>A charter, told in sentences.</summary>
/// <param name="Template">Name of the template; null for the charter that holds.</param>
/// <param name="Text">Its text.</param>
/// <param name="Since">The entry that put it in place; null for a template, and for the one that every association begins with.</param>
/// <param name="Pathways">Its pathways.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="Powers">Its powers.</param>
/// <param name="Subjects">What is decided on which pathways.</param>
/// <param name="Check">What the check found.</param>
/// <param name="Changes">What would change against the charter that holds; null for that one itself.</param>
/// <param name="Remark">The first lines of a template, where it says whence it is.</param>
public sealed record CharterView(
    string? Template,
    string Text,
    long? Since,
    ImmutableArray<PathwayView> Pathways,
    ImmutableArray<RoleView> Roles,
    ImmutableArray<(string Name, ImmutableArray<string> Rules)> Powers,
    ImmutableArray<(string Noun, string Sentence)> Subjects,
    CheckView Check,
    CompareView? Changes,
    string? Remark
);

/// <summary>A version of the charter.</summary>
/// <param name="Entry">The entry that put it in place; 0 for the one that every association begins with.</param>
/// <param name="Matter">The matter that decided it; null where nobody had to.</param>
/// <param name="Title">The question of that matter.</param>
public sealed record CharterVersion(long Entry, long? Matter, string? Title);

/// <summary>The versions of the charter, newest first.</summary>
/// <param name="Versions">The versions.</param>
/// <param name="Old">The older one of those that are compared; null where none are.</param>
/// <param name="New">The newer one.</param>
/// <param name="Changes">What changed.</param>
public sealed record CharterHistoryView(ImmutableArray<CharterVersion> Versions, long? Old, long? New, CompareView? Changes);

/// <summary>Makes the views of charters.</summary>
public static class CharterViews
{
    /// <summary>The charter that holds.</summary>
    public static CharterView Of(Desk desk)
    {
        var state = desk.State<Assembly>();
        return Of(desk, state.Charter, CharterText.Write(state.Charter)) with
        {
            Check = CheckViews.OfPresent(desk),
            Since = state.CharterEntries is [.., var last] ? last : null,
        };
    }

    /// <summary>A template; null where there is none of this name.</summary>
    public static CharterView? Template(Desk desk, string name)
    {
        if (!Templates.Names.Contains(name, StringComparer.Ordinal))
        {
            return null;
        }

        var text = Templates.Read(name);
        if (!CharterText.TryRead(text, out var charter, out _))
        {
            return null;
        }

        var remark = string.Join(' ', text.Split('\n').Skip(1).TakeWhile(l => l.StartsWith('#')).Select(l => l.TrimStart('#').Trim()));
        return Of(desk, charter, text) with
        {
            Template = name,
            Changes = CompareViews.Between(desk, desk.State<Assembly>().Charter, charter),
            Remark = remark.Length > 0 ? remark : null,
            Roles = [.. charter.Roles.Values.Select(r => new RoleView(r.Name, new Plain(desk.Words).Rules(r), []))],
        };
    }

    /// <summary>A pathway of a charter.</summary>
    public static PathwayView Of(Desk desk, Charter charter, Pathway pathway)
    {
        var plain = new Plain(desk.Words);
        return new(
            pathway.Name,
            plain.Summary(pathway),
            plain.Who(pathway.Open),
            [.. pathway.Stages.Select(s => new StageView(s.Name, plain.Method(s), plain.Rules(pathway, s)))],
            plain.After(pathway),
            [
                .. charter.Subjects.Values.Where(s => s.By.Contains(pathway.Name, StringComparer.Ordinal)).Select(s => desk.Words["decide.noun-" + s.Noun]),
                .. charter
                    .Roles.Values.Where(r => r.By.Contains(pathway.Name, StringComparer.Ordinal))
                    .Select(r => desk.Words.Say("decide.used-gives", r.Name)),
                .. charter
                    .Roles.Values.Where(r => r.Recall.Contains(pathway.Name, StringComparer.Ordinal))
                    .Select(r => desk.Words.Say("decide.used-takes", r.Name)),
            ]
        );
    }

    /// <summary>The versions, two of them compared; null where one of these is none.</summary>
    public static CharterHistoryView? History(Desk desk, long? old, long? @new)
    {
        var state = desk.State<Assembly>();
        var versions = state
            .CharterEntries.Reverse()
            .Select(e =>
                state.MatterOfDecision.TryGetValue(e, out var matter) ? new CharterVersion(e, matter, MatterViews.TitleOf(desk, matter)) : new(e, null, null)
            )
            .Append(new(0, null, null))
            .ToImmutableArray();
        if (old is null && @new is null)
        {
            return new(versions, null, null, null);
        }

        return
            old is { } before
            && @new is { } after
            && TextOf(desk, before) is { } was
            && TextOf(desk, after) is { } now
            && CharterText.TryRead(was, out var older, out _)
            && CharterText.TryRead(now, out var newer, out _)
            ? new(versions, before, after, CompareViews.Between(desk, older, newer))
            : null;
    }

    /// <summary>The charter that a matter would replace, or did.</summary>
    public static Charter Before(Desk desk, Matter matter)
    {
        var state = desk.State<Assembly>();
        return matter.Settled?.Entry is { } entry && state.CharterBefore.TryGetValue(entry, out var before) ? before : state.Charter;
    }

    private static CharterView Of(Desk desk, Charter charter, string text)
    {
        var (plain, state) = (new Plain(desk.Words), desk.State<Assembly>());
        return new(
            Template: null,
            text,
            Since: null,
            [.. charter.Pathways.Values.Select(p => Of(desk, charter, p))],
            [.. charter.Roles.Values.Select(r => new RoleView(r.Name, plain.Rules(r), [.. state.HoldersOf(r.Name, desk.Now)]))],
            [.. charter.Powers.Values.Select(p => (p.Name, plain.Rules(p)))],
            [.. charter.Subjects.Values.Select(s => (s.Noun, desk.Words.Say("compare.subject-by", string.Join(desk.Words["plain.or"], s.By))))],
            CheckViews.Of(desk, charter),
            Changes: null,
            Remark: null
        );
    }

    /// <summary>The text of a template, or of a version by the number of its entry; null where there is none.</summary>
    public static string? Find(Desk desk, string name) =>
        Templates.Names.Contains(name, StringComparer.Ordinal) ? Templates.Read(name)
        : long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var entry) ? TextOf(desk, entry)
        : null;

    /// <summary>A number of an entry as addresses have it.</summary>
    public static string Number(long entry) => entry.ToString(CultureInfo.InvariantCulture);

    /// <summary>The text of a version; null where there is none of this entry.</summary>
    private static string? TextOf(Desk desk, long entry)
    {
        // What an appeal turned back has no text of its own: a version is what held from its entry on.
        var state = desk.State<Assembly>();
        return entry == 0 ? CharterText.Write(Templates.Default)
            : state.CharterEntries.IndexOf(entry) is >= 0 and var place
                ? CharterText.Write(place + 1 < state.CharterEntries.Length ? state.CharterBefore[state.CharterEntries[place + 1]] : state.Charter)
            : null;
    }
}
