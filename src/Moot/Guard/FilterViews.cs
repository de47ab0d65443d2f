using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Guard;

/// <summary>A filter in the list of filters.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Note">What it is for; null where that is out of sight.</param>
/// <param name="Hits">How often it hit here, as far as it is remembered.</param>
/// <param name="IsTooBroad">True if it lost its effect here.</param>
public sealed record FilterLineView(Filter Filter, string? Note, long Hits, bool IsTooBroad);

/// <summary>All filters.</summary>
public sealed record FiltersView(ImmutableArray<FilterLineView> Filters);

/// <summary>One filter, its hits, and the form that switches it.</summary>
/// <param name="Line">The filter.</param>
/// <param name="Last">Its last hits here, newest first.</param>
/// <param name="Reason">What was typed.</param>
/// <param name="Refused">Why it was not switched.</param>
public sealed record FilterView(FilterLineView Line, ImmutableArray<Hit> Last, string Reason = "", Verdict? Refused = null);

/// <summary>An act that a rule would have hit.</summary>
public sealed record TriedView(long Entry, Actor By, Moment At, string Kind);

/// <summary>A filter being written.</summary>
/// <param name="Id">The filter; null for a new one.</param>
/// <param name="Field">What is in each field.</param>
/// <param name="Tried">What the rule would have hit; null where it was not tried.</param>
/// <param name="Looked">Acts that it was tried on.</param>
/// <param name="Refused">Why it was not taken.</param>
public sealed record FilterFormView(long? Id, Func<string, string> Field, ImmutableArray<TriedView>? Tried = null, int Looked = 0, Verdict? Refused = null);
