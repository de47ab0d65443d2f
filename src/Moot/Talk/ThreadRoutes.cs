using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Talk.Acts;
using Moot.Talk.Pages;
using Moot.Ui;

namespace Moot.Talk;

/// <summary>Arranging threads: moving, splitting, resolving and reopening them.</summary>
public static class ThreadRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("talk/move/{root:long}", AskForMove);
        routes.MapPost("talk/move/{root:long}", Move);
        routes.MapGet("talk/split/{entry:long}", AskForSplit);
        routes.MapPost("talk/split/{entry:long}", Split);
        routes.MapGet("talk/resolve/{root:long}", AskForOutcome);
        routes.MapPost("talk/resolve/{root:long}", Resolve);
        routes.MapGet("talk/reopen/{root:long}", AskForReason);
        routes.MapPost("talk/reopen/{root:long}", Reopen);
    }

    /// <summary>After an act: where to go, or the form again.</summary>
    internal static IResult After(Desk desk, FormView view, Done done, string path) =>
        done.IsLawful ? desk.See(done, path) : desk.Refuse<FormPage, FormView>(view with { Refused = done.Verdict }, done.Verdict);

    private static IResult AskForMove(Desk desk, long root) =>
        Find(desk, root) is { } thread ? desk.Page<FormPage, FormView>(MoveForm(desk, thread, "", "")) : desk.Missing();

    private static async Task<IResult> Move(Desk desk, long root, Filled form)
    {
        if (Find(desk, root) is not { } thread)
        {
            return desk.Missing();
        }

        var view = MoveForm(desk, thread, form["to"], form["reason"]);
        if (SubjectView.Find(desk, form["to"]) is not { } to)
        {
            return After(desk, view, new(Verdict.Refused("no-such-subject", "There is no such thing to talk about.")), "");
        }

        return After(desk, view, await desk.Act<MoveThread, Conversations>(new(root, to, Prose.Of(form["reason"]))), $"talk/thread/{root}");
    }

    private static IResult AskForSplit(Desk desk, long entry) =>
        desk.State<Conversations>().Find(entry) is { } message ? desk.Page<FormPage, FormView>(SplitForm(desk, message, "")) : desk.Missing();

    private static async Task<IResult> Split(Desk desk, long entry, Filled form)
    {
        if (desk.State<Conversations>().Find(entry) is not { } message)
        {
            return desk.Missing();
        }

        var done = await desk.Act<SplitThread, Conversations>(new(entry, Prose.Of(form["title"])));
        return After(desk, SplitForm(desk, message, form["title"]), done, $"talk/thread/{entry}");
    }

    private static IResult AskForOutcome(Desk desk, long root) =>
        Find(desk, root) is { } thread ? desk.Page<FormPage, FormView>(ResolveForm(desk, thread, "")) : desk.Missing();

    private static async Task<IResult> Resolve(Desk desk, long root, Filled form)
    {
        if (Find(desk, root) is not { } thread)
        {
            return desk.Missing();
        }

        var done = await desk.Act<ResolveThread, Conversations>(new(root, Prose.Of(form["outcome"])));
        return After(desk, ResolveForm(desk, thread, form["outcome"]), done, $"talk/thread/{root}");
    }

    private static IResult AskForReason(Desk desk, long root) =>
        Find(desk, root) is { } thread ? desk.Page<FormPage, FormView>(ReopenForm(desk, thread, "")) : desk.Missing();

    private static async Task<IResult> Reopen(Desk desk, long root, Filled form)
    {
        if (Find(desk, root) is not { } thread)
        {
            return desk.Missing();
        }

        var done = await desk.Act<ReopenThread, Conversations>(new(root, Prose.Of(form["reason"])));
        return After(desk, ReopenForm(desk, thread, form["reason"]), done, $"talk/thread/{root}");
    }

    private static TalkThread? Find(Desk desk, long root) => desk.State<Conversations>().FindThread(root);

    private static FormView MoveForm(Desk desk, TalkThread thread, string to, string reason) =>
        Form(desk, thread, "move", [new("to", "talk.move-to", to, Limits.ProseCharactersMax), Why("reason", "talk.reason", reason)]);

    private static FormView SplitForm(Desk desk, in Message message, string title) =>
        new(
            "talk.split",
            $"talk/split/{message.Entry}",
            $"talk/message/{message.Entry}",
            SubjectView.Of(desk, message.Subject),
            [new("title", "talk.heading", title, TalkLimits.TitleCharactersMax)],
            "talk.split"
        )
        {
            Message = TalkViews.Alone(desk, message),
        };

    private static FormView ResolveForm(Desk desk, TalkThread thread, string outcome) =>
        Form(desk, thread, "resolve", [Why("outcome", "talk.outcome", outcome)]);

    private static FormView ReopenForm(Desk desk, TalkThread thread, string reason) =>
        Form(desk, thread, "reopen", [Why("reason", "talk.what-is-new", reason)]);

    private static FormView Form(Desk desk, TalkThread thread, string what, System.Collections.Immutable.ImmutableArray<FormField> fields) =>
        new($"talk.{what}", $"talk/{what}/{thread.Root}", $"talk/thread/{thread.Root}", SubjectView.Of(desk, thread.Subject), fields, $"talk.{what}")
        {
            Message = TalkViews.Alone(desk, desk.State<Conversations>().Find(thread.Root)!.Value),
        };

    private static FormField Why(string name, string label, string value) => new(name, label, value, Limits.ProseCharactersMax);
}
