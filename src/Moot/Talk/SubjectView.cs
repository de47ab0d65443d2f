using Moot.Commons;
using Moot.Commons.Texts;
using Moot.Deciding;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Ui;

namespace Moot.Talk;

/// <summary>What is talked about, as people call it.</summary>
/// <param name="Subject">Its name in the log.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Path">Where it is; empty for the first page.</param>
/// <param name="TalkPath">Where its talk is.</param>
/// <param name="Slug">End of its addresses, where it is a page; null for anything else.</param>
public sealed record SubjectView(Subject Subject, string Label, string Path, string TalkPath, string? Slug = null)
{
    /// <summary>Letters of a member's id that are enough in an address.</summary>
    private const int MemberLetters = 16;

    /// <summary>How a subject is called and where it is.</summary>
    public static SubjectView Of(Desk desk, Subject subject)
    {
        if (subject == Subject.Whole)
        {
            return new(subject, desk.AssociationName, "", "talk/association");
        }

        if (subject.Noun is "page" && subject.Number is { } id && desk.State<Library>().Find(id) is { } page)
        {
            var title = TitleIndex.Of(desk.Served).TitleOf(desk.World, page);
            var slug = title is null ? $"~{id}" : Titles.ToSlug(title);
            return new(subject, title ?? desk.Words["page.nameless"], "page/" + slug, "talk/page/" + slug, slug);
        }

        if (subject.Noun is "member" && MemberOf(desk, subject.Id) is { } member)
        {
            var letters = member.ToString()[..MemberLetters];
            return new(subject, desk.NameOf(Actor.Of(member)), "member/" + letters, "talk/member/" + letters);
        }

        if (MatterOf(desk, subject) is var (label, path))
        {
            return new(subject, label, path, "talk/subject/" + subject.Name);
        }

        if (subject.Noun is "entry" && subject.Number is { } used && desk.State<Stewarding.Stewardship>().Find(used) is { } use)
        {
            return new(subject, desk.Words.Say("power.use-named", use.Rule.Name, used), $"powers/{used}", $"talk/entry/{used}");
        }

        return subject.Noun is "entry" or "page" && subject.Number is { } entry
            ? new(subject, desk.Words.Say("talk.entry", entry), $"entry/{entry}", $"talk/entry/{entry}")
            : new(subject, subject.Name, "talk/subject/" + subject.Name, "talk/subject/" + subject.Name);
    }

    /// <summary>What is decided or was: a matter, a decision, a role, the charter. Null for anything else.</summary>
    private static (string Label, string Path)? MatterOf(Desk desk, Subject subject) =>
        subject.Noun switch
        {
            "matter" when subject.Number is { } matter && desk.State<Assembly>().Find(matter) is not null => (
                MatterViews.TitleOf(desk, matter) ?? desk.Words["act.nameless"],
                $"matter/{matter}"
            ),
            "decision" when subject.Number is { } decision && desk.State<Assembly>().MatterOfDecision.TryGetValue(decision, out var of) => (
                desk.Words.Say("decide.decision-named", decision),
                $"matter/{of}"
            ),
            "role" => (desk.Words.Say("decide.role-named", subject.Id), $"charter#role-{subject.Id}"),
            "charter" => (desk.Words["decide.charter"], "charter"),
            _ => null,
        };

    /// <summary>The subject that somebody typed: a page's title, <c>#12</c>, a member's name in the log, or nothing for the association. Null where there is none.</summary>
    public static Subject? Find(Desk desk, string typed)
    {
        var text = typed.Trim();
        if (text.Length == 0 || string.Equals(text, desk.AssociationName, StringComparison.Ordinal))
        {
            return Subject.Whole;
        }

        if (text is ['#', .. var digits] && Subject.TryParse("entry:" + digits, out var entry) && entry.Number is { } number)
        {
            return desk.World.Entries.Has(number) ? entry : null;
        }

        if (Titles.Normal(text) is { } title && PageRoutes.PageOf(desk, title) is { } page)
        {
            return Subject.Page(page.Id);
        }

        return Subject.TryParse(text, out var subject) && IsThere(desk, subject) ? subject : null;
    }

    /// <summary>The member whose id begins so; null where there is none or several.</summary>
    public static MemberId? MemberOf(Desk desk, string letters)
    {
        if (letters.Length < MemberLetters)
        {
            return null;
        }

        if (Kernel.Tree.Hash.TryParseHex(letters, out var whole))
        {
            return desk.State<Roster>().Find(new(whole))?.Id;
        }

        var found = desk.State<Roster>().Members.Keys.Where(m => m.ToString().StartsWith(letters, StringComparison.Ordinal)).Take(2).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>True if there is such a thing here.</summary>
    public static bool IsThere(Desk desk, Subject subject) =>
        subject.Noun switch
        {
            "page" => subject.Number is { } page && desk.State<Library>().Find(page) is not null,
            "member" => MemberOf(desk, subject.Id) is { } member && Subject.Member(member) == subject,
            "entry" => subject.Number is { } entry && desk.World.Entries.Has(entry),
            "matter" => subject.Number is { } matter && desk.State<Assembly>().Find(matter) is not null,
            _ => subject.Number is not { } other || desk.World.Entries.Has(other),
        };
}
