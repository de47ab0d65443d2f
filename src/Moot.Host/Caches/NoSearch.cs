using System.Collections.Immutable;
using Moot.Ui;

namespace Moot.Host.Caches;

/// <summary>Finds nothing.</summary>
internal sealed class NoSearch : ISearch
{
    public long Size => 0;

    public SearchResult Find(SearchQuery query) => new(0, []);

    public ImmutableArray<long> LinksTo(string title) => [];

    public ImmutableArray<long> Including(string title) => [];

    public ImmutableArray<long> Showing(string file) => [];

    public ImmutableArray<long> InCategory(string category) => [];

    public ImmutableArray<(string Category, int Pages)> Categories() => [];

    public ImmutableArray<(string Title, int Links)> Wanted(int count) => [];
}
