using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Tree;
using Moot.Testing;
using Xunit;

namespace Moot.Kernel.Tests.Acts;

/// <summary>An entry is an act and the host's line; a submission is an act and its body.</summary>
public sealed class EntryTests
{
    private const string Json = """{"name":"Ann"}""";

    private static SignedAct Act(Hash? body = null) => Hall.Sign(Samples.Draft(body: body), Hall.Key("Ann"));

    private static bool Reads(byte[] bytes)
    {
        var read = Entry.TryParse(bytes, out var entry, out var error);
        Assert.Equal(read, entry is not null);
        Assert.Equal(read, error.Length == 0);
        return read;
    }

    private static bool Takes(byte[] bytes)
    {
        var read = Submission.TryParse(bytes, out var submission, out var error);
        Assert.Equal(read, submission is not null);
        Assert.Equal(read, error.Length == 0);
        return read;
    }

    [Theory]
    [InlineData(0, 0, Assurance.Guest)]
    [InlineData(7, 1772359200000, Assurance.Vouched)]
    [InlineData(1L << 53, 1L << 53, Assurance.Signed)]
    public void An_entry_is_read_as_it_was_written(long index, long at, Assurance assurance)
    {
        var entry = Entry.Of(Act(), index, new(at), assurance);
        Assert.True(Entry.TryParse(entry.Bytes, out var again, out _));
        Assert.Equal((index, new Moment(at), assurance, entry.Act.Id), (again!.Index, again.At, again.Assurance, again.Act.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("host 0 0 signed")]
    [InlineData("host 0 0 signed\n\n")]
    [InlineData("host 0 0 signed\nhost 0 0 signed\n")]
    [InlineData("host 0 0 Signed\n")]
    [InlineData("host 0 0 sworn\n")]
    [InlineData("host 0 0 \n")]
    [InlineData("host 0 0\n")]
    [InlineData("host 0 0 signed \n")]
    [InlineData("host 0 0 signed more\n")]
    [InlineData("host  0 0 signed\n")]
    [InlineData("host 00 0 signed\n")]
    [InlineData("host 0 00 signed\n")]
    [InlineData("host -1 0 signed\n")]
    [InlineData("host 0 -1 signed\n")]
    [InlineData("host 1e2 0 signed\n")]
    [InlineData("host 9007199254740993 0 signed\n")]
    [InlineData("host 0 9007199254740993 signed\n")]
    [InlineData("host 0 0 signed\r\n")]
    [InlineData("host 0\t0 signed\n")]
    [InlineData("Host 0 0 signed\n")]
    [InlineData(" host 0 0 signed\n")]
    [InlineData("host 0 0 signed                                                  \n")]
    public void Another_host_line_is_refused(string line) => Assert.False(Reads([.. Act().Bytes.Span, .. Samples.Bytes(line)]));

    [Fact]
    public void A_host_line_without_an_act_is_refused()
    {
        Assert.False(Reads(Samples.Bytes("host 0 0 signed\n")));
        Assert.False(Reads(Samples.Bytes("\nhost 0 0 signed\n")));
        Assert.False(Reads(new byte[Limits.EntryBytesMax + 1]));
    }

    [Fact]
    public void A_submission_is_read_as_it_was_written()
    {
        var submission = new Submission(Act(Hall.Commit(Json)), Hall.Stored(Json));
        Assert.True(Submission.TryParse(submission.ToBytes(), out var again, out _));
        Assert.Equal((submission.Act.Id, submission.Body), (again!.Act.Id, again.Body));
        Assert.True(Submission.TryParse(new Submission(Act(), Submission.NoBody).ToBytes(), out again, out _));
        Assert.Equal(BodyState.None, again!.Body.State);
    }

    [Fact]
    public void The_commitment_is_over_the_words_the_salt_and_the_body()
    {
        byte[] whole = [.. "moot/body/v1\n"u8, .. Hall.Salt(Json).ToBytes(), .. Samples.Bytes(Json)];
        Assert.Equal(Hash.Of(whole), Hall.Commit(Json));
        var large = $"{{\"name\":\"{new string('x', 5000)}\"}}";
        Assert.Equal(Hash.Of([.. "moot/body/v1\n"u8, .. Hall.Salt(large).ToBytes(), .. Samples.Bytes(large)]), Hall.Commit(large));
    }

    [Fact]
    public void A_body_that_is_missing_added_or_another_is_refused()
    {
        var (with, without) = (Act(Hall.Commit(Json)), Act());
        Assert.False(Takes(with.Bytes.ToArray()));
        Assert.False(Takes(new Submission(without, Hall.Stored(Json)).ToBytes()));
        Assert.False(Takes(new Submission(with, Hall.Stored("""{"name":"Eve"}""")).ToBytes()));
        Assert.False(Takes(new Submission(with, Hall.Stored(Json) with { Salt = Hall.Salt("another") }).ToBytes()));
        Assert.True(Takes(new Submission(with, Hall.Stored(Json)).ToBytes()));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\nsalt\n")]
    [InlineData("\nsalt S\n")]
    [InlineData("\nsalt S\n\n")]
    [InlineData("salt S\nB\n")]
    [InlineData("\n\nsalt S\nB\n")]
    [InlineData("\nsalt S\nB")]
    [InlineData("\nsalt S\nB\n\n")]
    [InlineData("\nsalt S\nB\nB\n")]
    [InlineData("\nsalt S \nB\n")]
    [InlineData("\nSalt S\nB\n")]
    [InlineData("\nsalt S\r\nB\r\n")]
    [InlineData("\nsalt S\n B\n")]
    [InlineData("\nsalt S\nB \n")]
    public void Another_shape_of_submission_is_refused(string tail)
    {
        var filled = tail.Replace("S", Hall.Salt(Json).ToBase64(), StringComparison.Ordinal).Replace("B", Json, StringComparison.Ordinal);
        Assert.False(Takes([.. Act(Hall.Commit(Json)).Bytes.Span, .. Samples.Bytes(filled)]));
    }

    [Fact]
    public void A_submission_that_is_too_long_is_refused() => Assert.False(Takes(new byte[Limits.SubmissionBytesMax + 1]));
}
