using System.Collections.Immutable;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Kernel.Acts;

/// <summary>Everything but its content that a judge may know of an act: where it stands, when, by whom, and what else is so.</summary>
public readonly struct Circumstance
{
    private readonly World world;
    private readonly Capability reader;

    internal Circumstance(World world, Capability reader, Prepared act, Moment at, Assurance assurance, HashTree tree)
    {
        (this.world, this.reader) = (world, reader);
        (Act, At, Actor, Assurance, Tree, Blobs) = (act.Act, at, act.Act.Actor, assurance, tree, act.Blobs);
    }

    /// <summary>The act as it was signed.</summary>
    public SignedAct Act { get; }

    /// <summary>Place in the log that the act gets, from 0.</summary>
    public long Index => world.Size;

    /// <summary>The writer's time, which never runs back.</summary>
    public Moment At { get; }

    /// <summary>Who acts.</summary>
    public Actor Actor { get; }

    /// <summary>How sure that is.</summary>
    public Assurance Assurance { get; }

    /// <summary>The key that signed first: the author's, or the host's intake key.</summary>
    public PublicKey Key => Act.Key;

    /// <summary>Keys that signed the same text besides the author's.</summary>
    public ImmutableArray<PublicKey> CoSigners => Act.CoSigners;

    /// <summary>Bytes of a blob that came with this act; null where it did not come: then it was checked when it did.</summary>
    public int? BytesOf(BlobId blob)
    {
        foreach (var carried in Blobs)
        {
            if (carried.Id == blob && carried is { State: BodyState.Present, IsListed: false })
            {
                return carried.Bytes.Length;
            }
        }

        return null;
    }

    /// <summary>The blobs that came with the act.</summary>
    internal ImmutableArray<StoredBlob> Blobs { get; }

    /// <summary>The log before this act.</summary>
    internal HashTree Tree { get; }

    /// <summary>True if a key belongs or belonged to a member. Membership reads the foundation, so a fork cannot declare that it reads Membership.</summary>
    internal bool IsMembers(PublicKey key) => world.Get<Membership.Roster>().OwnerOf(key) is not null;

    /// <summary>What is known of earlier entries: author, kind, whether it has a body.</summary>
    public EntryFacts Entries => world.Entries;

    /// <summary>Who did how much of what.</summary>
    public Standing Standing => world.Standing;

    /// <summary>What the actor did before this act, of one kind; zero where they did nothing, or the kind is unknown.</summary>
    public Tally DoneBefore(string kind) => DoneBefore(Actor, kind);

    /// <summary>What the actor did before this act, of all kinds together.</summary>
    public Tally DoneBefore() => DoneBefore(Actor);

    /// <summary>What somebody did before this act, of one kind; zero where they did nothing, or the kind is unknown.</summary>
    public Tally DoneBefore(Actor who, string kind) =>
        world.Registry.Find(kind) is { } known && Entries.NumberOf(who) is { } person ? Standing.Of(person, known) : default;

    /// <summary>The kind of an entry that there is; null where this program does not know it.</summary>
    public string? KindOf(long entry) => Entries.KindOf(entry) is >= 0 and var kind ? world.Registry.Kinds[kind].Name : null;

    /// <summary>What somebody did before this act, of all kinds together.</summary>
    public Tally DoneBefore(Actor who) => Entries.NumberOf(who) is { } person ? Standing.Of(person) : default;

    /// <summary>The published state of another capability, which this one declared that it reads.</summary>
    /// <exception cref="InvalidOperationException">The read was not declared: a bug.</exception>
    public T Read<T>()
        where T : class, IState<T> => world.Read<T>(reader);
}
