using Moot.Kernel.Keys;
using Moot.Kernel.Tree;

namespace Moot.Kernel.Acts;

/// <summary>A member's lasting name: the hash of the act by which they joined.</summary>
public readonly record struct MemberId(Hash Act)
{
    public override string ToString() => Act.ToHex();
}

/// <summary>Who acts: a member, or a guest who is known by a key alone.</summary>
public readonly record struct Actor
{
    private readonly Hash id;

    private Actor(bool isMember, Hash id) => (IsMember, this.id) = (isMember, id);

    /// <summary>True for a member, false for a guest.</summary>
    public bool IsMember { get; }

    /// <summary>The member, where it is one.</summary>
    public MemberId? Member => IsMember ? new MemberId(id) : null;

    /// <summary>The guest's key, where it is one.</summary>
    public PublicKey? Guest => IsMember ? null : new PublicKey(id);

    /// <summary>A member acts.</summary>
    public static Actor Of(MemberId member) => new(isMember: true, member.Act);

    /// <summary>A guest acts.</summary>
    public static Actor Of(PublicKey guest) => new(isMember: false, guest.Bytes);

    public override string ToString() => IsMember ? id.ToHex() : "guest:" + id.ToHex();
}

/// <summary>How sure the log can be of who acted; told in every entry.</summary>
public enum Assurance
{
    /// <summary>A throw-away key, no account.</summary>
    Guest,

    /// <summary>The host says: this signed-in session is that member.</summary>
    Vouched,

    /// <summary>The member's own key.</summary>
    Signed,
}
