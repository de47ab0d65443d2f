using System.Text.Encodings.Web;
using System.Text.Json;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Stewarding;

/// <summary>Powers and their uses for programs: what their pages show. What is hidden or erased is null here as it is there.</summary>
public static class PowerJsonViews
{
    /// <summary>The powers and a page of their uses.</summary>
    /// <param name="desk">Where it was asked for.</param>
    /// <param name="view">What the page shows.</param>
    /// <param name="host">Scheme and name of this host, without a slash at the end.</param>
    public static byte[] Write(Desk desk, PowersView view, string host) =>
        Write(json =>
        {
            json.WriteStartArray("powers");
            foreach (var power in view.Powers)
            {
                Write(json, desk, power);
            }

            json.WriteEndArray();
            json.WriteNumber("usesInAll", view.Total);
            json.WriteNumber("exceptions", view.Exceptions);
            WriteUses(json, desk, "uses", view.Uses, host);
            if (view.Older is { } older)
            {
                json.WriteString("older", host + desk.Url("powers.json" + view.Query(older)));
            }
        });

    /// <summary>One use and its story.</summary>
    /// <param name="desk">Where it was asked for.</param>
    /// <param name="view">What the page shows.</param>
    /// <param name="host">Scheme and name of this host, without a slash at the end.</param>
    public static byte[] Write(Desk desk, UseView view, string host) =>
        Write(json =>
        {
            json.WritePropertyName("use");
            Write(json, desk, view.Use, host);
            WriteUses(json, desk, "others", view.Earlier, host);
            json.WriteStartArray("toUndoIt");
            foreach (var (matter, _) in view.Asked)
            {
                json.WriteStringValue(host + desk.Url($"matter/{matter}"));
            }

            json.WriteEndArray();
        });

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new() { Encoder = JavaScriptEncoder.Default }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Desk desk, PowerView view)
    {
        json.WriteStartObject();
        json.WriteString("name", view.Power.Name);
        json.WriteString("by", view.Power.By.ToString());
        json.WriteString("undoBy", view.Power.Undo?.ToString());
        json.WriteBoolean("mandate", view.Power.NeedsMandate);
        json.WriteString("for", view.Power.For is { } span ? Spans.Write(span) : null);
        json.WriteNumber("together", view.Power.Together);
        json.WriteString("exceptionBy", view.Power.ExceptionBy?.ToString());
        json.WriteStartArray("holders");
        foreach (var term in view.Holders.SelectMany(h => h.Holders))
        {
            json.WriteStartObject();
            Person(json, desk, "who", Actor.Of(term.Member));
            json.WriteString("until", term.Until == Moment.Never ? null : term.Until.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteUses(Utf8JsonWriter json, Desk desk, string name, IEnumerable<PowerUseView> uses, string host)
    {
        json.WriteStartArray(name);
        foreach (var use in uses)
        {
            Write(json, desk, use, host);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Desk desk, PowerUseView view, string host)
    {
        var use = view.Use;
        json.WriteStartObject();
        json.WriteNumber("entry", use.Entry);
        json.WriteString("power", use.Rule.Name);
        json.WriteString("subject", use.Subject.Name);
        json.WriteString("subjectName", view.Subject.Label);
        json.WriteStartArray("by");
        foreach (var actor in use.By)
        {
            Person(json, desk, name: null, actor);
        }

        json.WriteEndArray();
        json.WriteString("when", use.At.ToString());
        json.WriteString("reason", view.Reason);
        json.WriteString("since", use.Since?.ToString());
        json.WriteString("until", use.Until == Moment.Never ? null : use.Until.ToString());
        json.WriteBoolean("exception", use.IsException);
        if (use.Decision is { } decision)
        {
            json.WriteNumber("decision", decision);
        }
        else
        {
            json.WriteNull("decision");
        }

        json.WriteString("state", WordJson<UseState>.Word(view.State));
        json.WriteString("stands", view.Stands);
        if (use.Undone is { } undone)
        {
            json.WriteStartObject("undone");
            json.WriteNumber("entry", undone.Entry);
            Person(json, desk, "by", undone.By);
            json.WriteString("when", undone.At.ToString());
            json.WriteString("reason", view.UndoReason);
            json.WriteEndObject();
        }

        json.WriteString("url", host + desk.Url($"powers/{use.Entry}"));
        json.WriteEndObject();
    }

    private static void Person(Utf8JsonWriter json, Desk desk, string? name, Actor actor)
    {
        if (name is null)
        {
            json.WriteStartObject();
        }
        else
        {
            json.WriteStartObject(name);
        }

        json.WriteString("name", desk.NameOf(actor));
        json.WriteString("id", actor.ToString());
        json.WriteEndObject();
    }
}
