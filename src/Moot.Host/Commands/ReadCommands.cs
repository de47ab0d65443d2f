using System.CommandLine;
using System.Text.Json.Nodes;
using Moot.Kernel;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Commands;

/// <summary><c>moot log</c> and <c>moot show</c>: what stands in a log.</summary>
internal static class ReadCommands
{
    private static Argument<string> PlaceArgument => new("DIR|URL") { Description = "The association: its folder or its address." };

    public static Command Log()
    {
        var place = PlaceArgument;
        var from = new Option<long?>("--from") { Description = "First entry." };
        var limit = new Option<long?>("--limit") { Description = "How many entries at the most." };
        return new Command("log", "List the entries of a log.") { place, from, limit }.Does(
            async (parsed, terminal, cancel) =>
            {
                using var log = await Place.Open(parsed.GetRequiredValue(place), integrity: false, cancel);
                var start = parsed.GetValue(from) ?? 0;
                if (start < 0 || parsed.GetValue(limit) < 0)
                {
                    throw new LogException("bad-number", "--from and --limit take whole numbers from 0.");
                }

                var size = log.Checkpoint.Size;
                if (start > size)
                {
                    throw new LogException("no-such-entry", $"There is no entry {start}; the log has {size}, counted from 0.");
                }

                foreach (var stored in log.Read(start, start + Math.Min(parsed.GetValue(limit) ?? long.MaxValue, size - start)))
                {
                    cancel.ThrowIfCancellationRequested();
                    var entry = EntryLine.Parse(stored);
                    terminal.Answer(EntryLine.Text(entry, stored.Body), EntryLine.Json(entry, stored.Body));
                }

                return 0;
            }
        );
    }

    public static Command Show()
    {
        var place = PlaceArgument;
        var index = new Argument<long>("INDEX") { Description = "Number of the entry." };
        var proof = new Option<string?>("--proof") { Description = "Write a proof that the entry is in the log (a .tlog-proof file) to this file." };
        return new Command("show", "Show one entry as it stands in the log.") { place, index, proof }.Does(
            async (parsed, terminal, cancel) =>
            {
                using var log = await Place.Open(parsed.GetRequiredValue(place), integrity: false, cancel);
                var wanted = parsed.GetValue(index);
                if (wanted < 0 || wanted >= log.Checkpoint.Size)
                {
                    throw new LogException("no-such-entry", $"There is no entry {wanted}; the log has {log.Checkpoint.Size}, counted from 0.");
                }

                var stored = log.Read(wanted, wanted + 1).Single();
                var entry = EntryLine.Parse(stored);
                if (parsed.GetValue(proof) is { } file)
                {
                    await File.WriteAllBytesAsync(file, Prove(log, wanted).Write(), cancel);
                    terminal.Note($"Proof written to {file}.");
                }

                var body = stored.Body.State switch
                {
                    BodyState.Present => $"salt {stored.Body.Salt.ToBase64()}\n{System.Text.Encoding.UTF8.GetString(stored.Body.Bytes.Span)}",
                    BodyState.Hidden => "(its text is hidden)",
                    BodyState.Erased => "(its text was erased)",
                    _ => "(no text)",
                };
                var json = EntryLine.Json(entry, stored.Body);
                json["leaf"] = Hash.Leaf(stored.Bytes.Span).ToHex();
                json["entry"] = System.Text.Encoding.UTF8.GetString(stored.Bytes.Span);
                terminal.Answer($"{System.Text.Encoding.UTF8.GetString(stored.Bytes.Span)}\n{body}", json);
                return 0;
            }
        );
    }

    private static TlogProof Prove(Place log, long index)
    {
        var tree = new HashTree();
        foreach (var entry in log.Read(0, log.Checkpoint.Size))
        {
            tree.Append(Hash.Leaf(entry.Bytes.Span));
        }

        return SignedNote.TryParse(log.Note, out var note, out var error)
            ? new TlogProof(index, tree.InclusionProof(index, log.Checkpoint.Size), note)
            : throw new LogException("bad-checkpoint", error);
    }
}
