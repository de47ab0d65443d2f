using System.Text;
using Moot.Host.Live;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Tree;
using Moot.Talk.Acts;

namespace Moot.Benchmarks;

/// <summary>Signed acts to work on: messages of guests, each with a body, as a busy talk page would have them.</summary>
internal static class Acts
{
    /// <summary>A message of about the length of a talk comment.</summary>
    private const string Words =
        "I walked the upper path this morning and the water stands a hand high at the second gate; the pump that we agreed on last week would do, "
        + "but somebody has to carry the diesel up there, and it cannot be me on a Tuesday. Who takes turns, and who writes it down?";

    /// <summary>Makes signed submissions: for each author, in order.</summary>
    /// <param name="log">What the acts are for.</param>
    /// <param name="authors">Guests, each with a key of its own.</param>
    /// <param name="each">Acts of each.</param>
    /// <param name="firstSequence">Sequence number of each author's first act.</param>
    public static Submission[][] Make(Head log, string origin, int authors, int each, long firstSequence = 1)
    {
        var made = new Submission[authors][];
        Parallel.For(
            0,
            authors,
            author =>
            {
                using var key = SigningKey.FromSeed(Hash.Of(Encoding.UTF8.GetBytes($"author {author}")).ToBytes());
                made[author] = new Submission[each];
                for (var i = 0; i < each; i++)
                {
                    made[author][i] = One(log, origin, key, firstSequence + i, author);
                }
            }
        );
        return made;
    }

    /// <summary>Grows a log by so many acts of 500 guests.</summary>
    public static async Task Fill(HostedLog log, int count)
    {
        const int Authors = 500;
        const int EachMax = 100;
        Console.Error.WriteLine($"making a log of {count:N0} acts...");
        for (var (left, sequence) = (count, 1); left > 0; )
        {
            var each = Math.Clamp(left / Authors, 1, EachMax);
            var acts = Make(log.Head, log.Folder.Origin, Math.Min(Authors, left), each, sequence);
            await Task.WhenAll(acts.Select(mine => Task.Run(() => Send(log, mine))));
            left -= acts.Length * each;
            sequence += each;
        }
    }

    private static async Task Send(HostedLog log, Submission[] acts)
    {
        foreach (var act in acts)
        {
            var receipt = await log.Submit(act.ToBytes());
            _ = receipt.Verdict.IsLawful ? true : throw new InvalidOperationException(receipt.Verdict.ToString());
        }
    }

    private static Submission One(Head log, string origin, SigningKey key, long sequence, int author)
    {
        var salt = Hash.Of(Encoding.UTF8.GetBytes($"{author} {sequence}"));
        var body = Encoding.UTF8.GetBytes($"{{\"text\":\"{sequence}. {Words}\"}}");
        var draft = new ActDraft(
            log.World.Association,
            origin,
            Member: null,
            Say.Kind,
            sequence,
            log.Checkpoint.Size,
            log.Checkpoint.Root,
            $"{{\"subject\":\"page:{author % 100}\"}}",
            Submission.Commit(salt, body)
        );
        return SignedAct.TryParse(SignedAct.Write(draft, key), out var act, out var error)
            ? new(act!, new(BodyState.Present, salt, body))
            : throw new InvalidOperationException(error);
    }
}
