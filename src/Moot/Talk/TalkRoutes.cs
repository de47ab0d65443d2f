using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Commons;
using Moot.Commons.Texts;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Talk.Acts;
using Moot.Talk.Pages;
using Moot.Ui;
using Moot.Watching;

namespace Moot.Talk;

/// <summary>Reading talk, beginning threads, answering, and editing one's own messages.</summary>
public static class TalkRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("talk", ReadAll);
        routes.MapGet("talk/association", ReadWhole);
        routes.MapGet("talk/page/{**title}", ReadOfPage);
        routes.MapGet("talk/member/{id}", ReadOfMember);
        routes.MapGet("talk/entry/{entry:long}", ReadOfEntry);
        routes.MapGet("talk/subject/{name}", ReadOfSubject);
        routes.MapGet("talk/thread/{root:long}", ReadThread);
        routes.MapGet("talk/message/{entry:long}", FindMessage);
        routes.MapGet("talk/words/{entry:long}", ReadWordings);
        routes.MapGet("talk/begin", AskForThread);
        routes.MapPost("talk/begin", Begin);
        routes.MapGet("talk/answer/{entry:long}", AskForAnswer);
        routes.MapPost("talk/answer/{entry:long}", Answer);
        routes.MapGet("talk/edit/{entry:long}", AskForEdit);
        routes.MapPost("talk/edit/{entry:long}", Edit);
    }

    private static RazorComponentResult<ThreadsPage> ReadAll(Desk desk, string? show, long? before) => List(desk, subject: null, show, before);

    private static RazorComponentResult<ThreadsPage> ReadWhole(Desk desk, string? show, long? before) => List(desk, Subject.Whole, show, before);

    private static IResult ReadOfPage(Desk desk, string title, string? show, long? before) =>
        Titles.Normal(title) is not { } wanted ? desk.Missing()
        : PageRoutes.PageOf(desk, wanted) is { } page ? List(desk, Subject.Page(page.Id), show, before)
        : desk.Page<NoPageTalkPage, NoPageView>(new(wanted), StatusCodes.Status404NotFound);

    private static IResult ReadOfMember(Desk desk, string id, string? show, long? before) =>
        SubjectView.MemberOf(desk, id) is { } member ? List(desk, Subject.Member(member), show, before) : desk.Missing();

    private static IResult ReadOfEntry(Desk desk, long entry, string? show, long? before) => ReadOfSubject(desk, Subject.Entry(entry).Name, show, before);

    private static IResult ReadOfSubject(Desk desk, string name, string? show, long? before) =>
        Subject.TryParse(name, out var subject) && (SubjectView.IsThere(desk, subject) || desk.State<Conversations>().ThreadsOn(subject).Any())
            ? List(desk, subject, show, before)
            : desk.Missing();

    private static RazorComponentResult<ThreadsPage> List(Desk desk, Subject? subject, string? show, long? before)
    {
        var filter = Enum.TryParse<ThreadFilter>(show, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : ThreadFilter.All;
        return desk.Page<ThreadsPage, ThreadsView>(TalkViews.Threads(desk, subject, filter, before));
    }

    private static IResult ReadThread(Desk desk, HttpContext http, long root, long? from)
    {
        if (desk.State<Conversations>().FindThread(root) is not { } thread)
        {
            return desk.State<Conversations>().Find(root) is null ? desk.Missing() : desk.See($"talk/message/{root}");
        }

        var view = TalkViews.Thread(desk, thread, from);
        WatchViews.See(desk, http, $"thread:{root}", view.Later ?? desk.World.Size);
        return desk.Page<ThreadPage, ThreadView>(view);
    }

    private static IResult FindMessage(Desk desk, long entry) =>
        desk.State<Conversations>().Find(entry) is { } message ? desk.See(TalkViews.PathOf(desk.State<Conversations>(), message)) : desk.Missing();

    private static IResult ReadWordings(Desk desk, long entry)
    {
        var said = desk.State<Conversations>();
        if (said.Find(entry) is not { } message)
        {
            return desk.Missing();
        }

        var texts = MessageTextViews.Of(desk.Served);
        var wordings = said.EditsOf(entry).Reverse().Append(entry).Select(e => (e, texts.Show(desk, e)));
        return desk.Page<WordingsPage, WordingsView>(new(message, $"talk/message/{entry}", [.. wordings]));
    }

    private static IResult AskForThread(Desk desk, string? subject) =>
        Subject.TryParse(subject ?? Subject.Whole.Name, out var about) && SubjectView.IsThere(desk, about)
            ? desk.Page<FormPage, FormView>(BeginForm(desk, about, "", ""))
            : desk.Missing();

    private static async Task<IResult> Begin(Desk desk, Filled form)
    {
        if (!Subject.TryParse(form["subject"], out var about) || !SubjectView.IsThere(desk, about))
        {
            return desk.Missing();
        }

        var view = BeginForm(desk, about, form["title"], form["text"]);
        if (form.Has("preview"))
        {
            return Preview(desk, view, form);
        }

        var done = await desk.Act<OpenThread, Conversations>(new(about, Prose.Of(form["title"]), Prose.Of(form["text"])));
        return ThreadRoutes.After(desk, view, done, "talk/thread/{entry}");
    }

    private static IResult AskForAnswer(Desk desk, long entry, int? quote) =>
        desk.State<Conversations>().Find(entry) is { } message
            ? desk.Page<FormPage, FormView>(AnswerForm(desk, message, quote is null ? "" : TalkViews.Quote(WordsOf(desk, entry))))
            : desk.Missing();

    private static async Task<IResult> Answer(Desk desk, long entry, Filled form)
    {
        if (desk.State<Conversations>().Find(entry) is not { } message)
        {
            return desk.Missing();
        }

        var view = AnswerForm(desk, message, form["text"]);
        if (form.Has("preview"))
        {
            return Preview(desk, view, form);
        }

        var done = await desk.Act<Say, Conversations>(new(message.Subject, entry, Prose.Of(form["text"])));
        return ThreadRoutes.After(desk, view, done, "talk/message/{entry}");
    }

    private static IResult AskForEdit(Desk desk, long entry) =>
        desk.State<Conversations>().Find(entry) is { } message && TalkViews.IsOwn(desk, entry) && WordsOf(desk, entry) is { } words
            ? desk.Page<FormPage, FormView>(EditForm(desk, message, words))
            : desk.Missing();

    private static async Task<IResult> Edit(Desk desk, long entry, Filled form)
    {
        if (desk.State<Conversations>().Find(entry) is not { } message)
        {
            return desk.Missing();
        }

        var view = EditForm(desk, message, form["text"]);
        if (form.Has("preview"))
        {
            return Preview(desk, view, form);
        }

        var done = await desk.Act<EditMessage, Conversations>(new(entry, Prose.Of(form["text"])));
        return ThreadRoutes.After(desk, view, done, $"talk/message/{entry}");
    }

    private static RazorComponentResult<FormPage> Preview(Desk desk, FormView view, Filled form)
    {
        var text = form["text"];
        var shown = MessageTextViews.Of(desk.Served).Show(desk, text[..Math.Min(text.Length, Limits.ProseCharactersMax)]);
        return desk.Page<FormPage, FormView>(view with { Preview = shown });
    }

    private static string? WordsOf(Desk desk, long message) => desk.Prose(desk.State<Conversations>().WordsOf(message), "text");

    private static FormView BeginForm(Desk desk, Subject about, string title, string text)
    {
        var subject = SubjectView.Of(desk, about);
        return new("talk.begin", "talk/begin", subject.TalkPath, subject, [Title(title), Text(text)], "talk.begin");
    }

    private static FormView AnswerForm(Desk desk, in Message message, string text) =>
        new("talk.answer", $"talk/answer/{message.Entry}", $"talk/message/{message.Entry}", SubjectView.Of(desk, message.Subject), [Text(text)], "talk.answer")
        {
            Message = TalkViews.Alone(desk, message),
        };

    private static FormView EditForm(Desk desk, in Message message, string text) =>
        new("talk.edit", $"talk/edit/{message.Entry}", $"talk/message/{message.Entry}", SubjectView.Of(desk, message.Subject), [Text(text)], "talk.save");

    private static FormField Title(string value) => new("title", "talk.heading", value, TalkLimits.TitleCharactersMax);

    private static FormField Text(string value) => new("text", "talk.text", value, Limits.ProseCharactersMax, IsText: true);
}
