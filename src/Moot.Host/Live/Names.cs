using System.Text.Json;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Encoding;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;

namespace Moot.Host.Live;

/// <summary>What things are called: names are prose, so they are read from the bodies.</summary>
internal static class Names
{
    /// <summary>The association's name; null where it was erased or hidden.</summary>
    public static string? OfAssociation(World world, ILogStore store) =>
        world.Get<Foundation>().Current is { } current ? Text(store, current.From, "name") : null;

    /// <summary>A member's name; null where it was erased or hidden.</summary>
    public static string? OfMember(World world, ILogStore store, MemberId id) =>
        world.Get<Roster>().Find(id) is { } member ? Text(store, member.Named, "name") : null;

    private static string? Text(ILogStore store, long index, string member)
    {
        foreach (var entry in store.Read(index, index + 1))
        {
            if (entry.Body.State == BodyState.Present)
            {
                using var json = JsonDocument.Parse(entry.Body.Bytes);
                return json.RootElement.TryGetProperty(member, out var text) ? text.GetString() : null;
            }
        }

        return null;
    }
}
