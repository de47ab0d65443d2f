using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Encoding;
using Moot.Kernel.Erasure;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;

namespace Moot.Ui;

/// <summary>What one request works at: how things stand, who asks and in which language, and a pen to act with.</summary>
/// <param name="Served">The association.</param>
/// <param name="Root">Path below which it lies: ends with a slash.</param>
/// <param name="Visitor">Who asks.</param>
/// <param name="Pen">Acts in their name.</param>
/// <param name="Words">Their language.</param>
/// <param name="Now">The time of the request.</param>
/// <param name="Path">What was asked for, below <paramref name="Root"/>, with its query.</param>
/// <param name="WantsJson">True if a program asks: acts are then answered in JSON.</param>
public sealed record Desk(Served Served, string Root, Visitor Visitor, IPen Pen, Words Words, Moment Now, string Path, bool WantsJson)
{
    /// <summary>The desk of a request: what a route's handler takes as an argument.</summary>
    public static ValueTask<Desk?> BindAsync(HttpContext http) =>
        http.Features.Get<IReception>() is { } reception
            ? Give(reception.Receive(http))
            : throw new InvalidOperationException("Pages are served below an association.");

    private static async ValueTask<Desk?> Give(ValueTask<Desk> desk) => await desk;

    /// <summary>The checkpoint and world that the whole answer speaks of.</summary>
    public Head Head { get; } = Served.Log.Head;

    /// <summary>How things stand.</summary>
    public World World => Head.World;

    /// <summary>The entries, bodies, texts and files.</summary>
    public ILogStore Store => Served.Log.Store;

    /// <summary>What the association is called.</summary>
    public string AssociationName => (World.Get<Foundation>().Current is { } current ? Prose(current.From, "name") : null) ?? Served.Log.Vkey.Name;

    /// <summary>What the association is for; null where nobody said or it is out of sight.</summary>
    public string? Purpose => World.Get<Foundation>().Current is { } current ? Prose(current.From, "purpose") : null;

    /// <summary>The same desk, as things stand now: after an act, or where somebody else may have acted.</summary>
    public Desk Anew() => new(Served, Root, Visitor, Pen, Words, Now, Path, WantsJson);

    /// <summary>The published state of a capability.</summary>
    public T State<T>()
        where T : class, IState<T> => World.Get<T>();

    /// <summary>An address below the association.</summary>
    /// <param name="path">Without a slash at its beginning; written as it stands in an address.</param>
    public string Url(string path) => Root + path;

    /// <summary>A text from an entry's body; null where it was never written, or is hidden or erased.</summary>
    public string? Prose(long entry, string member) => Served.Texts.Prose(World, entry, member);

    /// <summary>True if the texts of an entry are hidden or erased.</summary>
    public bool IsWithdrawn(long entry) => World.Get<Erasures>().Find(entry) is not null;

    /// <summary>A text that lies beside the log; null where it is hidden, erased or not here.</summary>
    public string? Text(BlobId blob) => Store.Blob(blob) is { State: BodyState.Present } found ? Encoding.UTF8.GetString(found.Bytes.Span) : null;

    /// <summary>What somebody is called: a member's name, with some digits of their id where others have such a name too; or a guest's number such as <c>~2026-123</c>.</summary>
    public string NameOf(Actor actor) =>
        actor.Member is { } id ? Served.Names.NameOf(World, id) ?? Words["actor.nameless"]
        : actor.Guest is { } key && World.Get<Foundation>().Lineage.Any(s => s.Intake == key) ? Words["actor.host"]
        : Served.Guests.NameOf(World, actor);

    /// <summary>Does an act in the visitor's name.</summary>
    /// <param name="act">The act; its prose goes into the body, the rest into the leaf.</param>
    /// <param name="blobs">Texts and files that it brings (<see cref="Kernel.Keys.Salt.NewBlob"/>).</param>
    public Task<Done> Act<TAct, TState>(TAct act, params ReadOnlySpan<StoredBlob> blobs)
        where TAct : class, IAct<TAct, TState>
        where TState : class, IState<TState> => Pen.Act(Draft<TAct, TState>(act, blobs));

    /// <summary>An act as it is given to the pen: its prose apart from what goes into the leaf.</summary>
    /// <param name="act">The act.</param>
    /// <param name="blobs">Texts and files that it brings.</param>
    public Draft Draft<TAct, TState>(TAct act, params ReadOnlySpan<StoredBlob> blobs)
        where TAct : class, IAct<TAct, TState>
        where TState : class, IState<TState>
    {
        var all = (JsonObject)JsonSerializer.SerializeToNode(act, TAct.Json)!;
        var prose = new JsonObject();
        foreach (var member in World.Registry.Find(TAct.Kind)!.Members)
        {
            var value = all[member.Name];
            if (value is null || member.IsProse)
            {
                all.Remove(member.Name);
            }

            if (value is not null && member.IsProse)
            {
                prose[member.Name] = value;
            }
        }

        return new(TAct.Kind, all, prose, [.. blobs]);
    }
}
