namespace Moot.Host.Gits;

/// <summary>Limits of what is served to git.</summary>
internal static class GitLimits
{
    /// <summary>Bytes of a question, unpacked: about 80,000 commits that somebody has.</summary>
    public const int QuestionBytesMax = 4 << 20;

    /// <summary>Bytes that go out in one packet of the side band (gitprotocol-pack: 65,520 with its length, less the length and the band).</summary>
    public const int BandBytesMax = 65_515;

    /// <summary>Steps from a text that is stored whole to one that is stored by what differs; git's own default.</summary>
    public const int StepsMin = 50;

    /// <summary>The same for large folders, which differ by one line from commit to commit.</summary>
    public const int StepsMax = 1000;

    /// <summary>Bytes of a folder's list for each further step.</summary>
    public const int BytesPerStep = 256;

    /// <summary>Bytes of a text that is stored by what differs from the one before; a longer one is stored whole.</summary>
    public const int DeltaBytesMax = 8 << 20;

    /// <summary>Commits that are made before they are noted on disk.</summary>
    public const int BatchCommits = 2_000;

    /// <summary>Bytes of objects that are made before they are put on disk.</summary>
    public const int BatchBytes = 32 << 20;

    /// <summary>Bytes of texts that are remembered while commits are made.</summary>
    public const int TextsBytesMax = 16 << 20;

    /// <summary>Parts of the history (shallow clones) that are collected at once, of all visitors.</summary>
    public const int CollectingMax = 2;

    /// <summary>Bytes of the name of a file or folder; most disks take 255.</summary>
    public const int NameBytesMax = 200;
}
