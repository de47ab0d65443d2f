namespace Moot.Kernel;

/// <summary>Every limit of the log's own formats, by name and unit.</summary>
public static class Limits
{
    /// <summary>Bytes of one entry: an act and the host's line (a uint16 length in an entry bundle, C2SP tlog-tiles).</summary>
    public const int EntryBytesMax = Encoding.EntryBundle.MaxEntry;

    /// <summary>Bytes kept free in an entry for the host's line.</summary>
    public const int HostLineBytesMax = 64;

    /// <summary>Bytes of one act as its author sends it.</summary>
    public const int ActBytesMax = EntryBytesMax - HostLineBytesMax;

    /// <summary>Bytes of the public one-line JSON of an act.</summary>
    public const int PublicJsonBytesMax = 32_768;

    /// <summary>Levels of objects and arrays in the public JSON.</summary>
    public const int JsonDepthMax = 4;

    /// <summary>Names in one JSON object.</summary>
    public const int JsonNamesMax = 256;

    /// <summary>Greatest integer either way: what an IEEE double holds exactly (I-JSON, RFC 7493 §2.2).</summary>
    public const long IntegerMax = 1L << 53;

    /// <summary>Bytes of an erasable body (its JSON).</summary>
    public const int BodyBytesMax = Encoding.BodyBundle.BodyBytesMax;

    /// <summary>UTF-16 characters of one prose text.</summary>
    public const int ProseCharactersMax = 20_000;

    /// <summary>Signature lines on one act: the author's and those who sign with them.</summary>
    public const int SignaturesMax = 8;

    /// <summary>Characters of a log's origin.</summary>
    public const int OriginCharactersMax = 200;

    /// <summary>Characters of a kind's name with its version.</summary>
    public const int KindCharactersMax = 64;

    /// <summary>Bytes of one blob: a page's text, a picture.</summary>
    public const int BlobBytesMax = 16 << 20;

    /// <summary>Blobs that one act brings.</summary>
    public const int BlobsMax = 8;

    /// <summary>Bytes of a submission: an act with its body and blobs.</summary>
    public const int SubmissionBytesMax = ActBytesMax + BodyBytesMax + BlobBytesMax + 4096;

    /// <summary>Acts judged and committed as one group.</summary>
    public const int GroupActsMax = 1024;

    /// <summary>Bytes of acts and bodies committed as one group.</summary>
    public const int GroupBytesMax = 8 << 20;

    /// <summary>Acts that wait for the writer before senders are made to wait too.</summary>
    public const int QueueActsMax = 8192;

    /// <summary>Acts whose ids are remembered so that the same act sent twice gets the same answer.</summary>
    public const int RecentActsMax = 65_536;

    /// <summary>Keys of one member, dead ones included.</summary>
    public const int MemberKeysMax = 64;

    /// <summary>Sponsors of one member.</summary>
    public const int SponsorsMax = 16;

    /// <summary>Time between the last needed sponsor and the recovered key's first act, in which a living key may veto.</summary>
    public static readonly TimeSpan RecoveryWait = TimeSpan.FromDays(7);

    /// <summary>Time for which somebody else's text must have been hidden, and the eraser a member, before it may be erased: a week in which anybody can bring it back.</summary>
    public static readonly TimeSpan ErasureWait = TimeSpan.FromDays(7);

    /// <summary>Time after which a recovery without enough sponsors lapses.</summary>
    public static readonly TimeSpan RecoveryOpen = TimeSpan.FromDays(90);
}
