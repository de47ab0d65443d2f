using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;
using Moot.Testing;
using Xunit;

namespace Moot.Kernel.Tests.Replays;

/// <summary>A host tampers with a lawful log; whoever replays it says at which entry, and how.</summary>
public sealed class MaliciousHostTests
{
    private static readonly Registry Registry = new();
    private static readonly Hall Honest = Year();
    private static readonly Hash Root = Honest.Machine.Tree.Root();

    /// <summary>Entries whose body was erased, and hidden.</summary>
    private const int Erased = 9,
        Hidden = 10;

    private const int Middle = 30;

    private static List<StoredEntry> Log() => [.. Honest.Entries];

    /// <summary>A lawful log of some sixty entries of many kinds.</summary>
    private static Hall Year()
    {
        var hall = new Hall(Registry);
        void Lawful(Verdict verdict) => Assert.True(verdict.IsLawful, verdict.ToString());
        string[] people = ["Ann", "Bob", "Cem", "Dan", "Eve", "Fay"];
        Lawful(hall.Found());
        foreach (var who in people)
        {
            Lawful(hall.Join(who));
        }

        Lawful(hall.Vouch(null, "member.join/1", "{}", """{"name":"Gil"}"""));
        var gil = new MemberId(Act(hall.Entries[^1]).Id);
        Lawful(hall.Vouch(gil, "member.rename/1", "{}", """{"name":"Gilbert"}"""));
        Lawful(hall.Do("Ann", "member.rename/1", "{}", """{"name":"a name that is erased"}"""));
        Lawful(hall.Do("Ann", "member.rename/1", "{}", """{"name":"a name that is hidden"}"""));
        Lawful(hall.Do("Ann", "body.erase/1", $$"""{"entry":{{Erased}},"ground":"privacy"}""", """{"reason":"mine"}"""));
        Lawful(hall.Do("Bob", "body.hide/1", $$"""{"entry":{{Hidden}},"ground":"abuse"}""", """{"reason":"rude"}"""));
        Lawful(With(hall, "Bob", "key.add/1", $$"""{"key":"{{Hall.Public("Bob.phone")}}"}""", "Bob.phone"));
        Lawful(hall.Do("Bob", "key.revoke/1", $$"""{"key":"{{Hall.Public("Bob.phone")}}"}"""));
        for (var i = 0; hall.Entries.Count < 60; i++)
        {
            hall.Now += TimeSpan.FromHours(i % 5);
            Lawful(
                hall.Do(
                    people[i % people.Length],
                    i % 3 == 0 ? "key.vouching/1" : "member.rename/1",
                    i % 3 == 0 ? """{"allowed":false}""" : "{}",
                    i % 3 == 0 ? null : $$"""{"name":"name {{i}}"}"""
                )
            );
        }

        foreach (var gone in new[] { Erased, Hidden })
        {
            hall.Entries[gone] = hall.Entries[gone] with { Body = new(gone == Erased ? BodyState.Erased : BodyState.Hidden, default, default) };
        }

        return hall;
    }

    private static Verdict With(Hall hall, string who, string kind, string pub, string with)
    {
        var key = Hall.Key(who);
        return hall.Send(Hall.Sign(hall.Draft(kind, pub, hall.MemberOf(who), key), key, Hall.Key(with)), Submission.NoBody, out _);
    }

    private static Entry Read(in StoredEntry stored) =>
        Entry.TryParse(stored.Bytes, out var entry, out var error) ? entry! : throw new InvalidOperationException(error);

    private static SignedAct Act(in StoredEntry stored) => Read(stored).Act;

    private static Fault? Run(IEnumerable<StoredEntry> log, out Replay replay, bool passUnknown = false)
    {
        replay = new Replay(Registry, passUnknown: passUnknown);
        return replay.Run(log, cancel: TestContext.Current.CancellationToken);
    }

    private static void Caught(IEnumerable<StoredEntry> log, int index, string code, bool passUnknown = false)
    {
        var fault = Run(log, out var replay, passUnknown);
        Assert.NotNull(fault);
        Assert.Equal((index, code), (fault.Index, fault.Code));
        Assert.NotEmpty(fault.Sentence);
        Assert.Equal(index, replay.World.Size);
    }

    /// <summary>Puts an act in, under the host line that an honest host would write.</summary>
    private static List<StoredEntry> Inserted(SignedAct act, int at = Middle, string? body = null, Assurance assurance = Assurance.Signed)
    {
        var log = Log();
        log.Insert(at, new(at, Entry.Of(act, at, Read(log[at]).At, assurance).Bytes, Hall.Stored(body)));
        return log;
    }

    private static ActDraft Draft(string who, string kind, string pub = "{}", string? body = null) =>
        new(Honest.World.Association, Honest.Origin, Honest.MemberOf(who), kind, 1_000_000, 0, Hash.EmptyTree, pub, body is null ? null : Hall.Commit(body));

    [Fact]
    public void The_honest_log_passes()
    {
        Assert.Null(Run(Log(), out var replay));
        Assert.Equal(60, replay.World.Size);
        Assert.Equal((Honest.World.Digest(), Root), (replay.World.Digest(), replay.Machine.Tree.Root()));
        Assert.Equal([Erased, Hidden], replay.AbsentBodies.Select(i => (int)i));
        var (withheld, still) = replay.CompareBodies();
        Assert.Empty(withheld);
        Assert.Empty(still);
    }

    [Fact]
    public void Any_entry_dropped()
    {
        for (var i = 0; i < Honest.Entries.Count - 1; i++)
        {
            var log = Log();
            log.RemoveAt(i);
            Caught(log, i, "wrong-index");
        }
    }

    [Fact]
    public void An_entry_dropped_and_the_next_spoilt_is_a_fault_where_the_log_breaks()
    {
        var log = Log();
        log.RemoveAt(5);
        log[5] = log[5] with { Bytes = new byte[10] };
        Caught(log, 5, "malformed");
    }

    [Fact]
    public void The_last_entry_dropped_is_seen_by_its_checkpoint()
    {
        Assert.Null(Run(Log()[..59], out var replay));
        Assert.NotEqual(Root, replay.Machine.Tree.Root());
        Assert.Equal(replay.Machine.Tree.Root(), Honest.Machine.Tree.RootAt(59));
    }

    [Fact]
    public void Any_two_entries_swapped()
    {
        for (var i = 0; i < Honest.Entries.Count; i += 7)
        {
            for (var j = i + 1; j < Honest.Entries.Count; j += 5)
            {
                var log = Log();
                (log[i], log[j]) = (log[j], log[i]);
                Caught(log, i, "wrong-index");
            }
        }
    }

    [Fact]
    public void One_byte_altered_anywhere()
    {
        var honest = Log()[Middle];
        var length = Act(honest).Bytes.Length;
        for (var at = 0; at < honest.Bytes.Length; at++)
        {
            foreach (var mask in new byte[] { 1, 0x20 })
            {
                var bytes = honest.Bytes.ToArray();
                bytes[at] ^= mask;
                var log = Log()[..(Middle + 2)];
                log[Middle] = honest with { Bytes = bytes };
                var fault = Run(log, out var replay);
                if (at < length)
                {
                    Assert.NotNull(fault);
                    Assert.Equal(Middle, fault.Index);
                    Assert.True(fault.Code is "malformed" or "bad-signature" or "body-mismatch", fault.Code);
                    Assert.True(fault.Entry.Span.SequenceEqual(bytes));
                }
                else
                {
                    // The host signs its line by its checkpoint: a time that is merely another one shows in the root.
                    Assert.True(
                        fault is { Index: Middle or Middle + 1 } || replay.Machine.Tree.Root() != Honest.Machine.Tree.RootAt(Middle + 2),
                        $"byte {at} with {mask}"
                    );
                }
            }
        }
    }

    [Fact]
    public void The_hosts_line_tells_another_place_time_or_assurance()
    {
        var (log, honest) = (Log(), Log()[Middle]);
        var entry = Read(honest);
        void Line(string code, long index, Moment at, Assurance assurance)
        {
            log[Middle] = honest with { Bytes = Entry.Of(entry.Act, index, at, assurance).Bytes };
            Caught(log, Middle, code);
        }

        var before = Read(log[Middle - 1]).At;
        Line("wrong-index", Middle + 1, entry.At, entry.Assurance);
        Line("wrong-index", Middle - 1, entry.At, entry.Assurance);
        Line("wrong-index", 0, entry.At, entry.Assurance);
        Line("time-runs-back", Middle, new(before.Milliseconds - 1), entry.Assurance);
        Line("time-runs-back", Middle, new(0), entry.Assurance);
        Line("wrong-assurance", Middle, entry.At, Assurance.Guest);
        Line("wrong-assurance", Middle, entry.At, Assurance.Vouched);
        log[Middle] = honest with { Bytes = Entry.Of(entry.Act, Middle, new(Read(log[^1]).At.Milliseconds + 1), entry.Assurance).Bytes };
        Caught(log, Middle + 1, "time-runs-back");
    }

    [Fact]
    public void A_vouched_and_a_guests_act_are_not_told_as_more()
    {
        var vouched = Enumerable.Range(0, 60).First(i => Read(Honest.Entries[i]).Assurance == Assurance.Vouched);
        foreach (var (index, honest) in new[] { (0, Assurance.Guest), (vouched, Assurance.Vouched) })
        {
            foreach (var told in Enum.GetValues<Assurance>().Where(a => a != honest))
            {
                var (log, entry) = (Log(), Read(Honest.Entries[index]));
                log[index] = log[index] with { Bytes = Entry.Of(entry.Act, index, entry.At, told).Bytes };
                Caught(log, index, "wrong-assurance");
            }
        }
    }

    [Fact]
    public void An_act_by_somebody_who_may_not()
    {
        const string Body = """{"name":"somebody else"}""";
        var draft = Draft("Ann", "member.rename/1", body: Body);
        Caught(Inserted(Hall.Sign(draft, Hall.Key("Mallory")), body: Body), Middle, "not-your-key");
        Caught(Inserted(Hall.Sign(draft, Hall.Key("Bob")), body: Body), Middle, "not-your-key");
        Caught(Inserted(Hall.Sign(draft, Honest.Intake), body: Body, assurance: Assurance.Vouched), Middle, "not-vouchable");
        Caught(Inserted(Hall.Sign(Draft("Bob", "member.rename/1", body: Body), Hall.Key("Bob.phone")), body: Body), Middle, "key-dead");
        Caught(Inserted(Hall.Sign(draft with { Member = null }, Hall.Key("Ann")), body: Body, assurance: Assurance.Guest), Middle, "key-is-a-members");
        Caught(Inserted(Hall.Sign(draft with { Member = null }, Hall.Key("Mallory")), body: Body, assurance: Assurance.Guest), Middle, "members-only");
        Caught(Inserted(Hall.Sign(draft with { Member = new(Hash.Of("nobody"u8)) }, Hall.Key("Mallory")), body: Body), Middle, "no-such-member");
        Caught(Inserted(Hall.Sign(Draft("Ann", "member.rename/1", body: "{}"), Hall.Key("Ann")), body: "{}"), Middle, "name-missing");
    }

    [Fact]
    public void A_signature_made_up()
    {
        var bytes = Hall.Sign(Draft("Ann", "key.vouching/1", """{"allowed":true}"""), Hall.Key("Mallory")).Bytes.ToArray();
        var mallory = Hall.Sign(Draft("Ann", "key.vouching/1", """{"allowed":true}"""), Hall.Key("Ann")).Bytes.ToArray();
        var name = mallory.AsSpan(bytes.Length - 162, 162 - 93);
        name.CopyTo(bytes.AsSpan(bytes.Length - 162));
        var line = System.Text.Encoding.ASCII.GetString(bytes.AsSpan(bytes.Length - 93, 92));
        var signature = Convert.FromBase64String(line);
        Convert.FromBase64String(System.Text.Encoding.ASCII.GetString(mallory.AsSpan(mallory.Length - 93, 92))).AsSpan(0, 4).CopyTo(signature);
        System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(signature)).CopyTo(bytes, bytes.Length - 93);
        Assert.True(SignedAct.TryParse(bytes, out var act, out var error), error);
        Assert.Equal(Hall.Public("Ann"), act!.Key);
        Caught(Inserted(act), Middle, "bad-signature");
    }

    [Fact]
    public void An_act_from_elsewhere_or_once_more()
    {
        var draft = Draft("Ann", "key.vouching/1", """{"allowed":true}""");
        Caught(Inserted(Hall.Sign(draft with { Association = Hash.Of("another"u8) }, Hall.Key("Ann"))), Middle, "other-association");
        Caught(Inserted(Hall.Sign(draft with { Log = "moot.example/another" }, Hall.Key("Ann"))), Middle, "other-log");
        Caught(Inserted(Hall.Sign(draft with { SeenSize = 31 }, Hall.Key("Ann"))), Middle, "seen-ahead");
        Caught(Inserted(Hall.Sign(draft with { SeenSize = 30, SeenRoot = Hash.Of("another"u8) }, Hall.Key("Ann"))), Middle, "seen-differs");
        Caught(Inserted(Hall.Sign(draft with { SeenRoot = Hash.Of("another"u8) }, Hall.Key("Ann"))), Middle, "seen-differs");
        Caught(Inserted(Act(Honest.Entries[20])), Middle, "seq-used");

        var other = new Hall(Registry, "moot.example/another");
        Assert.True(other.Found("Bob").IsLawful && other.Join("Ann").IsLawful);
        Assert.True(other.Do("Ann", "key.vouching/1", """{"allowed":false}""").IsLawful);
        Caught(Inserted(Act(other.Entries[2])), Middle, "other-association");
        Caught(Inserted(Act(other.Entries[0]), assurance: Assurance.Guest), Middle, "other-association");
        Caught(Inserted(Act(Honest.Entries[0]), assurance: Assurance.Guest), Middle, "other-association");
    }

    [Fact]
    public void A_body_replaced_or_added()
    {
        for (var i = 0; i < 60; i++)
        {
            var log = Log();
            log[i] = log[i] with { Body = Hall.Stored("""{"name":"put in by the host"}""") };
            Caught(log, i, "body-mismatch");
        }

        var salted = Log();
        salted[Middle + 1] = salted[Middle + 1] with { Body = Hall.Stored("{}") };
        Caught(salted, Middle + 1, "body-mismatch");
    }

    [Fact]
    public void A_body_withheld_is_told_apart_from_a_fault()
    {
        foreach (var state in new[] { BodyState.None, BodyState.Hidden, BodyState.Erased })
        {
            var log = Log();
            log[1] = log[1] with { Body = new(state, default, default) };
            Assert.Null(Run(log, out var replay));
            Assert.Equal([1L], replay.CompareBodies().Withheld);
            Assert.Empty(replay.CompareBodies().StillThere);
            Assert.Equal(Honest.World.Digest(), replay.World.Digest());
        }
    }

    [Fact]
    public void An_erased_body_still_served_is_told_apart_from_a_fault()
    {
        var log = Log();
        log[Erased] = log[Erased] with { Body = Hall.Stored("""{"name":"a name that is erased"}""") };
        Assert.Null(Run(log, out var replay));
        Assert.Equal([(long)Erased], replay.CompareBodies().StillThere);
        Assert.Empty(replay.CompareBodies().Withheld);
        Assert.Equal(Honest.World.Digest(), replay.World.Digest());
    }

    [Fact]
    public void A_kind_that_is_not_known_passes_only_where_it_may()
    {
        var draft = Draft("Ann", "bees.count/1", """{"hives":3}""");
        var unknown = Hall.Sign(draft, Hall.Key("Ann"));
        Caught(Inserted(unknown), Middle, "unknown-kind");

        var log = Log()[..Middle];
        log.Add(new(Middle, Entry.Of(unknown, Middle, Read(log[^1]).At, Assurance.Signed).Bytes, Submission.NoBody));
        Assert.Null(Run(log, out var replay, passUnknown: true));
        Assert.Equal((1, Middle + 1), (replay.Machine.Unjudged, replay.World.Size));
        Assert.Equal(-1, replay.World.Entries.KindOf(Middle));

        // What does not depend on its meaning is checked all the same.
        Caught(Inserted(Hall.Sign(draft, Hall.Key("Mallory"))), Middle, "not-your-key", passUnknown: true);
        Caught(Inserted(Hall.Sign(Draft("Bob", "bees.count/1"), Hall.Key("Bob.phone"))), Middle, "key-dead", passUnknown: true);
        Caught(Inserted(Hall.Sign(draft with { Public = """{"hives":3.5}""" }, Hall.Key("Ann"))), Middle, "malformed", passUnknown: true);
        Caught(Inserted(Hall.Sign(draft with { Sequence = 1 }, Hall.Key("Ann"))), Middle, "seq-used", passUnknown: true);
        Caught(Inserted(Hall.Sign(draft with { Log = "moot.example/another" }, Hall.Key("Ann"))), Middle, "other-log", passUnknown: true);
        Caught(Inserted(unknown, assurance: Assurance.Vouched), Middle, "wrong-assurance", passUnknown: true);
        Caught(Inserted(unknown, at: 0), 0, "not-founded", passUnknown: true);
        Caught(Inserted(Hall.Sign(draft with { Body = Hall.Commit("not json") }, Hall.Key("Ann")), body: "not json"), Middle, "malformed", passUnknown: true);
    }
}
