using System.Text.Json;
using Moot.Commons;
using Moot.Following;
using Moot.Host.People;
using Moot.Kernel.Acts;
using Moot.Programs;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Host.Hooks;

/// <summary>What a webhook is told: which acts, and in which words. Read anew for each delivery, so that nothing is told that went out of sight meanwhile.</summary>
/// <param name="served">The association.</param>
/// <param name="log">Its log.</param>
internal sealed class HookNews(Served served, Live.IServedLog log)
{
    /// <summary>Entries that one look goes through; the next look goes on there.</summary>
    public const int LookedMax = 10_000;

    /// <summary>The first entry from <see cref="Hook.Next"/> on that a webhook is to be told of; null where there is none yet. And the first entry that was not looked at.</summary>
    public (long? Entry, long Looked) Next(Hook hook)
    {
        var world = log.Head.World;
        var kinds = new ActFilter(hook.Kind).KindsIn(world.Registry);
        var isAll = string.Equals(hook.Kind, ActFilter.All, StringComparison.Ordinal);
        var end = Math.Min(world.Size, hook.Next + LookedMax);
        for (var entry = hook.Next; entry < end; entry++)
        {
            if ((world.Entries.KindOf(entry) is >= 0 and var kind ? kinds[kind] : isAll) && (hook.Subject.Length == 0 || IsAbout(entry, hook.Subject)))
            {
                return (entry, entry);
            }
        }

        return (null, Math.Max(end, hook.Next));
    }

    /// <summary>What is told of an entry, as it may be told now; null where there is no such entry.</summary>
    public (string Id, byte[] Body)? Tell(Hook hook, long entry, Moment now) =>
        Feed.ToJson(Desk(hook, now), entry, HostOf(hook)) is var (id, body) ? (id, body) : null;

    /// <summary>What is told as a test.</summary>
    public static (string Id, byte[] Body) Test(Hook hook, Moment now) =>
        (
            $"test-{hook.Id}-{now.Milliseconds}",
            JsonSerializer.SerializeToUtf8Bytes(
                new System.Text.Json.Nodes.JsonObject
                {
                    ["id"] = $"test-{hook.Id}-{now.Milliseconds}",
                    ["kind"] = "test",
                    ["title"] = "A test",
                    ["when"] = now.ToString(),
                    ["url"] = hook.Base,
                }
            )
        );

    /// <summary>True if an entry is about a subject, or done by it.</summary>
    private bool IsAbout(long entry, string subject)
    {
        var world = log.Head.World;
        if (
            (world.Entries.Author(entry).Member is { } author && string.Equals($"member:{author}", subject, StringComparison.Ordinal))
            || string.Equals($"entry:{entry}", subject, StringComparison.Ordinal)
            || (world.Get<Library>().FindRevision(entry) is { } revision && string.Equals($"page:{revision.Page}", subject, StringComparison.Ordinal))
            || (
                world.Get<Conversations>().Find(entry) is { } message
                && (
                    string.Equals(message.Subject.Name, subject, StringComparison.Ordinal)
                    || string.Equals($"thread:{message.Thread}", subject, StringComparison.Ordinal)
                )
            )
        )
        {
            return true;
        }

        if (ReadAct.Of(log.Store, world.Registry, entry) is not { } act)
        {
            return false;
        }

        using var said = JsonDocument.Parse(act.Entry.Act.Public);
        return said
            .RootElement.EnumerateObject()
            .Any(m =>
                string.Equals(
                    m.NameEquals("subject") ? m.Value.ToString() : $"{(m.NameEquals("revision") || m.NameEquals("message") ? "entry" : m.Name)}:{m.Value}",
                    subject,
                    StringComparison.Ordinal
                )
            );
    }

    /// <summary>Scheme and name of the host, as the member reached it.</summary>
    private static string HostOf(Hook hook) => new Uri(hook.Base).GetLeftPart(UriPartial.Authority);

    private Desk Desk(Hook hook, Moment now) =>
        new(served, new Uri(hook.Base).AbsolutePath, Visitor.Stranger, new MirrorPen(log), Words.English, now, "", WantsJson: true);
}
