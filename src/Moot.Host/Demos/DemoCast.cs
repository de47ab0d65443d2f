using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Moot.Commons;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;

namespace Moot.Host.Demos;

/// <summary>The people of the example, and a pen for each: some sign with a key of their own, for some the host vouches, and some are guests.</summary>
internal sealed class DemoCast(HostedLog log, SigningKey intake, DemoClock clock) : IDisposable
{
    private readonly Dictionary<string, (SigningKey Key, MemberId? Member)> people = new(StringComparer.Ordinal);
    private readonly List<SigningKey> owned = [];

    /// <summary>Brings somebody in who is a member already.</summary>
    public void Add(string name, SigningKey key, MemberId member) => people[name] = (key, member);

    /// <summary>Somebody writes without joining.</summary>
    public void Guest(string name) => people[name] = (Own(), null);

    /// <summary>Somebody joins with a key of their own, or signed in by the host.</summary>
    public void Join(string name, bool isVouched = false)
    {
        var key = isVouched ? intake : Own();
        people[name] = (key, null);
        Do(name, Kernel.Membership.Join.Kind, new() { ["name"] = name });
        people[name] = (key, lastId);
    }

    /// <summary>Begins a page; gives its entry.</summary>
    public long Write(string who, string title, string text, string? summary = null) =>
        Do(
            who,
            "page.create/1",
            new()
            {
                ["title"] = title,
                ["text"] = text,
                ["format"] = "markdown",
                ["summary"] = summary,
            }
        );

    /// <summary>Saves a text of a page that was written from a revision; gives its entry.</summary>
    /// <param name="over">A text beside the page that this one takes in; null for none.</param>
    public long Edit(string who, long page, long from, string text, string? summary = null, bool isMinor = false, long? over = null) =>
        Do(
            who,
            "page.edit/1",
            new()
            {
                ["page"] = page,
                ["from"] = from,
                ["text"] = text,
                ["format"] = "markdown",
                ["minor"] = isMinor ? true : null,
                ["over"] = over is { } end ? new JsonArray(end) : null,
                ["summary"] = summary,
            }
        );

    /// <summary>The newest revision of a page.</summary>
    public long NewestOf(long page) => log.Head.World.Get<Library>().Find(page)!.Newest;

    /// <summary>Says something on a page, or to all; gives its entry.</summary>
    public long Say(string who, string text, long? page = null, long? to = null) =>
        Do(
            who,
            "talk.say/1",
            new()
            {
                ["subject"] = page is { } p ? $"page:{p}" : null,
                ["replyTo"] = to,
                ["text"] = text,
            }
        );

    /// <summary>Begins a thread with a heading, on a page or on all; gives its entry.</summary>
    public long Open(string who, string title, string text, long? page = null) =>
        Do(
            who,
            "talk.open/1",
            new()
            {
                ["subject"] = page is { } p ? $"page:{p}" : null,
                ["title"] = title,
                ["text"] = text,
            }
        );

    /// <summary>Votes in secret, as the host's page does: the log has the seal, which the host signs too.</summary>
    /// <returns>The line that this makes on the tally sheet.</returns>
    public string Seal(string who, long matter, string marks)
    {
        var token = Salt.Fresh().ToHex()[..Deciding.BallotViews.TokenDigits];
        var voter = people[who].Member!.Value;
        isHostSigned = true;
        Do(who, "ballot.seal/1", new() { ["matter"] = matter, ["seal"] = Deciding.Balloting.Seal(token, voter, matter, marks) });
        isHostSigned = false;
        return new Deciding.SheetLine(marks, Deciding.Balloting.Receipt(token, voter, matter)).ToString();
    }

    /// <summary>The host publishes a tally sheet.</summary>
    public void Publish(long matter, params IEnumerable<string> lines)
    {
        people["the host"] = (intake, null);
        var sorted = lines.OrderBy(l => l.Split(' ')[1], StringComparer.Ordinal).Select(l => (JsonNode)l);
        Do("the host", "ballot.sheet/1", new() { ["matter"] = matter, ["lines"] = new JsonArray([.. sorted]) });
    }

    /// <summary>A member's id.</summary>
    public string IdOf(string who) => people[who].Member!.Value.ToString();

    /// <summary>Does anything; gives its entry.</summary>
    public long Do(string who, string kind, JsonObject content, params ImmutableArray<StoredBlob> blobs)
    {
        foreach (var name in content.Where(m => m.Value is null).Select(m => m.Key).ToList())
        {
            content.Remove(name);
        }

        var (key, member) = people[who];
        clock.Pass(TimeSpan.FromMinutes(7 + (7 * log.Head.Checkpoint.Size % 53)));
        var (leaf, prose, texts) = ActPen.Part(kind, content.ToJsonString());
        var place = ActPen.Place.Of(log.Head, log.Folder.Origin, member);
        var coSigners = isHostSigned && key != intake ? (SigningKey[])[intake] : [];
        var submission = ActPen.Compose(place, clock, kind, leaf, prose, key, coSigners) with { Blobs = [.. texts, .. blobs] };
        lastId = new(submission.Act.Id);
        return Founding.Need(log.Submit(submission.ToBytes()).GetAwaiter().GetResult()).Index!.Value;
    }

    /// <summary>The time in so many days, as entries tell it.</summary>
    public long In(int days) => Kernel.Acts.Moment.Of(clock.GetUtcNow().AddDays(days)).Milliseconds;

    /// <summary>Days go by.</summary>
    public void Wait(int days) => clock.Pass(TimeSpan.FromDays(days));

    public void Dispose() => owned.ForEach(k => k.Dispose());

    private MemberId lastId;
    private bool isHostSigned;

    private SigningKey Own()
    {
        var key = SigningKey.Create();
        owned.Add(key);
        return key;
    }
}
