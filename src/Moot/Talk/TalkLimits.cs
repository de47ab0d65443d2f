using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;

namespace Moot.Talk;

/// <summary>Limits of talk, and the checks that its acts share.</summary>
internal static class TalkLimits
{
    /// <summary>UTF-16 characters of a thread's heading.</summary>
    public const int TitleCharactersMax = 255;

    /// <summary>Messages of a thread that can still be split: the work of one act has an end.</summary>
    public const int SplitMessagesMax = 20_000;

    /// <summary>Edits of one message.</summary>
    public const int EditsMax = 100;

    public static Verdict JudgeText(Prose text) =>
        text.IsMissing ? Verdict.Refused("text-missing", "There is nothing said.")
        : text.Length > Limits.ProseCharactersMax
            ? Verdict.Refused("text-too-long", $"A message has at most {Limits.ProseCharactersMax} characters; this one has {text.Length}.")
        : Verdict.Lawful;

    public static Verdict JudgeTitle(Prose title) =>
        title.IsMissing ? Verdict.Refused("heading-missing", "A thread needs a heading.")
        : title.Length > TitleCharactersMax ? Verdict.Refused("heading-too-long", $"A heading has at most {TitleCharactersMax} characters.")
        : Verdict.Lawful;

    /// <summary>May somebody arrange a thread: move, split, resolve and reopen it? Members may, and whoever began it.</summary>
    public static Verdict JudgeThread(TalkThread? thread, in Circumstance how) =>
        thread is null ? Verdict.Refused("no-such-thread", "There is no such thread.")
        : !how.Actor.IsMember && how.Entries.Author(thread.Root) != how.Actor
            ? Verdict.Refused("not-your-thread", "Guests may arrange the threads that they began; others' threads only members may.")
        : Verdict.Lawful;

    /// <summary>Is there something to talk about? What is named by an entry or a member must be in the log.</summary>
    public static Verdict JudgeSubject(Subject subject, in Circumstance how)
    {
        var id = subject.Id;
        var isThere =
            subject == Subject.Whole ? true
            : subject.Number is { } entry ? how.Entries.Has(entry)
            : !string.Equals(subject.Noun, "member", StringComparison.Ordinal)
                || (Kernel.Tree.Hash.TryParseHex(id, out var member) && how.Read<Roster>().Find(new(member)) is not null);
        return isThere ? Verdict.Lawful : Verdict.Refused("no-such-subject", "There is no such thing to talk about.");
    }

    /// <summary>Did the actor write this entry? Also as the guest that a member was before: the key is theirs since.</summary>
    public static bool IsAuthor(long entry, in Circumstance how)
    {
        var author = how.Entries.Author(entry);
        return author == how.Actor || (how.Actor.Member is { } member && author.Guest is { } key && how.Read<Roster>().OwnerOf(key)?.Id == member);
    }
}
