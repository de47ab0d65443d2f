using System.Collections.Immutable;
using Moot.Kernel;
using Moot.Kernel.Acts;

namespace Moot.Talk;

/// <summary>One thing that somebody said; its words are the body of its entry.</summary>
/// <param name="Entry">Its entry.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="ReplyTo">The message that it answers; null for a new thread.</param>
public readonly record struct Message(long Entry, Subject Subject, long? ReplyTo);

/// <summary>What was said on each subject, in order.</summary>
public sealed class Conversations : IState<Conversations>
{
    private readonly AppendOnly<Message> messages;
    private readonly ImmutableDictionary<Subject, int> numbers;
    private readonly PersistentArray<AppendOnly<int>> bySubject;

    private Conversations(AppendOnly<Message> messages, ImmutableDictionary<Subject, int> numbers, PersistentArray<AppendOnly<int>> bySubject) =>
        (this.messages, this.numbers, this.bySubject) = (messages, numbers, bySubject);

    public static Conversations Empty { get; } = new(default, ImmutableDictionary<Subject, int>.Empty, PersistentArray<AppendOnly<int>>.Empty);

    /// <summary>Messages in all.</summary>
    public int Count => messages.Count;

    /// <summary>The subjects that were talked about.</summary>
    public IEnumerable<Subject> Subjects => numbers.Keys;

    /// <summary>Everything said on a subject, oldest first.</summary>
    public IEnumerable<Message> On(Subject subject)
    {
        var said = numbers.TryGetValue(subject, out var number) ? bySubject[number] : default;
        for (var i = 0; i < said.Count; i++)
        {
            yield return messages[said[i]];
        }
    }

    /// <summary>The message of an entry; null where the entry is none.</summary>
    public Message? Find(long entry)
    {
        var (low, high) = (0, messages.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = messages[middle];
            if (found.Entry == entry)
            {
                return found;
            }

            (low, high) = found.Entry < entry ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    public void WriteRows(StateRows rows)
    {
        foreach (var message in messages.Span)
        {
            rows.Row(message.Entry, message.Subject, (object?)message.ReplyTo ?? "-");
        }
    }

    internal Conversations With(Message message)
    {
        var numbered = numbers;
        if (!numbers.TryGetValue(message.Subject, out var number))
        {
            number = numbers.Count;
            numbered = numbers.Add(message.Subject, number);
        }

        return new(messages.Add(message), numbered, bySubject.Set(number, bySubject[number].Add(messages.Count)));
    }
}
