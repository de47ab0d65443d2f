using Moot.Kernel;
using Moot.Kernel.Acts;

namespace Moot.Ui;

/// <summary>An association that is served, with what its pages keep in memory.</summary>
/// <param name="Log">The log.</param>
/// <param name="Search">Finds texts, links and categories.</param>
public sealed record Served(ILiveLog Log, ISearch Search)
{
    /// <summary>Prose that was read before.</summary>
    public ProseCache Texts { get; } = new(Log);

    /// <summary>How guests are called.</summary>
    public GuestNames Guests { get; } = new();

    /// <summary>How members are called.</summary>
    public ShownNames Names => Keep(served => new ShownNames(served.Texts));

    /// <summary>What people watch and how far they have read.</summary>
    public IMarks Marks { get; init; } = new NoMarks();

    /// <summary>True for a member who says that it is a program.</summary>
    public Func<World, Actor, bool> IsBot { get; init; } = (_, _) => false;

    /// <summary>Room for what the pages of a capability keep in memory: one of each type, made when it is first asked for.</summary>
    public T Keep<T>(Func<Served, T> make)
        where T : class => (T)kept.GetOrAdd(typeof(T), _ => make(this));

    private readonly System.Collections.Concurrent.ConcurrentDictionary<Type, object> kept = new();
}
