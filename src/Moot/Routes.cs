using Microsoft.AspNetCore.Routing;
using Moot.Commons;
using Moot.Guard;
using Moot.Programs;

namespace Moot;

/// <summary>Every page of every capability.</summary>
public static class Routes
{
    /// <summary>Adds them; each is served below an association.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        PageRoutes.Map(routes);
        FilterRoutes.Map(routes);
        ProgramRoutes.Map(routes);
    }
}
