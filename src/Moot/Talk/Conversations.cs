using System.Collections.Immutable;
using Moot.Kernel;
using Moot.Kernel.Acts;

namespace Moot.Talk;

/// <summary>One thing that somebody said; its words are the body of its entry, or of the entry by which they were changed last.</summary>
/// <param name="Entry">Its entry.</param>
/// <param name="Subject">What it is about, now.</param>
/// <param name="ReplyTo">The message that it answers; null for one that began a thread.</param>
/// <param name="Thread">The thread that it is in, by the entry of the thread's first message.</param>
public readonly record struct Message(long Entry, Subject Subject, long? ReplyTo, long Thread);

/// <summary>A message and what was said in answer to it.</summary>
/// <param name="Root">Entry of its first message, by which it is known.</param>
/// <param name="Begun">What it was about when it began.</param>
/// <param name="Subject">What it is about now.</param>
/// <param name="Titled">Entry whose body has its heading; null where it has none.</param>
/// <param name="Moved">Entry by which it came to its present subject; null where it was there from the beginning.</param>
/// <param name="Resolved">Entry that says what came of it; null while it is open.</param>
public sealed record TalkThread(long Root, Subject Begun, Subject Subject, long? Titled = null, long? Moved = null, long? Resolved = null)
{
    /// <summary>Its messages by their numbers, oldest first.</summary>
    internal AppendOnly<int> Said { get; init; }

    /// <summary>Messages in it.</summary>
    public int Count => Said.Count;
}

/// <summary>What was said on each subject, in order.</summary>
/// <remarks>Every message is in exactly one thread. A message keeps the thread in which it was said; only those that were split off are noted apart,
/// so that talk that nobody rearranged costs no more than its messages.</remarks>
public sealed record Conversations : IState<Conversations>
{
    private readonly record struct Line(long Entry, int Thread, long ReplyTo);

    private readonly record struct Held(TalkThread Thread);

    /// <summary>What somebody begins to talk about by an act; null for any other act, and for an answer.</summary>
    public static Subject? SubjectOf(object act) =>
        act switch
        {
            Acts.Say said => said.Subject,
            Acts.OpenThread thread => thread.Subject,
            _ => null,
        };

    private AppendOnly<Line> Lines { get; init; }
    private int Threads { get; init; }
    private PersistentArray<Held> ByNumber { get; init; } = PersistentArray<Held>.Empty;
    private PersistentArray<int> SplitTo { get; init; } = PersistentArray<int>.Empty;

    /// <summary>Numbers of the threads on each subject, in order. A new one has the highest number, so that it is put at the end.</summary>
    private ImmutableDictionary<Subject, AppendOnly<int>> BySubject { get; init; } = ImmutableDictionary<Subject, AppendOnly<int>>.Empty;

    /// <summary>Threads that were on a subject once: from which entry on, and by which they were moved away.</summary>
    private ImmutableDictionary<Subject, ImmutableArray<(int Thread, long From, long To)>> Left { get; init; } =
        ImmutableDictionary<Subject, ImmutableArray<(int Thread, long From, long To)>>.Empty;

    private ImmutableSortedDictionary<long, ImmutableArray<long>> Edits { get; init; } = ImmutableSortedDictionary<long, ImmutableArray<long>>.Empty;

    private Conversations() { }

    public static Conversations Empty { get; } = new();

    /// <summary>Messages in all.</summary>
    public int Count => Lines.Count;

    /// <summary>The subjects that are talked about.</summary>
    public IEnumerable<Subject> Subjects => BySubject.Keys;

    /// <summary>The threads on a subject, those that began first first.</summary>
    public IEnumerable<TalkThread> ThreadsOn(Subject subject)
    {
        var numbers = BySubject.GetValueOrDefault(subject);
        for (var i = 0; i < numbers.Count; i++)
        {
            yield return ByNumber[numbers[i]].Thread;
        }
    }

    /// <summary>Everything said on a subject, oldest first.</summary>
    public IEnumerable<Message> On(Subject subject) => ThreadsOn(subject).SelectMany(In).OrderBy(m => m.Entry);

    /// <summary>The entries of what was said on a subject while it was about that, in no order. Nobody is made a speaker on it, or none, by moving a thread.</summary>
    public IEnumerable<long> SaidOn(Subject subject)
    {
        foreach (var thread in ThreadsOn(subject))
        {
            for (var place = thread.Moved is { } from ? CountBefore(thread, from) : 0; place < thread.Count; place++)
            {
                yield return EntryIn(thread, place);
            }
        }

        foreach (var (number, from, to) in Left.GetValueOrDefault(subject, []))
        {
            var thread = ByNumber[number].Thread;
            for (var place = CountBefore(thread, from); place < CountBefore(thread, to); place++)
            {
                yield return EntryIn(thread, place);
            }
        }
    }

    /// <summary>The messages of a thread, oldest first.</summary>
    public IEnumerable<Message> In(TalkThread thread)
    {
        for (var i = 0; i < thread.Said.Count; i++)
        {
            yield return MessageOf(thread.Said[i]);
        }
    }

    /// <summary>The entry of a thread's message, counted from 0, oldest first.</summary>
    public long EntryIn(TalkThread thread, int place) => Lines[thread.Said[place]].Entry;

    /// <summary>The entry of a thread's newest message.</summary>
    public long NewestIn(TalkThread thread) => EntryIn(thread, thread.Count - 1);

    /// <summary>How many of a thread's messages came before an entry.</summary>
    public int CountBefore(TalkThread thread, long entry)
    {
        var (low, high) = (0, thread.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = EntryIn(thread, middle) < entry ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The message of a number, counted from 0 in the order in which they were said.</summary>
    public Message MessageOf(int number)
    {
        var line = Lines[number];
        var thread = ByNumber[ThreadNumber(number)].Thread;
        return new(line.Entry, thread.Subject, line.ReplyTo < 0 ? null : line.ReplyTo, thread.Root);
    }

    /// <summary>The message of an entry; null where the entry is none.</summary>
    public Message? Find(long entry) => NumberOf(entry) is { } number ? MessageOf(number) : null;

    /// <summary>The thread that begins with this entry; null where none does.</summary>
    public TalkThread? FindThread(long root) =>
        NumberOf(root) is { } number && ByNumber[ThreadNumber(number)].Thread is var thread && thread.Root == root ? thread : null;

    /// <summary>The entry whose body has a message's present words: its own, or that of the last edit.</summary>
    public long WordsOf(long message) => Edits.TryGetValue(message, out var changed) ? changed[^1] : message;

    /// <summary>The entries by which a message was edited, oldest first.</summary>
    public ImmutableArray<long> EditsOf(long message) => Edits.GetValueOrDefault(message, []);

    public void WriteRows(StateRows rows)
    {
        for (var number = 0; number < Lines.Count; number++)
        {
            var line = Lines[number];
            rows.Row(line.Entry, ByNumber[line.Thread].Thread.Begun, line.ReplyTo < 0 ? "-" : line.ReplyTo);
            if (ThreadNumber(number) != line.Thread)
            {
                rows.Row("split", line.Entry, ByNumber[ThreadNumber(number)].Thread.Root);
            }
        }

        for (var number = 0; number < Threads; number++)
        {
            var thread = ByNumber[number].Thread;
            if (thread.Titled is not null || thread.Moved is not null || thread.Resolved is not null)
            {
                rows.Row("thread", thread.Root, thread.Subject, Or(thread.Titled), Or(thread.Moved), Or(thread.Resolved));
            }
        }

        foreach (var (subject, threads) in Left)
        {
            rows.Row("left", subject, string.Join(',', threads.Select(t => $"{t.Thread} {t.From} {t.To}")));
        }

        foreach (var (message, changed) in Edits)
        {
            rows.Row("edit", message, string.Join(',', changed));
        }
    }

    /// <summary>With a message that begins a thread.</summary>
    internal Conversations WithThread(long entry, Subject subject, long? titled)
    {
        var thread = new TalkThread(entry, subject, subject, titled) { Said = default(AppendOnly<int>).Add(Lines.Count) };
        return this with
        {
            Lines = Lines.Add(new(entry, Threads, -1)),
            Threads = Threads + 1,
            ByNumber = ByNumber.Set(Threads, new(thread)),
            BySubject = Put(BySubject, subject, Threads),
        };
    }

    /// <summary>With an answer, in the thread of what it answers.</summary>
    internal Conversations WithAnswer(long entry, long to)
    {
        var number = ThreadNumber(NumberOf(to)!.Value);
        var thread = ByNumber[number].Thread;
        return this with
        {
            Lines = Lines.Add(new(entry, number, to)),
            ByNumber = ByNumber.Set(number, new(thread with { Said = thread.Said.Add(Lines.Count) })),
        };
    }

    internal Conversations WithEdit(long message, long entry) => this with { Edits = Edits.SetItem(message, EditsOf(message).Add(entry)) };

    /// <summary>With a thread changed in place.</summary>
    internal Conversations WithThread(long root, Func<TalkThread, TalkThread> change)
    {
        var number = ThreadNumber(NumberOf(root)!.Value);
        var (before, after) = (ByNumber[number].Thread, change(ByNumber[number].Thread));
        return this with
        {
            ByNumber = ByNumber.Set(number, new(after)),
            BySubject = before.Subject == after.Subject ? BySubject : Put(Take(BySubject, before.Subject, number), after.Subject, number),
            // Where nothing was said meanwhile nothing is kept: moving to and fro costs nobody anything.
            Left =
                before.Subject == after.Subject || CountBefore(before, before.Moved ?? 0) == before.Count
                    ? Left
                    : Left.SetItem(before.Subject, Left.GetValueOrDefault(before.Subject, []).Add((number, before.Moved ?? 0, after.Moved!.Value))),
        };
    }

    /// <summary>With a message and all answers below it in a thread of its own.</summary>
    /// <remarks>An answer always comes after what it answers, so one walk in order finds them all, however deeply they are nested.</remarks>
    internal Conversations WithSplit(long message, long titled)
    {
        var from = ThreadNumber(NumberOf(message)!.Value);
        var thread = ByNumber[from].Thread;
        var (stay, go, gone) = (default(AppendOnly<int>), default(AppendOnly<int>), new HashSet<long>());
        var split = SplitTo;
        foreach (var number in thread.Said.Span)
        {
            var line = Lines[number];
            if (line.Entry == message || (line.ReplyTo >= 0 && gone.Contains(line.ReplyTo)))
            {
                gone.Add(line.Entry);
                go = go.Add(number);
                split = split.Set(number, Threads + 1);
            }
            else
            {
                stay = stay.Add(number);
            }
        }

        return this with
        {
            Threads = Threads + 1,
            SplitTo = split,
            ByNumber = ByNumber
                .Set(from, new(thread with { Said = stay }))
                .Set(Threads, new(new(message, thread.Begun, thread.Subject, titled, thread.Moved) { Said = go })),
            Left = Left.SetItems(
                Left.Where(l => l.Value.Any(t => t.Thread == from))
                    .Select(l => KeyValuePair.Create(l.Key, l.Value.AddRange(l.Value.Where(t => t.Thread == from).Select(t => t with { Thread = Threads }))))
            ),
            BySubject = Put(BySubject, thread.Subject, Threads),
        };
    }

    private static object Or(long? entry) => entry is { } known ? known : "-";

    /// <summary>Number of the thread that a message is in; those that were split off are noted as number + 1.</summary>
    private int ThreadNumber(int message) => SplitTo[message] is > 0 and var number ? number - 1 : Lines[message].Thread;

    private int? NumberOf(long entry)
    {
        var (low, high) = (0, Lines.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = Lines[middle].Entry;
            if (found == entry)
            {
                return middle;
            }

            (low, high) = found < entry ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    private static ImmutableDictionary<Subject, AppendOnly<int>> Put(ImmutableDictionary<Subject, AppendOnly<int>> all, Subject subject, int thread)
    {
        var there = all.GetValueOrDefault(subject);
        if (there.Count == 0 || there[there.Count - 1] < thread)
        {
            return all.SetItem(subject, there.Add(thread));
        }

        // One that came from another subject takes its place among them.
        var place = ~there.Span.BinarySearch(thread);
        return all.SetItem(subject, ListOf([.. there.Span[..place], thread, .. there.Span[place..]]));
    }

    private static ImmutableDictionary<Subject, AppendOnly<int>> Take(ImmutableDictionary<Subject, AppendOnly<int>> all, Subject subject, int thread)
    {
        var there = all[subject].Span;
        var place = there.BinarySearch(thread);
        return there.Length == 1 ? all.Remove(subject) : all.SetItem(subject, ListOf([.. there[..place], .. there[(place + 1)..]]));
    }

    private static AppendOnly<int> ListOf(ReadOnlySpan<int> numbers)
    {
        var list = default(AppendOnly<int>);
        foreach (var number in numbers)
        {
            list = list.Add(number);
        }

        return list;
    }
}
