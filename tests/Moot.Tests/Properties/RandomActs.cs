using System.Collections.Immutable;
using System.Text.Json;
using Moot.Commons;
using Moot.Deciding;
using Moot.Guard;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Erasure;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Tree;
using Moot.Talk;
using Moot.Testing;

namespace Moot.Tests.Properties;

/// <summary>Acts of every kind, plausible and not, by members, strangers and the host; all from one seed.</summary>
/// <remarks>Kinds are filled by the types of their members, so that a capability's new kind is tried without a word written here.</remarks>
internal sealed class RandomActs(Hall hall, Dice dice)
{
    private static readonly string[] People = ["Ann", "Bob", "Cem", "Dan", "Ann.phone", "Bob.phone", "Cem.new", "Dan.new", "Gil"];
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromMilliseconds(1),
        TimeSpan.FromHours(1),
        TimeSpan.FromDays(1),
        TimeSpan.FromDays(7),
        TimeSpan.FromDays(91),
    ];
    private string lastKey = "";
    private int forks;

    public string Last { get; private set; } = "";

    /// <summary>How the kinds begin that are tried; all where it is empty.</summary>
    public string Only { get; init; } = "";

    /// <summary>Kinds that did not come about yet: they are tried as often as all others together, so that no number of kinds crowds one out.</summary>
    public IReadOnlySet<string> Wanted { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Sends one more act.</summary>
    public Verdict Next(out Submission sent)
    {
        if (dice.OnceIn(3))
        {
            hall.Now += dice.PickFrom(Waits);
        }

        var (kind, pub, member, key) =
            Only.Length > 0 ? default
            : Alone() is { } alone && dice.OnceIn(2) ? ("charter.adopt/1", RandomMatters.Adopt, hall.MemberOf(alone), Hall.Key(alone))
            : dice.OnceIn(3) && hall.World.Size > 8 ? Likely()
            : default;
        var body = kind switch
        {
            "body.show/1" or "page.set-aside/1" or "filter.enable/1" or "filter.disable/1" or "name.claim/1" or "name.confirm/1" or "name.doubt/1" =>
                """{"reason":"because"}""",
            "wiki.import/1" => """{"site":"Another wiki"}""",
            "page.bring/1" => """{"title":"Words","author":"Mara"}""",
            _ => RandomMatters.BodyOf(kind),
        };
        if (kind is null)
        {
            kind = Kind();
            pub = Json(kind, out body);
            (member, key) = Actor(kind, dice.PickFrom(People));
        }

        var draft = hall.Draft(kind, pub, member, key, body);
        if (kind is "association.found/1" or "association.fork/1")
        {
            using var json = JsonDocument.Parse(pub);
            draft = draft with { Log = VerifierKey.TryParse(json.RootElement.GetProperty("log").GetString()!, out var vkey, out _) ? vkey!.Name : draft.Log };
        }

        draft = dice.OnceIn(15) ? Bent(draft) : draft;
        sent = new(
            Hall.Sign(draft, key, kind is "ballot.seal/1" && Hall.Public(key) != Hall.Public(hall.Intake) ? [hall.Intake] : CoSigners(key)),
            Hall.Stored(body)
        );
        Last = System.Text.Encoding.UTF8.GetString(sent.Act.Text.Span) + body;
        var verdict = hall.Send(sent.Act, sent.Body, out _);
        if (verdict.IsLawful && kind is "association.fork/1")
        {
            hall.Origin = draft.Log;
            hall.LogKey = Hall.Key("log of " + draft.Log);
        }

        return verdict;
    }

    /// <summary>Who is the only member; null where nobody is, or more are, or a charter was chosen.</summary>
    private string? Alone() =>
        hall.World.Get<Roster>().Members.Count == 1 && hall.World.Get<Assembly>().CharterEntries.IsEmpty
            ? People.FirstOrDefault(p => hall.MemberOf(p) is not null)
            : null;

    /// <summary>A likely next step with keys, recoveries or hidden texts, which pure chance would seldom find.</summary>
    private (string Kind, string Public, MemberId? Member, SigningKey Key) Likely()
    {
        lastKey = "";
        var roster = hall.World.Get<Roster>();
        var names = People.Where(p => hall.MemberOf(p) is not null).ToArray();
        if (names.Length == 0)
        {
            return default;
        }

        var (who, other) = (dice.PickFrom(names), dice.PickFrom(names));
        var (member, sponsor) = (roster.Find(hall.MemberOf(who)!.Value)!, hall.MemberOf(other)!.Value);
        var library = hall.World.Get<Library>();
        var steps = new List<(string Kind, string Public, MemberId? Member, SigningKey Key)>
        {
            ("commons.look/1", """{"accent":"#1f5c3a","accentDark":"#9fd8b8","paper":"warm","font":"serif"}""", member.Id, Hall.Key(who)),
        };
        var device = $"device {dice.Below(1000)}";
        steps.Add(("key.add/1", $$"""{"key":"{{Hall.Public(device)}}"}""", member.Id, Hall.Key(who)));
        if (member.Keys.Length > 0)
        {
            steps.Add(("key.revoke/1", $$"""{"key":"{{dice.PickFrom(member.Keys).Key}}"}""", member.Id, Hall.Key(who)));
        }

        if (hall.World.Get<Erasures>().Withdrawn.Where(w => !w.Value.IsErased).Select(w => w.Key).ToArray() is { Length: > 0 } hidden)
        {
            steps.Add(("body.show/1", $$"""{"entry":{{dice.PickFrom(hidden)}}}""", member.Id, Hall.Key(who)));
        }

        if (SomePage() is { } page)
        {
            var edit = $$"""{"page":{{page}},"from":{{SomeRevision(page)}},"text":"words {{dice.Below(300)}}","format":"markdown"}""";
            steps.Add(("page.edit/1", hall.WithBlobs("page.edit/1", edit), member.Id, Hall.Key(who)));
        }

        if (library.Pages.Values.Where(p => !p.OpenEnds.IsEmpty).ToArray() is { Length: > 0 } torn)
        {
            steps.Add(("page.set-aside/1", $$"""{"page":{{torn[0].Id}},"end":{{torn[0].OpenEnds[0]}}}""", member.Id, Hall.Key(who)));
        }

        if (SomePage() is { } about && DecidedText(library.Find(about)!) is var (next, leaf))
        {
            steps.Add((next, hall.WithBlobs(next, leaf), member.Id, Hall.Key(who)));
            if (Wanted.Contains("page.take/1") && dice.OnceIn(2))
            {
                return steps[^1];
            }
        }

        if (hall.World.Get<Gatehouse>().Filters.Values.ToArray() is { Length: > 0 } filters && dice.PickFrom(filters) is var filter)
        {
            steps.Add((filter.IsOn ? "filter.disable/1" : "filter.enable/1", $$"""{"filter":{{filter.Id}}}""", member.Id, Hall.Key(who)));
        }

        if (library.Imports.Sources.IsEmpty)
        {
            steps.Add(("wiki.import/1", $$"""{"source":"{{Hash.Of("another wiki"u8).ToHex()}}"}""", member.Id, Hall.Key(who)));
        }
        else
        {
            var (import, number) = (library.Imports.Sources.First().Value, dice.Below(1000));
            var there =
                $$"""{"import":{{import}},"pageThere":{{dice.Below(6)}},"revisionThere":{{number}},"savedThere":{{number}},"authorKind":"name","authorThere":{{dice.Below(
                    3
                )}},"text":"words {{number}}","format":"wikitext"}""";
            steps.Add(("page.bring/1", hall.WithBlobs("page.bring/1", there), member.Id, Hall.Key(who)));
        }

        var named = library.Imports.Revisions.Span.ToArray().Where(r => r.AuthorKind == AuthorThere.Name).Select(r => r.Entry).ToArray();
        if (named.Length > 0)
        {
            steps.Add(("name.claim/1", $$"""{"of":{{dice.PickFrom(named)}},"proof":"people"}""", member.Id, Hall.Key(who)));
        }

        if (library.Claims.All.Values.Where(c => !c.IsWithdrawn).ToArray() is { Length: > 0 } claims && dice.PickFrom(claims) is var claim)
        {
            var say = dice.Pick("name.confirm/1", "name.doubt/1");
            steps.Add((say, $$"""{"claim":{{claim.Entry}}}""", member.Id, Hall.Key(who)));
            if (claim.By == member.Id)
            {
                steps.Add(("name.withdraw/1", $$"""{"claim":{{claim.Entry}}}""", member.Id, Hall.Key(who)));
            }
        }

        steps.AddRange(RandomMatters.Steps(hall, dice, member.Id, Hall.Key(who), Wanted));
        var waiting = roster.Recoveries.Values.Where(r => r.Member == member.Id && r.IsPending(hall.Now)).Select(r => r.Key).ToArray();
        if (member.Sponsors.Length == 0)
        {
            steps.Add(("key.sponsors/1", $$"""{"sponsors":["{{sponsor}}"],"threshold":1}""", member.Id, Hall.Key(who)));
        }
        else if (waiting.Length == 0)
        {
            steps.Add(("key.recover.open/1", $$"""{"member":"{{member.Id}}"}""", null, Hall.Key(device)));
        }
        else
        {
            steps.Add(("key.recover.veto/1", $$"""{"key":"{{dice.PickFrom(waiting)}}"}""", member.Id, Hall.Key(who)));
            steps.Add(("key.recover.support/1", $$"""{"member":"{{member.Id}}","key":"{{dice.PickFrom(waiting)}}"}""", sponsor, Hall.Key(other)));
        }

        var wanted = steps.Where(s => Wanted.Contains(s.Kind) || Wanted.Any(w => Prepares(w, s.Kind))).ToArray();
        var step = wanted.Length > 0 && dice.OnceIn(2) ? dice.PickFrom(wanted) : dice.PickFrom(steps);
        lastKey = step.Kind is "key.add/1" ? device : "";
        return step;
    }

    /// <summary>The next step on the way of a text to its page: it is proposed, put to the association, decided, taken.</summary>
    private (string Kind, string Public) DecidedText(Page page)
    {
        var matters = hall.World.Get<Assembly>().Matters.Values;
        var library = hall.World.Get<Library>();
        foreach (var text in page.OpenEnds.Where(e => library.Proposed.Contains(e) && library.FindRevision(e)!.Value.From == page.Newest))
        {
            var matter = matters.FirstOrDefault(m => m.Revision == text);
            return matter is null ? ("matter.open/1", $$"""{"subject":"page:{{page.Id}}","revision":{{text}}}""")
                : matter.Settled is { Entry: { } decision } ? ("page.take/1", $$"""{"page":{{page.Id}},"end":{{text}},"decision":{{decision}}}""")
                : ("matter.close/1", $$"""{"matter":{{matter.Id}},"as":"for"}""");
        }

        return ("page.edit/1", $$"""{"page":{{page.Id}},"from":{{page.Newest}},"text":"words {{dice.Below(300)}}","format":"markdown","beside":true}""");
    }

    /// <summary>True if a kind comes about only after another one.</summary>
    private static bool Prepares(string wanted, string kind) =>
        wanted switch
        {
            "key.recover.support/1" or "key.recover.veto/1" => kind is "key.sponsors/1" or "key.recover.open/1",
            "objection.merge/1" or "objection.test/1" or "objection.defer/1" or "matter.dissent/1" => kind is "matter.open/1" or "objection.raise/1",
            "matter.sign/1" or "matter.close/1" or "matter.decree/1" or "matter.call/1" => kind is "matter.open/1",
            "power.second/1" or "power.undo/1" => kind is "power.use/1",
            "lot.draw/1" or "lot.dispute/1" or "lot.announce/1" => kind is "matter.open/1" or "lot.announce/1" or "lot.draw/1",
            "option.add/1" or "ballot.cast/1" or "ballot.break/1" => kind is "matter.open/1" or "option.add/1" or "ballot.cast/1",
            "option.accept/1" or "option.amend/1" or "option.withdraw/1" or "option.nominate/1" => kind is "matter.open/1" or "option.nominate/1",
            "ballot.seal/1" or "ballot.sheet/1" or "ballot.contest/1" => kind is "matter.open/1" or "option.nominate/1" or "ballot.seal/1" or "ballot.sheet/1",
            "commitment.keep/1" => kind is "commitment.join/1",
            _ => false,
        };

    private string Kind() =>
        Only.Length > 0 ? dice.PickFrom([.. hall.Registry.Kinds.Select(k => k.Name).Where(k => k.StartsWith(Only, StringComparison.Ordinal))])
        : hall.World.Size == 0 ? (dice.OnceIn(5) ? "member.join/1" : "association.found/1")
        : hall.World.Size < 5 && !dice.OnceIn(3) ? "member.join/1"
        : dice.OnceIn(40) ? "nobody.knows/1"
        : Wanted.Count > 0 && dice.OnceIn(2) ? dice.PickFrom([.. Wanted.Order(StringComparer.Ordinal)])
        : dice.PickFrom(hall.Registry.Kinds).Name is var kind && kind is "association.fork/1" or "member.leave/1" && !dice.OnceIn(3) ? "talk.say/1"
        : kind;

    private (MemberId? Member, SigningKey Key) Actor(string kind, string who)
    {
        var own = hall.MemberOf(who);
        var member = dice.OnceIn(12) ? SomeMember() : own;
        var key =
            dice.OnceIn(8) ? hall.Intake
            : dice.OnceIn(12) ? Hall.Key(dice.PickFrom(People))
            : Hall.Key(who);
        return key == hall.Intake && kind is not "member.join/1" ? (SomeMember(), key)
            : kind is "member.join/1" && !dice.OnceIn(6) ? (null, key)
            : (member, key);
    }

    private MemberId? SomeMember()
    {
        var members = hall.World.Get<Roster>().Members.Values.OrderBy(m => m.Joined).ToArray();
        return members.Length == 0 || dice.OnceIn(20) ? new MemberId(Hash.Of("nobody"u8)) : dice.PickFrom(members).Id;
    }

    /// <summary>The key that the act is about, most often; now and then others.</summary>
    private SigningKey[] CoSigners(SigningKey first)
    {
        var keys = new List<string>();
        if (lastKey.Length > 0 && !dice.OnceIn(8))
        {
            keys.Add(lastKey);
        }

        if (dice.OnceIn(10))
        {
            keys.Add(dice.PickFrom(People));
        }

        return [.. keys.Distinct(StringComparer.Ordinal).Select(Hall.Key).Where(k => k != first)];
    }

    private ActDraft Bent(ActDraft draft) =>
        dice.Below(7) switch
        {
            0 => draft with { Sequence = 1 },
            1 => draft with { Sequence = draft.Sequence + dice.Below(5) },
            2 => draft with { SeenSize = draft.SeenSize + 1 },
            3 => draft with { SeenSize = draft.SeenSize / 2, SeenRoot = hall.Machine.Tree.RootAt(draft.SeenSize / 2) },
            4 => draft with { SeenRoot = Hash.Of("another"u8) },
            5 => draft with { Log = "moot.example/another" },
            _ => draft with { Association = Hash.Of("another"u8) },
        };

    private string Json(string kind, out string? body)
    {
        lastKey = "";
        var members = hall.Registry.Find(kind)?.Members ?? [];
        var leaf = new List<string>();
        var prose = new List<string>();
        foreach (var member in members.Where(m => (m.IsRequired || m.IsProse || !dice.OnceIn(2)) && !dice.OnceIn(60)))
        {
            if (member.Name is "bytes" && !dice.OnceIn(10))
            {
                continue; // filled in from the text
            }

            if (member.IsProse)
            {
                prose.Add($"\"{member.Name}\":{Text()}");
            }
            else
            {
                leaf.Add($"\"{member.Name}\":{Value(member)}");
            }
        }

        if (kind is "association.found/1" or "association.fork/1" && !leaf.Exists(l => l.StartsWith("\"log\"", StringComparison.Ordinal)))
        {
            leaf.Add($"\"log\":\"{Hall.VKey(hall.Origin, hall.LogKey)}\"");
        }

        body = prose.Count > 0 && !dice.OnceIn(20) ? $"{{{string.Join(',', prose)}}}" : null;
        return hall.WithBlobs(kind, $"{{{string.Join(',', leaf)}}}");
    }

    private long? lastPage;

    private long? SomePage() => hall.World.Get<Library>().Pages is { IsEmpty: false } pages ? dice.PickFrom([.. pages.Keys]) : null;

    private Message? SomeMessage() => hall.World.Get<Conversations>() is { Count: > 0 } said ? said.MessageOf(dice.Below(said.Count)) : null;

    private long SomeRevision(long page) => hall.World.Get<Library>().Find(page) is { } found ? (dice.OnceIn(3) ? found.Id : found.Newest) : 0;

    private string Text() =>
        dice.OnceIn(12) ? "\"  \""
        : dice.OnceIn(30) ? $"\"{new string('x', 300)}\""
        : $"\"words {dice.Below(1000)}\"";

    private string Value(ActMember member)
    {
        var type = Nullable.GetUnderlyingType(member.Type) ?? member.Type;
        return (member.Name, type) switch
        {
            ("log", _) => $"\"{(hall.World.Size == 0 || dice.OnceIn(5) ? Hall.VKey(hall.Origin, hall.LogKey) : Fresh())}\"",
            ("intake", _) =>
                $"\"{(hall.World.Size == 0 ? Hall.Public(hall.Intake) : dice.OnceIn(6) ? Key() : Hall.Public($"intake of fork.example/{forks}"))}\"",
            ("parent", _) => JsonSerializer.Serialize(System.Text.Encoding.UTF8.GetString(hall.World.Size == 0 ? [] : hall.Checkpoint())),
            ("page", _) => $"{(lastPage = SomePage()) ?? 0}",
            ("from" or "revision", _) when (lastPage ?? SomePage()) is { } page && !dice.OnceIn(8) => $"{SomeRevision(page)}",
            ("end", _) when lastPage is { } page && hall.World.Get<Library>().Find(page) is { OpenEnds.IsEmpty: false } torn => $"{torn.OpenEnds[0]}",
            ("message" or "replyTo", _) when SomeMessage() is { } message && !dice.OnceIn(8) => $"{message.Entry}",
            ("thread", _) when SomeMessage() is { } message && !dice.OnceIn(8) => $"{message.Thread}",
            (_, var t) when t == typeof(BlobId) => $"\"words {dice.Below(300)}\"",
            (_, var t) when t == typeof(TextFormat) => dice.OnceIn(20) ? "\"html\"" : "\"markdown\"",
            (_, var t) when t == typeof(FileType) => "\"png\"",
            ("licence" or "sourceLicence", _) => dice.Pick(
                "\"CC0-1.0\"",
                "\"CC-BY-4.0\"",
                "\"CC-BY-SA-3.0\"",
                "\"CC-BY-SA-4.0\"",
                "\"something\"",
                "\"no licence\""
            ),
            ("source", var t) when t == typeof(Hash) => $"\"{Hash.Of([(byte)dice.Below(3)]).ToHex()}\"",
            ("import", _) when hall.World.Get<Library>().Imports.Sources is { IsEmpty: false } begun && !dice.OnceIn(8) =>
                $"{dice.PickFrom([.. begun.Values])}",
            ("of", _) when hall.World.Get<Library>().Imports.Revisions is { Count: > 0 } brought && !dice.OnceIn(8) =>
                $"{brought[dice.Below(brought.Count)].Entry}",
            ("claim", _) when hall.World.Get<Library>().Claims.All is { IsEmpty: false } claimed && !dice.OnceIn(8) => $"{dice.PickFrom([.. claimed.Keys])}",
            (_, var t) when t == typeof(ClaimProof) => dice.Pick("\"line\"", "\"revision\"", "\"people\""),
            ("pageThere", _) => $"{dice.Below(6)}",
            ("space", _) => $"{dice.Below(4)}",
            (_, var t) when t == typeof(AuthorThere) => dice.Pick("\"name\"", "\"name\"", "\"address\"", "\"suppressed\"", "\"nobody\""),
            (_, var t) when t == typeof(TextLack) => dice.Pick("\"suppressed\"", "\"stub\""),
            (_, var t) when t == typeof(ImmutableArray<long>) => $"[{string.Join(',', Some(2, () => $"{dice.Below((int)hall.World.Size + 1)}"))}]",
            ("threshold", _) => $"{dice.Below(4)}",
            ("matter" or "appeals", _) when hall.World.Get<Assembly>().Matters is { IsEmpty: false } matters && !dice.OnceIn(6) =>
                $"{dice.PickFrom([.. matters.Keys])}",
            ("objection" or "into" or "same", _) when hall.World.Get<Assembly>().MatterOfObjection is { IsEmpty: false } objections && !dice.OnceIn(6) =>
                $"{dice.PickFrom([.. objections.Keys.Order()])}",
            ("pathway", _) => $"\"{dice.PickFrom([.. hall.World.Get<Assembly>().Charter.Pathways.Keys])}\"",
            ("charter", _) => JsonSerializer.Serialize(RandomMatters.Plain),
            ("stance", _) => "\"for\"",
            ("vote", _) => dice.Pick("\"yes\"", "\"no\"", "\"veto\""),
            ("as", _) => dice.Pick("\"for\"", "\"rough\"", "\"met\"", "\"scope\""),
            ("subject", var t) when t == typeof(string) => dice.Pick("\"association\"", "\"page:3\"", "\"entry:1\"", "\"nothing\""),
            (_, var t) when t == typeof(PublicKey) => $"\"{Key()}\"",
            (_, var t) when t == typeof(MemberId) => $"\"{SomeMember()}\"",
            (_, var t) when t == typeof(Moment) => $"{(hall.Now + (dice.PickFrom(Waits) * (dice.OnceIn(5) ? -1 : 1))).Milliseconds}",
            (_, var t) when t == typeof(bool) => dice.OnceIn(2) ? "true" : "false",
            (_, var t) when t == typeof(Ground) => dice.OnceIn(20) ? "\"spite\"" : "\"abuse\"",
            (_, var t) when t == typeof(FilterRule) => dice.Pick("{}", "{\"links\":3}", "{\"who\":\"guest\",\"word\":\"x\"}", "{\"acts\":0}"),
            (_, var t) when t == typeof(FilterEffect) => dice.Pick("\"tag\"", "\"refuse\""),
            ("filter", _) when hall.World.Get<Gatehouse>().Filters is { IsEmpty: false } filters && !dice.OnceIn(4) => $"{dice.PickFrom([.. filters.Keys])}",
            (_, var t) when t == typeof(Subject) => $"\"{(dice.OnceIn(2) ? "association" : $"entry:{dice.Below(5)}")}\"",
            (_, var t) when t == typeof(ImmutableArray<KeyScope>) =>
                $"[{string.Join(',', Some(3, () => dice.Pick("\"edit\"", "\"govern\"", "\"money\"", "\"keys\"", "\"all\"")))}]",
            (_, var t) when t == typeof(ImmutableArray<MemberId>) => $"[{string.Join(',', Some(4, () => $"\"{SomeMember()}\""))}]",
            (_, var t) when t == typeof(long) || t == typeof(int) => $"{dice.Below((int)hall.World.Size + 2) - (dice.OnceIn(20) ? 5 : 0)}",
            _ => "\"something\"",
        };
    }

    private string Fresh()
    {
        forks++;
        return Hall.VKey($"fork.example/{forks}", Hall.Key($"log of fork.example/{forks}"));
    }

    /// <summary>Somebody's key; where recoveries wait, mostly one of those.</summary>
    private string Key()
    {
        var waiting = hall
            .World.Get<Roster>()
            .Recoveries.Values.Select(r => r.Key)
            .Order(Comparer<PublicKey>.Create((a, b) => a.Bytes.CompareTo(b.Bytes)))
            .ToArray();
        if (waiting.Length > 0 && !dice.OnceIn(3))
        {
            return dice.PickFrom(waiting).ToString();
        }

        lastKey = dice.OnceIn(3) ? dice.PickFrom(People) : $"device {dice.Below(1000)}";
        return Hall.Public(lastKey).ToString();
    }

    private string[] Some(int most, Func<string> one) => [.. Enumerable.Range(0, dice.Below(most) + (dice.OnceIn(8) ? 0 : 1)).Select(_ => one())];
}
