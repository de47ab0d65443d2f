using Moot.Kernel;
using Moot.Talk;
using Moot.Testing;
using Moot.Tests.Properties;
using Xunit;

namespace Moot.Tests.Talk;

/// <summary>However threads are begun, answered, moved and split, each message stays in exactly one of them.</summary>
public sealed class ThreadsTests
{
    private const int ActsPerStory = 400;

    [Fact]
    public void Every_message_is_in_one_thread_and_every_thread_on_one_subject()
    {
        var (split, moved) = (0, 0);
        for (var seed = 1UL; seed <= 25; seed++)
        {
            var hall = new Hall(Capabilities.Registry);
            hall.Found();
            foreach (var who in new[] { "Ann", "Bob", "Cem" })
            {
                hall.Join(who);
            }

            var acts = new RandomActs(hall, new Dice(seed)) { Only = "talk." };
            for (var i = 0; i < ActsPerStory; i++)
            {
                var before = hall.World.Get<Conversations>();
                var verdict = acts.Next(out var sent);
                var now = hall.World.Get<Conversations>();
                Check(now, $"seed {seed}, act {i}: {acts.Last}");
                split += verdict.IsLawful && sent.Act.Kind is "talk.split/1" ? 1 : 0;
                moved += verdict.IsLawful && sent.Act.Kind is "talk.move/1" ? Whole(before, now) : 0;
            }
        }

        Assert.True(split > 20 && moved > 20, $"{split} splits and {moved} moves are too few to tell");
    }

    [Fact]
    public void Ten_thousand_answers_within_each_other_are_told_and_split()
    {
        const int Deep = 10_000;
        var hall = new Hall(Capabilities.Registry);
        hall.Found();
        hall.Join("Ann");
        var root = hall.World.Size;
        for (var n = 0; n < Deep; n++)
        {
            Assert.True(hall.Do("Ann", "talk.say/1", n == 0 ? "{}" : $$"""{"replyTo":{{root + n - 1}}}""", """{"text":"deeper"}""").IsLawful);
        }

        var middle = root + (Deep / 2);
        Assert.True(hall.Do("Ann", "talk.split/1", $$"""{"message":{{middle}}}""", """{"title":"Half"}""").IsLawful);
        var said = hall.World.Get<Conversations>();
        Assert.Equal(Deep / 2, said.FindThread(root)!.Count);
        Assert.Equal(Deep / 2, said.FindThread(middle)!.Count);
        Check(said, "nested");
    }

    private static void Check(Conversations said, string story)
    {
        var messages = Enumerable.Range(0, said.Count).Select(said.MessageOf).ToDictionary(m => m.Entry);
        var seen = new HashSet<long>();
        foreach (var subject in said.Subjects)
        {
            Assert.NotEmpty(said.ThreadsOn(subject));
            foreach (var thread in said.ThreadsOn(subject))
            {
                Assert.True(thread.Subject == subject && thread.Count > 0, story);
                Assert.Equal(thread.Root, said.EntryIn(thread, 0));
                Assert.Same(thread, said.FindThread(thread.Root));
                foreach (var message in said.In(thread))
                {
                    Assert.True(seen.Add(message.Entry), story);
                    Assert.True(message.Thread == thread.Root && message.Subject == subject && message == said.Find(message.Entry), story);
                    Assert.True(message.ReplyTo is not { } to || (to < message.Entry && messages.ContainsKey(to)), story);
                    Assert.True(message.Entry == thread.Root || messages[message.ReplyTo!.Value].Thread == thread.Root, story);
                }
            }
        }

        Assert.Equal(messages.Count, seen.Count);
    }

    /// <summary>After a move each thread has the messages that it had.</summary>
    private static int Whole(Conversations before, Conversations now)
    {
        foreach (var thread in before.Subjects.SelectMany(before.ThreadsOn))
        {
            Assert.Equal(before.In(thread).Select(m => m.Entry), now.In(now.FindThread(thread.Root)!).Select(m => m.Entry));
        }

        return 1;
    }
}
