using System.Text.Json;
using System.Text.Json.Nodes;
using Moot.Commons;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Erasure;
using Moot.Kernel.Storage;
using Moot.Ui;

namespace Moot.Guard;

/// <summary>Shows acts of any kind as filters see them.</summary>
public static class WrittenView
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Acts of one author that are counted at most.</summary>
    private const int ActsCounted = 10_000;

    /// <summary>Entries that are looked at to count them.</summary>
    private const int EntriesScanned = 100_000;

    /// <summary>True for kinds that filters are asked about: what is written in pages, talk and files. How an association defends and governs itself is never filtered.</summary>
    public static bool IsFiltered(ActKind? kind) => kind?.Capability.Name is "commons" or "talk";

    /// <summary>An act that somebody is about to do.</summary>
    /// <param name="served">The association.</param>
    /// <param name="actor">Who; null for a guest who never acted.</param>
    /// <param name="assurance">How sure that is.</param>
    /// <param name="draft">The act.</param>
    /// <param name="now">When.</param>
    public static Written Of(Served served, Actor? actor, Assurance assurance, Draft draft, Moment now)
    {
        var world = served.Log.Head.World;
        return Make(
            served,
            draft.Kind,
            assurance,
            draft.Content,
            name => Text(draft.Prose[name]),
            draft.Blobs.FirstOrDefault(),
            () => actor is { } who ? ActsIn(world, who, world.Size, now) : 0
        );
    }

    /// <summary>An act of the log.</summary>
    public static Written Of(Served served, ReadAct act, long index)
    {
        var world = served.Log.Head.World;
        var content = JsonNode.Parse(act.Entry.Act.Public.Span) as JsonObject ?? [];
        var blob =
            content["text"] is JsonValue value && value.TryGetValue<string>(out var id) && Kernel.Tree.Hash.TryParseHex(id, out var hash)
                ? served.Log.Store.Blob(new(hash)) ?? default
                : default;
        return Make(
            served,
            act.Entry.Act.Kind,
            act.Entry.Assurance,
            content,
            name => served.Texts.Prose(world, index, name) ?? "",
            blob,
            () => ActsIn(world, world.Entries.Author(index), index, world.Entries.At(index))
        );
    }

    private static Written Make(
        Served served,
        string kind,
        Assurance assurance,
        JsonObject content,
        Func<string, string> prose,
        in StoredBlob blob,
        Func<int> done
    )
    {
        var text = content.ContainsKey("text") && blob.State == BodyState.Present ? System.Text.Encoding.UTF8.GetString(blob.Bytes.Span) : prose("text");
        return new(
            assurance switch
            {
                Assurance.Signed => AuthorKind.Signed,
                Assurance.Vouched => AuthorKind.Vouched,
                _ => AuthorKind.Guest,
            },
            kind is "page.create/1",
            prose("title") is { Length: > 0 } title ? title : prose("name"),
            prose("summary") is { Length: > 0 } summary ? summary : prose("reason"),
            text,
            new(() => Before(served, content)),
            new(done)
        );
    }

    private static string Before(Served served, JsonObject content)
    {
        var library = served.Log.Head.World.Get<Library>();
        return
            content["from"] is JsonValue value
            && value.TryGetValue<long>(out var from)
            && library.FindRevision(from) is { } revision
            && served.Log.Head.World.Get<Erasures>().Find(from) is null
            && served.Log.Store.Blob(revision.Text) is { State: BodyState.Present } blob
            ? System.Text.Encoding.UTF8.GetString(blob.Bytes.Span)
            : "";
    }

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private static int ActsIn(World world, Actor actor, long before, Moment now)
    {
        var since = now + -Hour;
        var count = 0;
        for (var i = before - 1; i >= Math.Max(0, before - EntriesScanned) && world.Entries.At(i) >= since && count < ActsCounted; i--)
        {
            count += world.Entries.Author(i) == actor ? 1 : 0;
        }

        return count;
    }
}
