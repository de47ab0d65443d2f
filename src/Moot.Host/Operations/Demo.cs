using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;

namespace Moot.Host.Operations;

/// <summary>A small living example: an allotment club that talks about its water.</summary>
internal static class Demo
{
    private static readonly (string Who, string Text, int? ReplyTo)[] Said =
    [
        ("Mara", "The tap by the gate drips. Half a barrel a day, by my count.", null),
        ("Jonas", "I can change the washer on Saturday. Does anybody have a key for the valve?", 0),
        ("Ilka", "The key hangs in the shed, behind the door. Please hang it back: last time we searched for a week.", 1),
        ("Mara", "Shall we write down where things hang? One page that everybody may edit would do.", 2),
        ("Jonas", "Done: the washer is new, the key hangs where it hung.", 0),
    ];

    /// <summary>Founds the example in a new folder.</summary>
    public static async Task Create(string directory, TimeProvider clock)
    {
        using var mara = SigningKey.Create();
        var founded = await Founding.Found(
            directory,
            "Allotment by the brook",
            "Share the water, the tools and the harvest.",
            "Mara",
            origin: null,
            mara,
            clock
        );
        await using var log = HostedLog.Open(founded.Folder, clock);
        var people = new Dictionary<string, (SigningKey Key, MemberId Id)>(StringComparer.Ordinal) { ["Mara"] = (mara, founded.Founder) };
        foreach (var name in new[] { "Jonas", "Ilka" })
        {
            var key = SigningKey.Create();
            var join = ActPen.Compose(ActPen.Place.Of(log.Head, founded.Folder.Origin, null), clock, Join.Kind, [], new() { ["name"] = name }, key);
            Founding.Need(await log.Submit(join.ToBytes()));
            people[name] = (key, new(join.Act.Id));
        }

        var entries = new List<long>();
        foreach (var (who, text, replyTo) in Said)
        {
            var (key, id) = people[who];
            var content = new System.Text.Json.Nodes.JsonObject();
            if (replyTo is { } to)
            {
                content["replyTo"] = entries[to];
            }

            var say = ActPen.Compose(ActPen.Place.Of(log.Head, founded.Folder.Origin, id), clock, Talk.Acts.Say.Kind, content, new() { ["text"] = text }, key);
            entries.Add(Founding.Need(await log.Submit(say.ToBytes())).Index!.Value);
        }

        people["Jonas"].Key.Dispose();
        people["Ilka"].Key.Dispose();
    }
}
