using System.Collections.Immutable;
using Moot.Ui;

namespace Moot.Host.Moving.Copies;

/// <summary>A copy is drawn without anybody who searches or acts.</summary>
internal sealed class NobodyAsks : ISearch, IPen
{
    public static NobodyAsks Instance { get; } = new();

    public long Size => 0;

    public SearchResult Find(SearchQuery query) => new(0, []);

    public ImmutableArray<long> LinksTo(string title) => [];

    public ImmutableArray<long> Including(string title) => [];

    public ImmutableArray<long> Showing(string file) => [];

    public ImmutableArray<long> InCategory(string category) => [];

    public ImmutableArray<(string Category, int Pages)> Categories() => [];

    public ImmutableArray<long> Unlinked() => [];

    public ImmutableArray<(string Title, int Links)> Wanted(int count) => [];

    public Task<Done> Act(Draft draft) => throw new System.Diagnostics.UnreachableException("A copy acts in nobody's name.");
}
