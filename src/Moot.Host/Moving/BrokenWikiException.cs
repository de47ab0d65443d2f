namespace Moot.Host.Moving;

/// <summary>A wiki's file cannot be read further. What was read before stands.</summary>
/// <param name="sentence">What is wrong.</param>
/// <param name="line">Line, from 1.</param>
/// <param name="column">Character of the line, from 1.</param>
/// <param name="lineByte">Byte at which the line begins, from 0, in the unpacked file; null where that is not known.</param>
/// <param name="cause">What was thrown.</param>
internal sealed class BrokenWikiException(string sentence, long line, long column, long? lineByte, Exception? cause = null)
    : Exception($"Line {line}, character {column}{(lineByte is { } at ? $" (the line begins at byte {at})" : "")}: {sentence}", cause)
{
    /// <summary>Line, from 1.</summary>
    public long Line => line;

    /// <summary>Byte at which the line begins.</summary>
    public long? LineByte => lineByte;
}
