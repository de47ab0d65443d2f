using Moot.Kernel.Tree;

namespace Moot.Kernel;

/// <summary>The receipts of the last acts, so that the same act sent again gets the same answer.</summary>
internal sealed class RecentActs
{
    private readonly Dictionary<Hash, Receipt> receipts = [];
    private readonly Queue<Hash> order = new();

    /// <summary>The receipt of an act; null where it is not among the last <see cref="Limits.RecentActsMax"/>.</summary>
    public Receipt? Find(in Hash id) => receipts.GetValueOrDefault(id);

    /// <summary>Keeps a receipt, and lets go of the oldest.</summary>
    public void Add(Receipt receipt)
    {
        receipts.Add(receipt.Id, receipt);
        order.Enqueue(receipt.Id);
        if (order.Count > Limits.RecentActsMax)
        {
            receipts.Remove(order.Dequeue());
        }
    }
}
