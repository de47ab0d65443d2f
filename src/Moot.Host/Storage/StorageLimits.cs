namespace Moot.Host.Storage;

/// <summary>Every limit of what the host keeps, by name and unit.</summary>
public static class StorageLimits
{
    /// <summary>Entries read at once; between two such reads no snapshot of the file is held.</summary>
    public const int ReadEntriesMax = 1024;

    /// <summary>Bytes of entries and bodies after which a read is cut short.</summary>
    public const int ReadBytesMax = 4 << 20;

    /// <summary>Bytes of texts and files after which a read is cut short.</summary>
    public const long ReadBlobBytesMax = 16 << 20;

    /// <summary>Connections for reading that are kept open when nobody reads.</summary>
    public const int IdleReadersMax = 8;

    /// <summary>Bytes of a database page. Measured: pages of 4 KiB make groups of 100 acts half as slow again, pages of 16 KiB single acts a tenth slower.</summary>
    public const int PageBytes = 8192;

    /// <summary>Pages that one connection keeps in memory.</summary>
    public const int CachePages = 2048;

    /// <summary>Pages in the write-ahead log after which they are moved into the file.</summary>
    public const int WalPages = 1024;

    /// <summary>Bytes of the write-ahead log beyond which the writer waits for readers, so that it cannot grow for ever.</summary>
    public const long WalBytesMax = 64L << 20;

    /// <summary>Milliseconds for which the writer waits for another program that holds the file.</summary>
    public const int BusyMilliseconds = 5000;

    /// <summary>Milliseconds for which the writer waits for readers when it wants to empty the write-ahead log; after that it tries again with the next group.</summary>
    public const int TruncateMilliseconds = 200;

    /// <summary>Bytes of one of the two slots of a checkpoint lock.</summary>
    public const int LockSlotBytes = 4096;

    /// <summary>Refused acts that are kept for their authors.</summary>
    public const int RefusalsMax = 10_000;

    /// <summary>Bytes of all refused acts that are kept.</summary>
    public const long RefusalBytesMax = 64L << 20;

    /// <summary>Time for which a refused act is kept for its author.</summary>
    public static readonly TimeSpan RefusalKept = TimeSpan.FromDays(30);
}
