using System.Collections.Immutable;
using Moot.Commons;
using Moot.Commons.Acts;
using Moot.Deciding;
using Moot.Kernel.Acts;
using Moot.Talk;
using Moot.Talk.Acts;
using Moot.Ui;

namespace Moot.Watching;

/// <summary>Something that happened and that somebody may want to know.</summary>
/// <param name="What">Key of the words that say what it is.</param>
/// <param name="Entry">Its entry.</param>
/// <param name="By">Who did it.</param>
/// <param name="At">When.</param>
/// <param name="Path">Where to look at it.</param>
public sealed record NewsItem(string What, long Entry, Actor By, Moment At, string Path);

/// <summary>What happened on one subject, newest first.</summary>
/// <param name="Subject">The subject; null for what is about the visitor alone.</param>
/// <param name="Label">What it is called; null where that is out of sight.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Items">What happened.</param>
public sealed record NewsGroup(string Subject, string? Label, string Path, ImmutableArray<NewsItem> Items);

/// <summary>What is new for somebody.</summary>
/// <param name="Groups">By subject, the one with the newest first.</param>
/// <param name="IsAll">False where there is more than is shown.</param>
/// <param name="Upto">Everything before this entry is told here.</param>
/// <param name="WatchesOwn">True if their own pages and threads are watched.</param>
/// <param name="Watched">What they watch, with how it is called.</param>
public sealed record ForMeView(
    ImmutableArray<NewsGroup> Groups,
    bool IsAll,
    long Upto,
    bool WatchesOwn,
    ImmutableArray<(string Subject, string? Label, string Path)> Watched
);

/// <summary>Finds what is new for the visitor: on subjects that they watch, answers to what they said, thanks, and where they are named with an @.</summary>
public static class ForMeViews
{
    /// <summary>Things that are shown.</summary>
    public const int ItemsMax = 200;

    /// <summary>Entries that are looked through, newest first.</summary>
    public const int EntriesMax = 50_000;

    /// <summary>Messages whose words are read for the visitor's name, and thanks whose target is read.</summary>
    public const int ReadMax = 1_000;

    /// <summary>Watched subjects that are listed.</summary>
    public const int WatchedShown = 200;

    /// <summary>What is new; null for a stranger.</summary>
    public static ForMeView? Of(Desk desk)
    {
        if (desk.Visitor.Actor is not { } me)
        {
            return null;
        }

        var look = new Look(desk, me);
        var isAll = look.Back();
        var groups = look
            .Found.GroupBy(f => f.Subject, StringComparer.Ordinal)
            .Select(g => Named(desk, g.Key) is var (label, path) ? new NewsGroup(g.Key, label, path, [.. g.Select(f => f.Item)]) : null!)
            .ToImmutableArray();
        var watched = look
            .Watched.Order(StringComparer.Ordinal)
            .Take(WatchedShown)
            .Select(s => Named(desk, s) is var (label, path) ? (s, label, path) : default);
        return new(groups, isAll, desk.World.Size, WatchViews.WatchesOwn(desk), [.. watched]);
    }

    /// <summary>How a watched subject is called, and where it is.</summary>
    private static (string? Label, string Path) Named(Desk desk, string subject)
    {
        if (!Subject.TryParse(subject, out var parsed))
        {
            return (desk.Words["watch.you"], "for-me");
        }

        if (parsed.Noun is "thread" && parsed.Number is { } root && desk.State<Conversations>().FindThread(root) is { } thread)
        {
            return (TalkViews.TitleOf(desk, thread), $"talk/thread/{root}");
        }

        var view = SubjectView.Of(desk, parsed);
        return (view.Label, view.Path);
    }

    /// <summary>One walk back through the log.</summary>
    private sealed class Look(Desk desk, Actor me)
    {
        private readonly ImmutableDictionary<string, Mark> marks = desk.Served.Marks.Of(me);
        private readonly ImmutableDictionary<string, long> parts = PartViews.Of(desk.Served).Of(desk.World, me);
        private readonly Conversations said = desk.State<Conversations>();
        private readonly string? name = me.IsMember && desk.NameOf(me) is { Length: > 1 } called ? "@" + called : null;
        private int read;

        public ImmutableHashSet<string> Watched { get; } = WatchViews.Watched(desk);

        public List<(string Subject, NewsItem Item)> Found { get; } = [];

        /// <summary>Looks through the newest entries; false where there is more than was looked at.</summary>
        public bool Back()
        {
            var floor = marks.GetValueOrDefault(WatchViews.Everything).Seen ?? 0;
            var first = Math.Max(floor, desk.World.Size - EntriesMax);
            for (var entry = desk.World.Size - 1; entry >= first; entry--)
            {
                if (desk.World.Entries.Author(entry) == me || News(entry) is not var (subject, what, path))
                {
                    continue;
                }

                if (Found.Count == ItemsMax)
                {
                    return false;
                }

                Found.Add((subject, new(what, entry, desk.World.Entries.Author(entry), desk.World.Entries.At(entry), path)));
            }

            return first == floor;
        }

        private (string Subject, string What, string Path)? News(long entry) =>
            PartViews.NameOfKind(desk.World, entry) switch
            {
                "page.create/1" or "page.edit/1" when desk.State<Library>().FindRevision(entry) is { } revision => OnPage(entry, revision),
                "page.move/1" when Read(entry) is MovePage move && IsNew(entry, $"page:{move.Page}") => (
                    $"page:{move.Page}",
                    "watch.moved-page",
                    $"page/~{move.Page}"
                ),
                "talk.say/1" or "talk.open/1" when said.Find(entry) is { } message => OnMessage(entry, message),
                "talk.resolve/1" when Read(entry) is ResolveThread resolve => OnThread(entry, resolve.Thread, "watch.resolved"),
                "talk.reopen/1" when Read(entry) is ReopenThread reopen => OnThread(entry, reopen.Thread, "watch.reopened"),
                "talk.move/1" when Read(entry) is MoveThread moved => OnThread(entry, moved.Thread, "watch.moved-thread"),
                ['m', 'a', 't', 't', 'e', 'r', '.', ..] or ['o', 'b', 'j', 'e', 'c', 't', 'i', 'o', 'n', '.', ..] when MatterOf(entry) is { } matter =>
                    OnMatter(entry, matter),
                "commons.thank/1" when Read(entry) is ThankFor thank && desk.World.Entries.Author(thank.Entry) == me => (
                    WatchViews.Everything,
                    "watch.thanked",
                    said.Find(thank.Entry) is null ? $"entry/{thank.Entry}" : $"talk/message/{thank.Entry}"
                ),
                _ => null,
            };

        private (string, string, string)? OnPage(long entry, in Revision revision)
        {
            var page = $"page:{revision.Page}";
            var what = revision.From is null ? "watch.created" : "watch.edited";
            return IsNew(entry, page) || IsNew(entry, MemberOf(entry)) ? (page, what, $"page/~{revision.Page}?at={entry}") : null;
        }

        private (string, string, string)? OnMessage(long entry, in Message message)
        {
            var (thread, path) = ($"thread:{message.Thread}", $"talk/message/{entry}");
            if (marks.GetValueOrDefault(thread).Seen is { } seen && entry < seen)
            {
                return null;
            }

            return message.ReplyTo is { } to && desk.World.Entries.Author(to) == me ? (thread, "watch.answered", path)
                : NamesMe(entry) ? (thread, "watch.mentioned", path)
                : IsNew(entry, thread) ? (thread, "watch.said", path)
                : IsNew(entry, message.Subject.Name) ? (message.Subject.Name, "watch.said", path)
                : IsNew(entry, MemberOf(entry)) ? (MemberOf(entry)!, "watch.said", path)
                : null;
        }

        private (string, string, string)? OnThread(long entry, long root, string what) =>
            said.FindThread(root) is { } thread && (IsNew(entry, $"thread:{root}") || IsNew(entry, thread.Subject.Name))
                ? ($"thread:{root}", what, $"talk/thread/{root}")
                : null;

        private (string, string, string)? OnMatter(long entry, long matter)
        {
            var subject = $"matter:{matter}";
            var isNew = IsNew(entry, subject) || IsNew(entry, MemberOf(entry)) || IsNew(entry, desk.State<Assembly>().Find(matter)!.Subject.Name);
            return isNew ? (subject, entry == matter ? "watch.asked" : "watch.decided", $"matter/{matter}#passed") : null;
        }

        private long? MatterOf(long entry) => desk.State<Assembly>().Find(entry) is not null ? entry : StepIndexViews.Of(desk.Served).MatterOf(desk, entry);

        private string? MemberOf(long entry) => desk.World.Entries.Author(entry).Member is { } member ? $"member:{member}" : null;

        /// <summary>Is this subject watched, and did the visitor not look at it, or take part in it, since?</summary>
        private bool IsNew(long entry, string? subject) =>
            subject is not null
            && Watched.Contains(subject)
            && entry >= (marks.GetValueOrDefault(subject).Seen ?? 0)
            && (!parts.TryGetValue(subject, out var last) || entry > last);

        private bool NamesMe(long entry) =>
            name is not null && read++ < ReadMax && desk.Prose(entry, "text") is { } text && text.Contains(name, StringComparison.OrdinalIgnoreCase);

        private object? Read(long entry) => read++ < ReadMax ? ReadAct.Of(desk.Store, desk.World.Registry, entry)?.Record : null;
    }
}
