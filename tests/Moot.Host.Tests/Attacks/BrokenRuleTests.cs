using System.Text;
using Microsoft.Extensions.Time.Testing;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Tree;
using Xunit;

namespace Moot.Host.Tests.Attacks;

/// <summary>A mistake in the rule of one kind of act, and somebody who found it.</summary>
public sealed class BrokenRuleTests
{
    [Theory]
    [InlineData("broken.judge/1")]
    [InlineData("broken.fold/1")]
    public async Task A_rule_that_is_broken_refuses_the_act_and_the_log_goes_on(string kind)
    {
        var registry = new Registry(Capability.Of<Nothing>("broken").Act<BreakJudge>().Act<BreakFold>());
        var (log, gil) = (TestLog.Key("log of " + TestLog.FirstOrigin), TestLog.Key("Gil"));
        await using var writer = Writer.Open(new(registry, new MemoryLogStore(), new MemoryCheckpointLock(), log, TestLog.FirstOrigin, new FakeTimeProvider()));
        var vkey = VerifierKey.Ed25519(TestLog.FirstOrigin, log.PublicKey);
        var intake = Convert.ToHexStringLower(TestLog.Key("intake").PublicKey);
        Assert.Null((await Do("association.found/1", 1, $$"""{"log":"{{vkey}}","intake":"{{intake}}"}""", """{"name":"Club"}""")).Verdict.Code);
        Assert.Equal("rule-failed", (await Do(kind, 2, "{}")).Verdict.Code);
        Assert.Equal("rule-failed", (await Do(kind, 2, "{}")).Verdict.Code);
        Assert.Null(writer.Failure);
        Assert.Equal(1, (await Do("member.join/1", 2, "{}", """{"name":"Gil"}""")).Index);

        Task<Receipt> Do(string name, long sequence, string pub, string? text = null)
        {
            var head = writer.Head;
            var (salt, body) = (Hash.Of([1]), Encoding.UTF8.GetBytes(text ?? ""));
            Hash? commitment = text is null ? null : Submission.Commit(salt, body);
            var draft = new ActDraft(
                head.World.Association,
                TestLog.FirstOrigin,
                Member: null,
                name,
                sequence,
                head.Checkpoint.Size,
                head.Checkpoint.Root,
                pub,
                commitment
            );
            Assert.True(SignedAct.TryParse(SignedAct.Write(draft, gil), out var act, out var error), error);
            return writer.Submit(new Submission(act!, text is null ? Submission.NoBody : new(BodyState.Present, salt, body)));
        }
    }
}

internal sealed record Nothing : IState<Nothing>
{
    public static Nothing Empty { get; } = new();

    public void WriteRows(StateRows rows) { }
}

internal sealed record BreakJudge : IAct<BreakJudge, Nothing>
{
    public static string Kind => "broken.judge/1";

    public static System.Text.Json.Serialization.Metadata.JsonTypeInfo<BreakJudge> Json => BrokenJson.Default.BreakJudge;

    public static Verdict Judge(Nothing state, BreakJudge act, in Circumstance how) => throw new InvalidOperationException("a mistake");

    public static Nothing Fold(Nothing state, BreakJudge act, in Circumstance how) => state;
}

internal sealed record BreakFold : IAct<BreakFold, Nothing>
{
    public static string Kind => "broken.fold/1";

    public static System.Text.Json.Serialization.Metadata.JsonTypeInfo<BreakFold> Json => BrokenJson.Default.BreakFold;

    public static Verdict Judge(Nothing state, BreakFold act, in Circumstance how) => Verdict.Lawful;

    public static Nothing Fold(Nothing state, BreakFold act, in Circumstance how) => throw new InvalidOperationException("a mistake");
}

[System.Text.Json.Serialization.JsonSourceGenerationOptions(
    GenerationMode = System.Text.Json.Serialization.JsonSourceGenerationMode.Metadata,
    UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[System.Text.Json.Serialization.JsonSerializable(typeof(BreakJudge))]
[System.Text.Json.Serialization.JsonSerializable(typeof(BreakFold))]
internal sealed partial class BrokenJson : System.Text.Json.Serialization.JsonSerializerContext;
