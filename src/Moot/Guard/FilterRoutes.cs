using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Guard.Acts;
using Moot.Guard.Pages;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Erasure;
using Moot.Ui;

namespace Moot.Guard;

/// <summary>Reading, trying, setting and switching filters.</summary>
public static class FilterRoutes
{
    /// <summary>Acts on which a rule is tried.</summary>
    private const int TriedMax = 500;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("filters", All);
        routes.MapGet("filters/new", New);
        routes.MapGet("filters/try", Try);
        routes.MapPost("filters/new", Make);
        routes.MapGet("filters/{id:long}", One);
        routes.MapGet("filters/{id:long}/change", Change);
        routes.MapPost("filters/{id:long}/change", Set);
        routes.MapPost("filters/{id:long}/switch", Switch);
    }

    private static RazorComponentResult<FiltersPage> All(Desk desk) =>
        desk.Page<FiltersPage, FiltersView>(new([.. desk.State<Gatehouse>().Filters.Values.Reverse().Select(f => Line(desk, f))]));

    private static IResult One(Desk desk, long id) =>
        Find(desk, id) is { } filter ? desk.Page<FilterPage, FilterView>(new(Line(desk, filter), HitBook.Of(desk.Served).HitsOf(id).Last)) : desk.Missing();

    private static RazorComponentResult<FilterFormPage> New(Desk desk) => desk.Page<FilterFormPage, FilterFormView>(new(Id: null, _ => ""));

    private static IResult Change(Desk desk, long id) =>
        Find(desk, id) is { } filter
            ? desk.Page<FilterFormPage, FilterFormView>(new(id, name => FieldOf(filter, desk.Prose(filter.SetBy, "note"), name)))
            : desk.Missing();

    private static IResult Try(Desk desk, HttpRequest request, long? id)
    {
        string Field(string name) => request.Query[name].ToString();
        var view = new FilterFormView(id is { } one && Find(desk, one) is not null ? one : null, Field);
        var rule = RuleOf(Field);
        return Readable(desk, rule) is { IsLawful: false } refused
            ? desk.Refuse<FilterFormPage, FilterFormView>(view with { Refused = refused }, refused)
            : desk.Page<FilterFormPage, FilterFormView>(Tried(desk, view, rule));
    }

    private static Task<IResult> Make(Desk desk, Filled form) => Save(desk, form, id: null);

    private static async Task<IResult> Set(Desk desk, long id, Filled form) => Find(desk, id) is null ? desk.Missing() : await Save(desk, form, id);

    private static async Task<IResult> Save(Desk desk, Filled form, long? id)
    {
        var rule = RuleOf(name => form[name]);
        var effect = WordOf<FilterEffect>(form["effect"]) ?? FilterEffect.Tag;
        var verdict = Readable(desk, rule);
        var done = verdict.IsLawful ? await desk.Act<SetFilter, Gatehouse>(new(rule, effect, id, Prose.Of(form["note"]))) : new Done(verdict);
        var view = new FilterFormView(id, name => form[name], Refused: done.Verdict);
        return done.IsLawful
            ? desk.See(done, id is { } known ? $"filters/{known}" : "filters/{entry}")
            : desk.Refuse<FilterFormPage, FilterFormView>(view, done.Verdict);
    }

    private static async Task<IResult> Switch(Desk desk, long id, Filled form)
    {
        if (Find(desk, id) is not { } filter)
        {
            return desk.Missing();
        }

        var reason = Prose.Of(form["reason"]);
        var done = form.Has("on") ? await desk.Act<EnableFilter, Gatehouse>(new(id, reason)) : await desk.Act<DisableFilter, Gatehouse>(new(id, reason));
        var view = new FilterView(Line(desk, filter), HitBook.Of(desk.Served).HitsOf(id).Last, form["reason"], done.Verdict);
        return done.IsLawful ? desk.See(done, $"filters/{id}") : desk.Refuse<FilterPage, FilterView>(view, done.Verdict);
    }

    /// <summary>What a rule would have hit among the last acts whose texts are in sight.</summary>
    private static FilterFormView Tried(Desk desk, FilterFormView view, FilterRule rule)
    {
        var hit = ImmutableArray.CreateBuilder<TriedView>();
        var (size, looked) = (desk.World.Size, 0);
        foreach (var act in ReadAct.Between(desk.Store, desk.World.Registry, Math.Max(0, size - TriedMax), size))
        {
            var index = act.Entry.Index;
            if (!WrittenView.IsFiltered(act.Kind) || desk.World.Get<Erasures>().Find(index) is not null || act.Body is BodyState.Hidden or BodyState.Erased)
            {
                continue;
            }

            looked++;
            if (FilterMatch.Hits(rule, WrittenView.Of(desk.Served, act, index)))
            {
                hit.Add(new(index, desk.World.Entries.Author(index), desk.World.Entries.At(index), act.Entry.Act.Kind));
            }
        }

        hit.Reverse();
        return view with { Tried = hit.ToImmutable(), Looked = looked };
    }

    private static Verdict Readable(Desk desk, FilterRule rule) =>
        rule.Judge() is { IsLawful: false } wrong ? wrong // first: what is too long is not even looked at
        : FilterMatch.CanRead(rule) ? Verdict.Lawful
        : Verdict.Refused("rule-unreadable", desk.Words["filter.unreadable"]);

    private static FilterLineView Line(Desk desk, Filter filter)
    {
        var book = HitBook.Of(desk.Served);
        return new(filter, desk.Prose(filter.SetBy, "note"), book.HitsOf(filter.Id).Count, book.IsTooBroad(filter));
    }

    private static Filter? Find(Desk desk, long id) => desk.State<Gatehouse>().Filters.GetValueOrDefault(id);

    private static FilterRule RuleOf(Func<string, string> field)
    {
        int? Number(string name) =>
            field(name) is not { Length: > 0 } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : 0; // which the rule refuses, with the sentence for numbers
        string? Some(string name) => field(name) is { Length: > 0 } text ? text : null;
        return new(
            WordOf<AuthorKind>(field("who")),
            Some("newPage") is not null,
            Number("links"),
            Number("removes"),
            Number("adds"),
            Number("acts"),
            Some("word"),
            Some("pattern"),
            WordOf<TextPlace>(field("in"))
        );
    }

    private static string FieldOf(Filter filter, string? note, string name) =>
        name switch
        {
            "who" => filter.Rule.Who is { } who ? RuleWords.Of(who) : "",
            "newPage" => filter.Rule.NewPage ? "1" : "",
            "links" => $"{filter.Rule.Links}",
            "removes" => $"{filter.Rule.Removes}",
            "adds" => $"{filter.Rule.Adds}",
            "acts" => $"{filter.Rule.Acts}",
            "word" => filter.Rule.Word ?? "",
            "pattern" => filter.Rule.Pattern ?? "",
            "in" => filter.Rule.In is { } place ? RuleWords.Of(place) : "",
            "effect" => RuleWords.Of(filter.Effect),
            "note" => note ?? "",
            _ => "",
        };

    private static T? WordOf<T>(string word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(RuleWords.Of(value), word, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }
}
