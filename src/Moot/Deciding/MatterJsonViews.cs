using System.Text.Encodings.Web;
using System.Text.Json;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>A matter for programs: what its page shows. What is hidden or erased is null here as it is there.</summary>
public static class MatterJsonViews
{
    /// <summary>The JSON.</summary>
    /// <param name="desk">Where it was asked for.</param>
    /// <param name="view">The matter.</param>
    /// <param name="steps">A page of its steps.</param>
    /// <param name="host">Scheme and name of this host, without a slash at the end.</param>
    public static byte[] Write(Desk desk, MatterView view, StepListView steps, string host)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new() { Encoder = JavaScriptEncoder.Default }))
        {
            new Pen(desk, json, host).Write(view, steps);
        }

        return bytes.ToArray();
    }

    private sealed class Pen(Desk desk, Utf8JsonWriter json, string host)
    {
        public void Write(MatterView view, StepListView steps)
        {
            var matter = view.Matter;
            json.WriteStartObject();
            json.WriteNumber("matter", matter.Id);
            json.WriteString("title", view.Title);
            json.WriteString("page", Url($"matter/{matter.Id}"));
            json.WriteString("subject", matter.Subject.Name);
            Person("opener", matter.Opener);
            json.WriteString("opened", matter.Opened.ToString());
            json.WriteString("pathway", matter.Pathway.Name);
            json.WriteString("stage", matter.Stage.Name);
            json.WriteString("method", WordJson<Charters.Method>.Word(matter.Stage.Method));
            Time("ends", Progress.WindowOf(matter));
            json.WriteString("stands", view.Line);
            List("next", view.Stands, json.WriteStringValue);
            List("afterwards", view.After, json.WriteStringValue);
            Settled(matter);
            Time("review", MatterViews.ReviewOf(desk, matter));
            Proposal(view);
            Objections(view);
            Taken("positions", view.Positions, matter.Id);
            Votes(view);
            Polls(matter);
            List("signed", view.Signed, actor => Whole(() => Person("who", actor)));
            Call(view);
            Summary(view);
            List("evidence", view.Trials, Evidence);
            List("dissents", view.Dissents, said => Whole(() => Said(said)));
            List("steps", steps.Items, Step);
            json.WriteNumber("stepsInAll", steps.Total);
            if (steps.From + steps.Items.Length < steps.Total)
            {
                json.WriteString("laterSteps", Url($"matter/{matter.Id}.json?steps={steps.From + steps.Items.Length}"));
            }

            json.WriteEndObject();
        }

        /// <summary>What can be chosen, and where the ballots are counted; no ballot of anybody.</summary>
        private void Polls(Matter matter)
        {
            if (BallotViews.Options(desk, matter) is not { } choice)
            {
                return;
            }

            List(
                "options",
                choice.Options,
                option =>
                    Whole(() =>
                    {
                        json.WriteNumber("entry", option.Id);
                        json.WriteString("name", option.Name);
                        json.WriteString("member", option.Option!.Member?.ToString());
                        json.WriteString("text", option.Text);
                        json.WriteBoolean("stands", option.Option.Stands);
                        json.WriteBoolean("chosen", matter.Elected.Any(e => e.Option == option.Id));
                    })
            );
            var polls = BallotViews.Polls(matter);
            List(
                "counts",
                Enumerable.Range(0, polls.Length).Where(i => polls[i].IsOpen && desk.Now >= polls[i].Closes),
                i => json.WriteStringValue(Url($"matter/{matter.Id}/count.json?poll={i + 1}"))
            );
        }

        private void Settled(Matter matter)
        {
            if (matter.Settled is not { } settled)
            {
                json.WriteNull("outcome");
                return;
            }

            json.WriteStartObject("outcome");
            json.WriteString("is", WordJson<Outcome>.Word(settled.Outcome));
            json.WriteString("at", settled.At.ToString());
            Number("decision", settled.Entry);
            json.WriteBoolean("annulled", matter.IsAnnulled);
            json.WriteEndObject();
        }

        private void Proposal(MatterView view)
        {
            var matter = view.Matter;
            json.WriteStartObject("proposal");
            json.WriteNumber("entry", matter.Text);
            json.WriteString("text", view.Words);
            json.WriteString("charter", matter.NewCharter);
            if (matter.Role is { } role)
            {
                json.WriteString("role", role.Name);
                Person("member", Actor.Of(role.Member));
                json.WriteBoolean("takes", !role.IsGiven);
            }

            Number("appeals", matter.Appeals);
            List("texts", StepViews.Texts(desk, matter), json.WriteNumberValue);
            json.WriteEndObject();
        }

        private void Objections(MatterView view)
        {
            json.WriteNumber("objectionsInAll", view.Matter.Objections.Count);
            List("objections", view.Objections, Objection);
            if (view.LaterObjections is { } later)
            {
                json.WriteString("laterObjections", Url($"matter/{view.Matter.Id}.json?from={later}"));
            }
        }

        private void Objection(ObjectionView view)
        {
            var objection = view.Objection;
            json.WriteStartObject();
            json.WriteNumber("entry", objection.Entry);
            Person("who", objection.By);
            json.WriteString("when", objection.At.ToString());
            json.WriteString("reason", view.Reason);
            json.WriteString("remedy", view.Remedy);
            json.WriteString("state", WordJson<ObjectionState>.Word(objection.State));
            json.WriteBoolean("answered", objection.IsAnswered);
            json.WriteNumber("since", objection.Since);
            Number("sameAs", objection.SameAs);
            json.WriteString("deferred", objection.Deferred is { } why ? WordJson<DeferReason>.Word(why) : null);
            List("answers", view.Answers, said => Whole(() => Said(said)));
            json.WriteEndObject();
        }

        private void Votes(MatterView view)
        {
            if (view.Count is not { } count)
            {
                return;
            }

            json.WriteStartObject("count");
            json.WriteNumber("yes", count.Yes);
            json.WriteNumber("no", count.No);
            json.WriteNumber("abstain", count.Abstain);
            json.WriteNumber("vetoes", count.Vetoes);
            json.WriteEndObject();
            Taken("votes", view.Votes, view.Matter.Id);
        }

        private void Call(MatterView view)
        {
            if (view is { Call: { } said, Matter.Call: { } call })
            {
                json.WriteStartObject("call");
                json.WriteString("as", WordJson<CallKind>.Word(call.Kind));
                Said(said);
                json.WriteEndObject();
            }
        }

        private void Summary(MatterView view)
        {
            if (view.Summary is { } summary)
            {
                json.WriteStartObject("summary");
                json.WriteNumber("entry", summary.Entry);
                json.WriteString("for", summary.For);
                json.WriteString("against", summary.Against);
                json.WriteString("open", summary.Open);
                json.WriteEndObject();
            }
        }

        private void Evidence((Trial Trial, string? Name, SaidView Said) shown)
        {
            json.WriteStartObject();
            json.WriteString("name", shown.Name);
            json.WriteString("maturity", WordJson<Maturity>.Word(shown.Trial.Maturity));
            json.WriteBoolean("works", shown.Trial.Works);
            Said(shown.Said);
            json.WriteEndObject();
        }

        private void Step(StepView step)
        {
            json.WriteStartObject();
            json.WriteString("when", step.At.ToString());
            if (step.By is { } by)
            {
                Person("who", by);
            }

            json.WriteString("what", step.What);
            Number("entry", step.Entry);
            json.WriteString("kind", step.Kind);
            json.WriteString("begins", step.Text);
            json.WriteEndObject();
        }

        private void Taken(string name, TakenListView list, long matter)
        {
            json.WriteNumber(name + "InAll", list.Total);
            List(
                name,
                list.Items,
                taken =>
                {
                    json.WriteStartObject();
                    json.WriteString("as", taken.Key[(taken.Key.IndexOf('-', StringComparison.Ordinal) + 1)..]);
                    Said(taken.Said);
                    json.WriteEndObject();
                }
            );
            if (list.Older is { } older)
            {
                json.WriteString("older" + char.ToUpperInvariant(name[0]) + name[1..], Url($"matter/{matter}.json?before={older}"));
            }
        }

        private void Said(SaidView said)
        {
            json.WriteNumber("entry", said.Entry);
            Person("who", said.By);
            json.WriteString("when", said.At.ToString());
            json.WriteString("text", said.Text);
        }

        private void Whole(Action members)
        {
            json.WriteStartObject();
            members();
            json.WriteEndObject();
        }

        private void List<T>(string name, IEnumerable<T> items, Action<T> write)
        {
            json.WriteStartArray(name);
            foreach (var item in items)
            {
                write(item);
            }

            json.WriteEndArray();
        }

        private void Person(string name, Actor actor)
        {
            json.WriteStartObject(name);
            json.WriteString("name", desk.NameOf(actor));
            json.WriteString("id", actor.ToString());
            json.WriteEndObject();
        }

        private void Time(string name, Moment? at) => json.WriteString(name, at?.ToString());

        private void Number(string name, long? value)
        {
            if (value is { } known)
            {
                json.WriteNumber(name, known);
            }
            else
            {
                json.WriteNull(name);
            }
        }

        private string Url(string path) => host + desk.Url(path);
    }
}
