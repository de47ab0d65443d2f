using System.Collections.Immutable;
using System.Text;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Erasure;
using Moot.Kernel.Tree;
using Moot.Ui;

namespace Moot.Following;

/// <summary>One entry of the log: in words, as it was signed, and the proof that it is there.</summary>
/// <param name="Line">The act in words.</param>
/// <param name="Assurance">How sure one can be of the author.</param>
/// <param name="Leaf">The leaf, as it is kept.</param>
/// <param name="Hash">Its hash in the tree.</param>
/// <param name="Body">The words that lie beside it, as JSON; null where there are none or they are out of sight.</param>
/// <param name="State">What became of those words.</param>
/// <param name="Withdrawal">Who took them out of sight, and why; null where nobody did.</param>
/// <param name="Path">The hashes that lead from the leaf to the checkpoint's root.</param>
public sealed record EntryView(
    ActLineView Line,
    Assurance Assurance,
    string Leaf,
    Hash Hash,
    string? Body,
    BodyState State,
    Withdrawal? Withdrawal,
    ImmutableArray<Hash> Path
)
{
    /// <summary>UTF-16 characters of a leaf or body that are shown; the whole lies in the log's files.</summary>
    public const int ShownCharactersMax = 200_000;

    /// <summary>The view of an entry; null where there is none under the checkpoint.</summary>
    public static EntryView? Of(Desk desk, long index)
    {
        var size = desk.Head.Checkpoint.Size;
        if (index < 0 || index >= size || ReadAct.Of(desk.Store, desk.World.Registry, index) is not { } act)
        {
            return null;
        }

        var withdrawal = desk.State<Erasures>().Find(index);
        var body = desk.Store.Read(index, index + 1).Select(e => e.Body).First();
        var isShown = withdrawal is null && body.State == BodyState.Present;
        return new(
            ActLineViews.Of(desk, act),
            act.Entry.Assurance,
            Cut(Encoding.UTF8.GetString(act.Entry.Bytes.Span)),
            Hash.Leaf(act.Entry.Bytes.Span),
            isShown ? Cut(Encoding.UTF8.GetString(body.Bytes.Span)) : null,
            withdrawal is null ? body.State
                : withdrawal.IsErased ? BodyState.Erased
                : BodyState.Hidden,
            withdrawal,
            desk.Served.Log.Tree.InclusionProof(index, size)
        );
    }

    /// <summary>The proof as a file that other programs check (C2SP tlog-proof); null where there is no such entry.</summary>
    public static byte[]? Proof(Desk desk, long index) =>
        index >= 0 && index < desk.Head.Checkpoint.Size && SignedNote.TryParse(desk.Head.Note, out var note, out _)
            ? new TlogProof(index, desk.Served.Log.Tree.InclusionProof(index, desk.Head.Checkpoint.Size), note).Write()
            : null;

    private static string Cut(string text) => text.Length <= ShownCharactersMax ? text : text[..ShownCharactersMax] + "…";
}
