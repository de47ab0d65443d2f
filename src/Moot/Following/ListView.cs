using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Following;

/// <summary>Any list, as a feed tells it.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Path">The page that shows it, below the association, with its query.</param>
/// <param name="Items">What is in it, newest or best first.</param>
/// <param name="Older">Query of the next part; null at the end.</param>
public sealed record ListView(string Title, string Path, ImmutableArray<ListItemView> Items, string? Older = null);

/// <summary>One thing in a list.</summary>
/// <param name="Entry">The entry that it is from; its id is made of it, and is the same in every copy of the log.</param>
/// <param name="Title">What it is, in a line.</param>
/// <param name="Who">Whose it is.</param>
/// <param name="At">When.</param>
/// <param name="Summary">More about it; null where nothing, or out of sight.</param>
/// <param name="Path">Where to look, below the association.</param>
/// <param name="Why">Why it is told, where one entry can be told for more than one reason; null elsewhere.</param>
public sealed record ListItemView(long Entry, string Title, string Who, Moment At, string? Summary, string Path, string? Why = null);
