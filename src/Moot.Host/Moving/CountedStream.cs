namespace Moot.Host.Moving;

/// <summary>Passes bytes on and remembers at which byte each of the last lines began.</summary>
/// <param name="inner">The bytes.</param>
internal sealed class CountedStream(Stream inner) : Stream
{
    private readonly long[] starts = new long[MovingLimits.LineStartsMax];
    private long lines;
    private long passed;
    private bool wasReturn;

    /// <summary>Bytes that were read.</summary>
    public long Passed => passed;

    /// <summary>The byte at which a line begins (lines count from 1); null where that is too long ago.</summary>
    public long? StartOf(long line) =>
        line == 1 ? 0
        : line < 2 || line - 2 >= lines || lines - (line - 2) > starts.Length ? null
        : starts[(line - 2) % starts.Length];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => passed;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Note(buffer[..read]);
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>A line ends with LF, CR LF or CR, as XML counts.</summary>
    private void Note(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; )
        {
            if (wasReturn)
            {
                wasReturn = false;
                at += bytes[at] == (byte)'\n' ? 1 : 0;
                starts[lines++ % starts.Length] = passed + at;
                continue;
            }

            var next = bytes[at..].IndexOfAny((byte)'\n', (byte)'\r');
            if (next < 0)
            {
                break;
            }

            at += next + 1;
            if (bytes[at - 1] == (byte)'\r')
            {
                wasReturn = true;
            }
            else
            {
                starts[lines++ % starts.Length] = passed + at;
            }
        }

        passed += bytes.Length;
    }
}
