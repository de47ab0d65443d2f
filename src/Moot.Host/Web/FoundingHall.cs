using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Commons;
using Moot.Deciding.Charters;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.People;
using Moot.Kernel.Acts;
using Moot.Kernel.Storage;
using Moot.Ui;
using Moot.Ui.Pages;

namespace Moot.Host.Web;

/// <summary>Where associations are founded in the browser: in a folder that holds none yet, or beside others.</summary>
/// <remarks>Whoever founds runs the machine: they sit at it, or know the code on its console. A page of another site that leads a browser here is
/// told by its name: it asks for another host than this machine, and so needs the code.</remarks>
internal sealed class FoundingHall(Site site, string root, TimeProvider clock, Action<string> say) : IAsyncDisposable
{
    /// <summary>The charter that is chosen where nobody chooses another.</summary>
    private const string UsualCharter = "small-group";

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly List<IServedLog> founded = [];
    private readonly FoundingCode code = new();
    private readonly Passphrases passphrases = new();

    /// <summary>What must be typed where the machine is reached from elsewhere.</summary>
    public string Code => code.Text;

    /// <summary>Where the server is reached from this machine; noted in the folders of what is founded.</summary>
    public string Address { get; set; } = Server.DefaultUrl;

    /// <summary>True if something can be founded here.</summary>
    public bool IsOpen => !site.IsSingle;

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("found", (Delegate)Form);
        routes.MapPost("found", Found);
    }

    /// <summary>The page at the host's root where no association is.</summary>
    public IResult Index(HttpContext http) =>
        !site.Rooms.Any()
            ? Form(http)
            : Answers.Page<AssociationsPage>(
                new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    [nameof(AssociationsPage.View)] = new AssociationsView(
                        WordsOf(http),
                        [
                            .. site.Rooms.Select(r =>
                                (
                                    Names.OfAssociation(r.Log.Head.World, r.Log.Store) ?? r.Log.Folder.Origin,
                                    new Desk(r.Served, "/", Visitor.Stranger, NoPen.Instance, Words.English, default, "", WantsJson: false).Purpose,
                                    $"/{r.Slug}/",
                                    r.Log.Head.Checkpoint.Size
                                )
                            ),
                        ]
                    ),
                }
            );

    public async ValueTask DisposeAsync()
    {
        foreach (var log in founded)
        {
            File.Delete(log.Folder.ServingPath);
            await log.DisposeAsync();
        }

        gate.Dispose();
        passphrases.Dispose();
    }

    private IResult Form(HttpContext http) =>
        http.Features.Get<IReception>() is not null && IsOpen ? TypedResults.NotFound()
        : IsOpen ? Page(Empty(http) with { Code = http.Request.Query["code"].ToString() }, StatusCodes.Status200OK)
        : TypedResults.Redirect("/");

    private async Task<IResult> Found(HttpContext http, Filled form)
    {
        var view = Empty(http, form["language"]) with
        {
            Name = form["name"].Trim(),
            Purpose = form["purpose"].Trim(),
            Licence = form["licence"] is { Length: > 0 } licence ? licence : Spdx.Usual,
            Charter = form["charter"] is { Length: > 0 } charter ? charter : UsualCharter,
            Member = form["member"].Trim(),
            Code = form["code"],
        };
        if (Origins.Of(http.Request) == Coming.FromElsewhere)
        {
            return Refuse(view, Verdict.Refused("from-elsewhere", "This was sent from another site, so it was not done. Open the page here and do it there."));
        }

        await gate.WaitAsync(http.RequestAborted);
        try
        {
            if (!IsOpen)
            {
                return Refuse(view, Verdict.Refused("founded-already", "An association is founded here already."));
            }

            if (view.NeedsCode && !code.Is(view.Code))
            {
                return Refuse(view, Verdict.Refused("founding-code", "That is not the code. It stands on the console where moot serve runs."));
            }

            return Judge(view) is { IsLawful: false } wrong ? Refuse(view, wrong) : await Write(http, view, form);
        }
        catch (LogException e)
        {
            return Refuse(view, Verdict.Refused(e.Code, e.Message));
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<IResult> Write(HttpContext http, FoundingView view, Filled form)
    {
        if (Passphrases.Judge(form["passphrase"], form["again"]) is { IsLawful: false } weak)
        {
            return Refuse(view, weak);
        }

        if (await passphrases.Hash(form["passphrase"]) is not { } hash)
        {
            return Refuse(view, Passphrases.Busy);
        }

        var isSingle = !site.Rooms.Any() && (!Directory.Exists(root) || !Directory.EnumerateFileSystemEntries(root).Any());
        var directory = isSingle ? root : NewFolder(view.Name);
        var result = await Founding.Found(
            directory,
            view.Name,
            view.Purpose.Length > 0 ? view.Purpose : null,
            view.Member,
            origin: null,
            founder: null,
            clock,
            view.Licence,
            Commands.InitCommand.Read(view.Charter)
        );
        var log = HostedLog.Open(AssociationFolder.Open(result.Folder.DirectoryPath), clock);
        founded.Add(log);
        var room = site.Add(log, isSingle);
        var path = isSingle ? "/" : $"/{room.Slug}/";
        await File.WriteAllTextAsync(log.Folder.ServingPath, isSingle ? Address : $"{Address}/{room.Slug}");
        code.Renew();
        say($"{view.Name} is founded in {log.Folder.DirectoryPath}.{(IsOpen ? $" The code for another one: {Code}" : "")}");
        if (room.People is { } people)
        {
            people.Accounts.Set(result.Founder, hash);
            var (session, token) = people.Sessions.Begin(result.Founder);
            http.Request.PathBase = isSingle ? "" : $"/{room.Slug}"; // where the cookie belongs
            Visit.Begin(http, room, session, token);
        }

        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = path;
        return TypedResults.Empty;
    }

    /// <summary>A folder of its own below the root, called like the association.</summary>
    private string NewFolder(string name)
    {
        var slug = Founding.LogKeys.Slug(name);
        var directory = Path.Combine(root, slug);
        for (var n = 2; Path.Exists(directory) || site.IsOwn(Path.GetFileName(directory)); n++)
        {
            directory = Path.Combine(root, $"{slug}-{n}");
        }

        return directory;
    }

    private static Verdict Judge(FoundingView view) =>
        view.Name.Length == 0 ? Verdict.Refused("name-missing", "An association needs a name.")
        : view.Member.Length == 0 ? Verdict.Refused("name-missing", "A member needs a name; any will do.")
        : !Templates.Names.Contains(view.Charter, StringComparer.Ordinal) ? Verdict.Refused("no-such-charter", "Choose one of the charters of the list.")
        : !Spdx.IsExpression(view.Licence) ? Verdict.Refused("bad-licence", "A licence is named by its SPDX identifier, such as CC-BY-SA-4.0.")
        : Verdict.Lawful;

    private FoundingView Empty(HttpContext http, string language = "")
    {
        var words = WordsOf(http, language);
        return new(
            words,
            Spdx.Choices,
            "",
            "",
            Spdx.Usual,
            [.. Templates.Names.OrderBy(n => n != UsualCharter).ThenBy(n => n, StringComparer.Ordinal).Select(n => (n, words["template." + n]))],
            UsualCharter,
            "",
            "",
            !IsAtTheMachine(http),
            !site.Rooms.Any()
        );
    }

    private static RazorComponentResult<FoundingPage> Refuse(FoundingView view, Verdict verdict) =>
        Page(view with { Refused = verdict }, StatusCodes.Status422UnprocessableEntity);

    private static RazorComponentResult<FoundingPage> Page(FoundingView view, int status) =>
        Answers.Page<FoundingPage>(new(StringComparer.Ordinal) { [nameof(FoundingPage.View)] = view }, status);

    private static Words WordsOf(HttpContext http, string language = "") =>
        Words.Find(language) ?? Words.Find(http.Request.Query["language"].ToString()) ?? Words.For(http.Request.Headers.AcceptLanguage);

    /// <summary>True for a browser on this machine that asks for this machine, with no proxy between.</summary>
    private static bool IsAtTheMachine(HttpContext http) =>
        http.Connection is { RemoteIpAddress: { } from, LocalIpAddress: { } to }
        && IPAddress.IsLoopback(from)
        && IPAddress.IsLoopback(to)
        && IsMachine(http.Request.Host.Host)
        && !http.Request.Headers.Keys.Any(k => k.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase) || k is "Forwarded" or "Via");

    private static bool IsMachine(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>Where there is nothing to write with.</summary>
    private sealed class NoPen : IPen
    {
        public static NoPen Instance { get; } = new();

        public Task<Done> Act(Draft draft) => throw new System.Diagnostics.UnreachableException("A list of associations acts in nobody's name.");
    }
}
