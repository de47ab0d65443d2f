using System.Text.Json;
using Moot.Commons;
using Moot.Commons.Texts;
using Moot.Deciding;
using Moot.Guard;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Tree;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Following;

/// <summary>Tells acts in words. Each kind has a sentence <c>act.KIND</c> in the words of a language; what was acted on is read from the act's own members,
/// so that a new kind needs its sentence and nothing else.</summary>
public static class ActLineViews
{
    /// <summary>UTF-16 characters of a summary in a list.</summary>
    private const int SummaryCharactersMax = 300;

    /// <summary>Members of a body that say why or what, the most telling first.</summary>
    private static readonly string[] Sayings = ["summary", "reason", "text", "name", "title", "label"];

    /// <summary>The line of one entry; null where there is none.</summary>
    public static ActLineView? Of(Desk desk, long entry) => ReadAct.Of(desk.Store, desk.World.Registry, entry) is { } act ? Of(desk, act) : null;

    /// <summary>The line of one act.</summary>
    public static ActLineView Of(Desk desk, ReadAct act)
    {
        var entry = act.Entry.Index;
        var kind = act.Entry.Act.Kind;
        var sentence = desk.Words.FindSentence("act." + kind) ?? desk.Words.Say("act.unknown", kind);
        var link = LinkOf(desk, act);
        var (before, after) = sentence.Split("{0}", 2) is [var b, var a] ? (b, a) : (link is null ? sentence : sentence + " ", "");
        var library = desk.State<Library>();
        var revision = library.FindRevision(entry);
        var from = revision?.From is { } old ? library.FindRevision(old) : null;
        return new(
            entry,
            act.Entry.At,
            AuthorOf(desk, act),
            kind,
            before,
            link,
            after,
            string.Equals(kind, Join.Kind, StringComparison.Ordinal) ? null : SummaryOf(desk, entry),
            revision is null ? null : revision.Value.Bytes - (long)(from?.Bytes ?? 0),
            from?.Entry,
            revision is { IsMinor: true },
            library.Unreviewed.Contains(entry),
            desk.IsWithdrawn(entry),
            HitBook.Of(desk.Served).MarkedBy(entry)
        );
    }

    /// <summary>Who acted. Whoever joins or founds does so with a key alone, and is told as the member that they are since.</summary>
    private static Actor AuthorOf(Desk desk, ReadAct act)
    {
        var author = desk.World.Entries.Author(act.Entry.Index);
        var roster = desk.State<Roster>();
        return string.Equals(act.Entry.Act.Kind, Join.Kind, StringComparison.Ordinal) && roster.Find(new(act.Entry.Act.Id)) is { } joined ? Actor.Of(joined.Id)
            : act.Entry.Act.Kind.StartsWith("association.", StringComparison.Ordinal) && author.Guest is { } key && roster.OwnerOf(key) is { } owner
                ? Actor.Of(owner.Id)
            : author;
    }

    /// <summary>What its author said of an act; null where nothing, or out of sight.</summary>
    private static string? SummaryOf(Desk desk, long entry)
    {
        foreach (var member in Sayings)
        {
            if (desk.Prose(entry, member) is { Length: > 0 } said)
            {
                return said.Length <= SummaryCharactersMax ? said : string.Concat(said.AsSpan(0, WholeCharacters(said)), "…");
            }
        }

        return null;
    }

    private static int WholeCharacters(string text) => char.IsHighSurrogate(text[SummaryCharactersMax - 1]) ? SummaryCharactersMax - 1 : SummaryCharactersMax;

    private static (string Words, string Path)? LinkOf(Desk desk, ReadAct act)
    {
        var entry = act.Entry.Index;
        if (desk.State<Library>().FindRevision(entry) is { } revision)
        {
            return PageLink(desk, revision.Page);
        }

        if (desk.State<Library>().Files.ContainsKey(entry))
        {
            return FileLink(desk, entry);
        }

        if (desk.State<Assembly>().Find(entry) is not null)
        {
            return MatterLink(desk, entry);
        }

        using var json = JsonDocument.Parse(act.Entry.Act.Public);
        var said = json.RootElement;
        if (
            act.Entry.Act.Kind.StartsWith("power.", StringComparison.Ordinal)
            && desk.State<Stewarding.Stewardship>().Find(Number(said, "use") ?? entry) is { } used
        )
        {
            return (desk.Words.Say("power.on", used.Rule.Name, Talk.SubjectView.Of(desk, used.Subject).Label), $"powers/{used.Entry}");
        }

        return Number(said, "page") is { } page ? PageLink(desk, page)
            : Number(said, "revision") is { } of && desk.State<Library>().FindRevision(of) is { } looked ? PageLink(desk, looked.Page)
            : Number(said, "matter") is { } matter ? MatterLink(desk, matter)
            : Number(said, "objection") is { } objection && desk.State<Assembly>().MatterOfObjection.TryGetValue(objection, out var on) ? MatterLink(desk, on)
            : Text(said, "subject") is { } name ? SubjectLink(desk, name)
            : desk.State<Conversations>().Find(entry) is { } message ? SubjectLink(desk, message.Subject.Name)
            : Text(said, "member") is { } member && MemberIdOf(member) is { } id ? MemberLink(desk, id)
            : (Number(said, "entry") ?? Number(said, "message") ?? Number(said, "thread") ?? Number(said, "file")) is { } target ? EntryLink(desk, target)
            : null;
    }

    /// <summary>A page, by its title.</summary>
    public static (string Words, string Path) PageLink(Desk desk, long page) =>
        desk.State<Library>().Find(page) is { } known && TitleIndex.Of(desk.Served).TitleOf(desk.World, known) is { } title
            ? (title, "page/" + Titles.ToSlug(title))
            : (desk.Words["act.nameless"], $"page/~{page}");

    /// <summary>A file, by its name.</summary>
    public static (string Words, string Path) FileLink(Desk desk, long file) => (desk.Prose(file, "name") ?? desk.Words["act.nameless"], $"file/{file}");

    /// <summary>A matter, by its question.</summary>
    public static (string Words, string Path) MatterLink(Desk desk, long matter) =>
        (MatterViews.TitleOf(desk, matter) ?? desk.Words["act.nameless"], $"matter/{matter}");

    /// <summary>The talk on a subject.</summary>
    public static (string Words, string Path) SubjectLink(Desk desk, string subject) =>
        subject.Split(':') switch
        {
            ["page", var number] when long.TryParse(number, out var page) && desk.State<Library>().Find(page) is not null => PageLink(desk, page)
                is var (words, path)
                ? (words, "talk/" + path)
                : default,
            ["matter", var number] when long.TryParse(number, out var matter) => (MatterLink(desk, matter).Words, $"talk/subject/matter:{matter}"),
            ["entry", var number] => (desk.Words.Say("act.entry", number), $"talk/entry/{Uri.EscapeDataString(number)}"),
            [var noun, var id] => ($"{noun} {id}", $"talk/{noun}/{Uri.EscapeDataString(id)}"),
            _ => (desk.AssociationName, "talk"),
        };

    private static (string Words, string Path) MemberLink(Desk desk, MemberId id) => (desk.NameOf(Actor.Of(id)), "member/" + id.ToString()[..16]);

    private static (string Words, string Path) EntryLink(Desk desk, long entry) =>
        desk.State<Library>().FindRevision(entry) is { } revision
            ? (PageLink(desk, revision.Page).Words, $"entry/{entry}")
            : (desk.Words.Say("act.entry", entry), $"entry/{entry}");

    private static MemberId? MemberIdOf(string hex) => Hash.TryParseHex(System.Text.Encoding.ASCII.GetBytes(hex), out var hash) ? new MemberId(hash) : null;

    private static long? Number(JsonElement said, string member) =>
        said.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static string? Text(JsonElement said, string member) =>
        said.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
