using Microsoft.AspNetCore.Routing;
using Moot.Commons;
using Moot.Membership;

namespace Moot;

/// <summary>Every page of every capability.</summary>
public static class Routes
{
    /// <summary>Adds them; each is served below an association.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        PageRoutes.Map(routes);
        FileRoutes.Map(routes);
        SettingsRoutes.Map(routes);
        MembershipRoutes.Map(routes);
    }
}
