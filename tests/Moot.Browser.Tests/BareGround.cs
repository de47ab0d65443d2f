using Microsoft.AspNetCore.Builder;
using Moot.Host.Web;

namespace Moot.Browser.Tests;

/// <summary>A folder in which nothing is founded yet, served as <c>moot serve</c> does.</summary>
internal sealed class BareGround : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("moot-browser-");
    private FoundingHall? founding;
    private WebApplication? app;

    /// <summary>Where the association will lie.</summary>
    public string Association => Path.Combine(folder.FullName, "here");

    /// <summary>Where somebody keeps what is theirs on this machine.</summary>
    public string Home => Path.Combine(folder.FullName, "home");

    public string Url => Server.Address(app!) + "/";

    public static async Task<BareGround> Open()
    {
        Hall.NeedChromium();
        var ground = new BareGround();
        var site = new Site(isSingle: false, TimeProvider.System);
        ground.founding = new(site, ground.Association, TimeProvider.System, _ => { });
        ground.app = await Server.Start(site, "http://127.0.0.1:0", ground.founding);
        ground.founding.Address = Server.Address(ground.app);
        return ground;
    }

    public async ValueTask DisposeAsync()
    {
        await app!.DisposeAsync();
        await founding!.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
