using System.Collections.Immutable;
using Moot.Commons;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Ui;
using Moot.Watching;

namespace Moot.Talk;

/// <summary>Which threads are listed.</summary>
public enum ThreadFilter
{
    All,
    Open,
    Resolved,
}

/// <summary>A thread in a list.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Title">Its heading, or how it begins; null where that is out of sight.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Newest">Its newest message.</param>
/// <param name="New">Messages that came since the visitor looked; null where they never did.</param>
public sealed record ThreadLine(TalkThread Thread, string? Title, SubjectView Subject, long Newest, int? New);

/// <summary>Threads, newest activity first.</summary>
/// <param name="Subject">What they are about; null for all subjects.</param>
/// <param name="Threads">Those on this page.</param>
/// <param name="Filter">Which of them.</param>
/// <param name="Older">Threads whose newest message is older than this entry come next; null where there are none.</param>
/// <param name="IsFirst">True for the newest.</param>
public sealed record ThreadsView(SubjectView? Subject, ImmutableArray<ThreadLine> Threads, ThreadFilter Filter, long? Older, bool IsFirst)
{
    /// <summary>Path of the list.</summary>
    public string Path => Subject?.TalkPath ?? "talk";
}

/// <summary>A message as it is read.</summary>
/// <param name="Message">The message.</param>
/// <param name="Depth">How far it stands in, from 0.</param>
/// <param name="Words">Entry of its present words.</param>
/// <param name="Shown">The words; null where they are out of sight.</param>
/// <param name="InAnswerTo">The message that it answers, where that cannot be seen from its place.</param>
/// <param name="IsNew">True if it came since the visitor looked.</param>
/// <param name="IsOwn">True if the visitor wrote it.</param>
public sealed record MessageView(Message Message, int Depth, long Words, Rendered? Shown, long? InAnswerTo, bool IsNew, bool IsOwn);

/// <summary>A thread as it is read.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Title">Its heading, or how it begins; null where that is out of sight.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Messages">The messages of this page: answers below what they answer.</param>
/// <param name="SplitFrom">The message in another thread that the first one answered; null where it answered none.</param>
/// <param name="Earlier">Where the page before begins; null for the first page.</param>
/// <param name="Later">Where the next page begins; null for the last page.</param>
/// <param name="MayArrange">True if the visitor may move, split and resolve it.</param>
public sealed record ThreadView(
    TalkThread Thread,
    string? Title,
    SubjectView Subject,
    ImmutableArray<MessageView> Messages,
    long? SplitFrom,
    long? Earlier,
    long? Later,
    bool MayArrange
);

/// <summary>Makes the views of talk.</summary>
public static class TalkViews
{
    /// <summary>Threads on one page of a list.</summary>
    public const int ThreadsShown = 50;

    /// <summary>Messages on one page of a thread.</summary>
    public const int MessagesShown = 100;

    /// <summary>Steps by which answers stand in; those that are nested deeper stand there too and say what they answer.</summary>
    public const int DepthShown = 4;

    /// <summary>UTF-16 characters of how a thread begins, where it has no heading.</summary>
    public const int BeginningCharacters = 80;

    /// <summary>UTF-16 characters that are quoted of a message.</summary>
    public const int QuoteCharactersMax = 2_000;

    /// <summary>The list of threads on a subject, or on all.</summary>
    /// <param name="desk">Whose desk.</param>
    /// <param name="subject">The subject; null for all.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="before">Only threads whose newest message is older than this entry.</param>
    public static ThreadsView Threads(Desk desk, Subject? subject, ThreadFilter filter, long? before)
    {
        var said = desk.State<Conversations>();
        var latest = subject is { } one ? said.ThreadsOn(one).OrderByDescending(said.NewestIn) : Latest(said);
        var found = latest
            .Where(t => filter == ThreadFilter.All || t.Resolved is not null == (filter == ThreadFilter.Resolved))
            .Where(t => before is not { } entry || said.NewestIn(t) < entry)
            .Take(ThreadsShown + 1)
            .ToList();
        var lines = found.Take(ThreadsShown).Select(t => Line(desk, said, t)).ToImmutableArray();
        return new(
            subject is { } about ? SubjectView.Of(desk, about) : null,
            lines,
            filter,
            found.Count > ThreadsShown ? lines[^1].Newest : null,
            before is null
        );
    }

    /// <summary>A page of a thread.</summary>
    public static ThreadView Thread(Desk desk, TalkThread thread, long? from)
    {
        var said = desk.State<Conversations>();
        var start = from is { } entry ? Math.Min(said.CountBefore(thread, entry), thread.Count - 1) : 0;
        var end = Math.Min(start + MessagesShown, thread.Count);
        var messages = Enumerable.Range(start, end - start).Select(place => said.Find(said.EntryIn(thread, place))!.Value).ToList();
        return new(
            thread,
            TitleOf(desk, thread),
            SubjectView.Of(desk, thread.Subject),
            [.. Nested(messages).Select(m => Show(desk, said, m.Message, m.Depth, m.InAnswerTo))],
            said.Find(thread.Root)!.Value.ReplyTo,
            start > 0 ? said.EntryIn(thread, Math.Max(0, start - MessagesShown)) : null,
            end < thread.Count ? said.EntryIn(thread, end) : null,
            MayArrange(desk, thread)
        );
    }

    /// <summary>The address of a message within its thread.</summary>
    public static string PathOf(Conversations said, in Message message)
    {
        var thread = said.FindThread(message.Thread)!;
        var start = said.CountBefore(thread, message.Entry) / MessagesShown * MessagesShown;
        return $"talk/thread/{thread.Root}{(start > 0 ? $"?from={said.EntryIn(thread, start)}" : "")}#m{message.Entry}";
    }

    /// <summary>A thread's heading, or the beginning of its first message; null where that is out of sight.</summary>
    public static string? TitleOf(Desk desk, TalkThread thread)
    {
        if (thread.Titled is { } titled && desk.Prose(titled, "title") is { } title)
        {
            return title;
        }

        return desk.Prose(desk.State<Conversations>().WordsOf(thread.Root), "text") is { } text ? Beginning(text) : null;
    }

    /// <summary>The first words of a text, on one line.</summary>
    public static string Beginning(string text)
    {
        var line = string.Join(' ', text[..Math.Min(text.Length, 4 * BeginningCharacters)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Shorten(line, BeginningCharacters);
    }

    /// <summary>A message as a quotation in Markdown, of bounded length; what it quotes itself is left out. Empty where it is out of sight.</summary>
    public static string Quote(string? text)
    {
        if (text is null)
        {
            return "";
        }

        var own = string.Join('\n', text.Split('\n').Where(l => !l.TrimStart().StartsWith('>'))).Trim();
        return own.Length == 0 ? "" : string.Concat(Shorten(own, QuoteCharactersMax).Split('\n').Select(l => $"> {l}\n")) + "\n";
    }

    /// <summary>One message by itself.</summary>
    public static MessageView Alone(Desk desk, in Message message) => Show(desk, desk.State<Conversations>(), message, depth: 0, inAnswerTo: null);

    /// <summary>True if the visitor wrote this entry, also as the guest that they were before.</summary>
    public static bool IsOwn(Desk desk, long entry)
    {
        var author = desk.World.Entries.Author(entry);
        return desk.Visitor.Actor is { } me
            && (author == me || (me.Member is { } member && author.Guest is { } key && desk.State<Roster>().OwnerOf(key)?.Id == member));
    }

    /// <summary>True if the visitor may move, split, resolve and reopen this thread.</summary>
    public static bool MayArrange(Desk desk, TalkThread thread) => desk.Visitor.IsMember || IsOwn(desk, thread.Root);

    private static ThreadLine Line(Desk desk, Conversations said, TalkThread thread)
    {
        var seen = WatchViews.SeenOf(desk, $"thread:{thread.Root}");
        return new(
            thread,
            TitleOf(desk, thread),
            SubjectView.Of(desk, thread.Subject),
            said.NewestIn(thread),
            seen is { } entry ? thread.Count - said.CountBefore(thread, entry) : null
        );
    }

    private static MessageView Show(Desk desk, Conversations said, Message message, int depth, long? inAnswerTo)
    {
        var words = said.WordsOf(message.Entry);
        var isOwn = IsOwn(desk, message.Entry);
        var isNew = !isOwn && WatchViews.SeenOf(desk, $"thread:{message.Thread}") is { } seen && message.Entry >= seen;
        return new(message, depth, words, MessageTextViews.Of(desk.Served).Show(desk, words), inAnswerTo, isNew, isOwn);
    }

    /// <summary>All threads, newest activity first: a message stands for its thread if it is the thread's newest.</summary>
    private static IEnumerable<TalkThread> Latest(Conversations said)
    {
        for (var number = said.Count - 1; number >= 0; number--)
        {
            var message = said.MessageOf(number);
            if (said.FindThread(message.Thread) is { } thread && said.NewestIn(thread) == message.Entry)
            {
                yield return thread;
            }
        }
    }

    /// <summary>Answers below what they answer. Nothing here goes deeper the deeper answers are nested.</summary>
    private static IEnumerable<(Message Message, int Depth, long? InAnswerTo)> Nested(List<Message> messages)
    {
        var here = messages.Select(m => m.Entry).ToHashSet();
        var below = messages.Where(m => m.ReplyTo is { } to && here.Contains(to)).ToLookup(m => m.ReplyTo!.Value);
        var waiting = new Stack<(Message Message, int Depth)>();
        foreach (var top in messages.Where(m => m.ReplyTo is not { } to || !here.Contains(to)))
        {
            waiting.Push((top, 0));
            while (waiting.TryPop(out var next))
            {
                var (message, depth) = next;
                var isTold = message.ReplyTo is { } to && message.Entry != message.Thread && (depth > DepthShown || !here.Contains(to));
                yield return (message, Math.Min(depth, DepthShown), isTold ? message.ReplyTo : null);
                foreach (var answer in below[message.Entry].Reverse())
                {
                    waiting.Push((answer, depth + 1));
                }
            }
        }
    }

    private static string Shorten(string text, int characters)
    {
        if (text.Length <= characters)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[characters - 2]) ? characters - 2 : characters - 1;
        return text[..end].TrimEnd() + "…";
    }
}
