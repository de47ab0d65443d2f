using System.Globalization;
using System.Text;
using Moot.Kernel.Storage;

namespace Moot.Host.Gits;

/// <summary>Answers git: which commits there are, and the objects that it lacks.</summary>
/// <param name="store">The repository.</param>
internal sealed class UploadPack(GitStore store)
{
    /// <summary>The one branch.</summary>
    public const string Branch = "refs/heads/main";

    private const string Agent = "agent=moot";
    private const string Abilities =
        "multi_ack_detailed multi_ack no-done side-band side-band-64k thin-pack ofs-delta shallow deepen-since deepen-relative no-progress include-tag object-format=sha1 ";
    private const byte PackBand = 1;
    private const byte WordsBand = 2;
    private const byte ErrorBand = 3;

    private readonly int last = store.Commits - 1;

    /// <summary>What there is, in versions 0 and 1.</summary>
    public byte[] Advertise(bool isFirstVersion)
    {
        var to = new MemoryStream();
        PktLine.Write(to, "# service=git-upload-pack");
        to.Write(PktLine.Flush);
        if (isFirstVersion)
        {
            PktLine.Write(to, "version 1");
        }

        if (last < 0)
        {
            PktLine.Write(to, $"{default(ObjectName)} capabilities^{{}}\0{Abilities}{Agent}");
        }
        else
        {
            PktLine.Write(to, $"{Name(last)} HEAD\0{Abilities}symref=HEAD:{Branch} {Agent}");
            PktLine.Write(to, $"{Name(last)} {Branch}");
        }

        to.Write(PktLine.Flush);
        return to.ToArray();
    }

    /// <summary>What can be asked in version 2.</summary>
    public static byte[] AdvertiseSecond()
    {
        var to = new MemoryStream();
        PktLine.Write(to, "# service=git-upload-pack");
        to.Write(PktLine.Flush);
        foreach (var line in (string[])["version 2", Agent, "ls-refs=unborn", "fetch=shallow", "object-format=sha1"])
        {
            PktLine.Write(to, line);
        }

        to.Write(PktLine.Flush);
        return to.ToArray();
    }

    /// <summary>Answers a question.</summary>
    public async Task Answer(GitQuestion question, bool isSecondVersion, Stream to, CancellationToken cancel)
    {
        if (!isSecondVersion)
        {
            await AnswerFirst(question, to, cancel);
            return;
        }

        switch (question.Command)
        {
            case "ls-refs":
                var list = new MemoryStream();
                if (last >= 0)
                {
                    PktLine.Write(list, $"{Name(last)} HEAD symref-target:{Branch}");
                    PktLine.Write(list, $"{Name(last)} {Branch}");
                }
                else if (question.Can.Contains("unborn"))
                {
                    PktLine.Write(list, $"unborn HEAD symref-target:{Branch}");
                }

                list.Write(PktLine.Flush);
                await to.WriteAsync(list.ToArray(), cancel);
                return;
            case "fetch":
                await AnswerSecond(question, to, cancel);
                return;
            default:
                throw new LogException("malformed", $"\"{question.Command}\" cannot be asked here.");
        }
    }

    private async Task AnswerFirst(GitQuestion question, Stream to, CancellationToken cancel)
    {
        if (question.Wants.Count == 0)
        {
            return;
        }

        var (wanted, common) = (Wanted(question), Common(question));
        var words = new MemoryStream();
        var isDeepening = WriteShallow(question, words, wanted, flush: true);
        var isDetailed = question.Can.Contains("multi_ack_detailed");
        var isReady = common >= 0;
        if (isReady && (isDetailed || question.Can.Contains("multi_ack")))
        {
            foreach (var have in question.Haves.Where(h => store.FindCommit(h) >= 0))
            {
                PktLine.Write(words, $"ACK {have} {(isDetailed ? "common" : "continue")}");
            }
        }

        var isOver = question.IsDone;
        if (!isOver && question.Haves.Count > 0)
        {
            if (isReady && isDetailed)
            {
                PktLine.Write(words, $"ACK {Name(common)} ready");
            }

            PktLine.Write(words, "NAK");
            isOver = isReady && isDetailed && question.Can.Contains("no-done");
        }

        if (isOver)
        {
            PktLine.Write(words, isReady ? $"ACK {Name(common)}" : "NAK");
        }

        await to.WriteAsync(words.ToArray(), cancel);
        if (isOver)
        {
            await SendPack(question, wanted, common, isDeepening, to, cancel);
        }
    }

    private async Task AnswerSecond(GitQuestion question, Stream to, CancellationToken cancel)
    {
        var (wanted, common) = (Wanted(question), Common(question));
        var words = new MemoryStream();
        if (!question.IsDone)
        {
            PktLine.Write(words, "acknowledgments");
            foreach (var have in question.Haves.Where(h => store.FindCommit(h) >= 0))
            {
                PktLine.Write(words, $"ACK {have}");
            }

            PktLine.Write(words, common >= 0 ? "ready" : "NAK");
            if (common < 0)
            {
                words.Write(PktLine.Flush);
                await to.WriteAsync(words.ToArray(), cancel);
                return;
            }

            words.Write(PktLine.Delimiter);
        }

        var shallow = new MemoryStream();
        var isDeepening = WriteShallow(question, shallow, wanted, flush: false);
        if (isDeepening)
        {
            PktLine.Write(words, "shallow-info");
            words.Write(shallow.ToArray());
            words.Write(PktLine.Delimiter);
        }

        PktLine.Write(words, "packfile");
        await to.WriteAsync(words.ToArray(), cancel);
        question.Can.Add("side-band-64k");
        await SendPack(question, wanted, common, isDeepening, to, cancel);
    }

    /// <summary>Where the history begins that is asked for; says so to git.</summary>
    private bool WriteShallow(GitQuestion question, MemoryStream words, int wanted, bool flush)
    {
        if (question.Depth == 0 && question.Since is null)
        {
            return false;
        }

        var first = First(question, wanted);
        if (first > 0)
        {
            PktLine.Write(words, $"shallow {Name(first)}");
        }

        foreach (var edge in question.Shallow.Where(s => store.FindCommit(s) is >= 0 and var index && index > first))
        {
            PktLine.Write(words, $"unshallow {edge}");
        }

        if (flush)
        {
            words.Write(PktLine.Flush);
        }

        return true;
    }

    private int First(GitQuestion question, int wanted)
    {
        if (question.Since is not { } since)
        {
            return (int)Math.Max(0L, question.IsRelative ? (long)Edge(question) - question.Depth : (long)wanted - question.Depth + 1);
        }

        var (low, high) = (0, wanted);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = store.Commit(middle).Time < since ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private async Task SendPack(GitQuestion question, int wanted, int common, bool isDeepening, Stream to, CancellationToken cancel)
    {
        var edge = Edge(question);
        var first = isDeepening ? First(question, wanted) : common + 1;
        var plan =
            isDeepening && first == 0 && (common < 0 || edge > 0) ? PackPlan.Between(store, -1, wanted, isThin: false)
            : isDeepening || edge > 0 ? await PackPlan.Parts(store, first, wanted, common < 0 ? null : (Math.Min(edge, common), common), cancel)
            : PackPlan.Between(store, common, wanted, question.Can.Contains("thin-pack"));
        var band = question.Can.Contains("side-band-64k") || question.Can.Contains("side-band");
        var most = question.Can.Contains("side-band-64k") ? GitLimits.BandBytesMax : 995;
        try
        {
            if (band && !question.Can.Contains("no-progress"))
            {
                var said = Encoding.UTF8.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"{wanted + 1} revisions; sending {plan.Numbers.Count} objects\n")
                );
                await Band(to, WordsBand, said, most, cancel);
            }

            using var sender = new PackSender(store, bytes => band ? Band(to, PackBand, bytes, most, cancel) : to.WriteAsync(bytes, cancel).AsTask());
            await sender.Send(plan, cancel);
        }
        catch (LogException e) when (band)
        {
            await Band(to, ErrorBand, Encoding.UTF8.GetBytes(e.Message + "\n"), most, cancel);
            return;
        }

        if (band)
        {
            await to.WriteAsync(PktLine.Flush.ToArray(), cancel);
        }
    }

    private static async Task Band(Stream to, byte band, ReadOnlyMemory<byte> bytes, int most, CancellationToken cancel)
    {
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(most, bytes.Length)..])
        {
            var piece = bytes[..Math.Min(most, bytes.Length)];
            var head = new byte[PktLine.HeadBytes + 1];
            Encoding.ASCII.GetBytes((piece.Length + head.Length).ToString("x4", CultureInfo.InvariantCulture), head);
            head[PktLine.HeadBytes] = band;
            await to.WriteAsync(head, cancel);
            await to.WriteAsync(piece, cancel);
        }
    }

    /// <summary>Place of the oldest commit of a history that is cut off; 0 of a whole one.</summary>
    private int Edge(GitQuestion question) => question.Shallow.Select(s => store.FindCommit(s)).Where(i => i >= 0).DefaultIfEmpty(0).Min();

    /// <summary>Place of the newest commit that is wanted.</summary>
    private int Wanted(GitQuestion question) =>
        question.Wants.Count == 0 ? throw new LogException("malformed", "Nothing is wanted.") : question.Wants.Max(Place);

    private int Place(ObjectName want) => store.FindCommit(want) is >= 0 and var index ? index : throw new LogException("malformed", $"not our ref {want}");

    /// <summary>Place of the newest commit that both have; -1 where there is none.</summary>
    private int Common(GitQuestion question) => question.Haves.Select(h => store.FindCommit(h)).DefaultIfEmpty(-1).Max();

    private ObjectName Name(int commit) => store.Object(store.Commit(commit).Object).Name;
}
