using Microsoft.AspNetCore.Routing;
using Moot.Commons;
using Moot.Counting;
using Moot.Deciding;
using Moot.Guard;
using Moot.Membership;
using Moot.Programs;
using Moot.Signing;
using Moot.Stewarding;
using Moot.Talk;
using Moot.Watching;

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
        SignInKeyRoutes.Map(routes);
        KeyRoutes.Map(routes);
        RecoveryRoutes.Map(routes);
        PasskeyRoutes.Map(routes);
        HistoryRoutes.Map(routes);
        DiffRoutes.Map(routes);
        SettleRoutes.Map(routes);
        SightRoutes.Map(routes);
        AboutRoutes.Map(routes);
        AttributionRoutes.Map(routes);
        ClaimRoutes.Map(routes);
        ConvertRoutes.Map(routes);
        ListRoutes.Map(routes);
        FrontRoutes.Map(routes);
        TalkRoutes.Map(routes);
        ThreadRoutes.Map(routes);
        WatchRoutes.Map(routes);
        DecidingRoutes.Map(routes);
        PowerRoutes.Map(routes);
        Following.ActRoutes.Map(routes);
        FilterRoutes.Map(routes);
        ProgramRoutes.Map(routes);
        HookRoutes.Map(routes);
        CountRoutes.Map(routes);
    }
}
