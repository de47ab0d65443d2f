using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;

namespace Moot.Kernel.Acts;

/// <summary>Finds the blobs that a record names: its members of type <see cref="BlobId"/>.</summary>
internal static class ActBlobs
{
    /// <summary>For each such member, how it is read from a record.</summary>
    public static ImmutableArray<Func<object, object?>> Readers(JsonTypeInfo info) =>
        [
            .. info
                .Properties.Where(p => p.PropertyType == typeof(BlobId) || p.PropertyType == typeof(BlobId?))
                .Select(p => p.Get ?? throw new ArgumentException(p.Name)),
        ];

    /// <summary>The blobs that a record names, in the order of its members.</summary>
    public static ImmutableArray<BlobId> Of(ImmutableArray<Func<object, object?>> readers, object record)
    {
        if (readers.IsEmpty)
        {
            return [];
        }

        var found = ImmutableArray.CreateBuilder<BlobId>(readers.Length);
        foreach (var read in readers)
        {
            if (read(record) is BlobId id && !found.Contains(id))
            {
                found.Add(id);
            }
        }

        return found.ToImmutable();
    }
}
