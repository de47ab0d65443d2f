using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Moot.Peers;

/// <summary>An answer; its body is good until the next request on the same wire. Status 0: no answer came.</summary>
internal readonly record struct Answer(int Status, ReadOnlyMemory<byte> Body)
{
    public string Text => Encoding.UTF8.GetString(Body.Span);
}

/// <summary>One connection that stays open, with its cookies: the same for every server, and cheap, so that what is measured is the server.</summary>
/// <param name="port">Where, on this machine.</param>
internal sealed class Wire(int port) : IDisposable
{
    /// <summary>Time after which an answer is not waited for any longer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);
    private Socket? socket;
    private byte[] raw = new byte[1 << 16];
    private byte[] body = new byte[1 << 16];
    private int have;

    /// <summary>Further lines of each request's head, each with its line end.</summary>
    public string Lines { get; set; } = "";

    public Task<Answer> Get(string path, CancellationToken cancel) => Send(Head("GET", path, -1), [], cancel);

    public Task<Answer> Post(string path, IEnumerable<(string Name, string Value)> fields, CancellationToken cancel)
    {
        var form = Encoding.ASCII.GetBytes(string.Join('&', fields.Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value)}")));
        return Send(Head("POST", path, form.Length), form, cancel);
    }

    public void Dispose() => HangUp();

    private string Head(string verb, string path, int length)
    {
        var head = new StringBuilder($"{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{Lines}");
        if (length >= 0)
        {
            head.Append($"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n");
        }

        if (cookies.Count > 0)
        {
            head.Append($"Cookie: {string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}"))}\r\n");
        }

        return head.Append("\r\n").ToString();
    }

    private async Task<Answer> Send(string head, byte[] form, CancellationToken cancel)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(Patience);
        try
        {
            var to = await Connected(time.Token);
            byte[] bytes = [.. Encoding.ASCII.GetBytes(head), .. form];
            for (var sent = 0; sent < bytes.Length; )
            {
                sent += await to.SendAsync(bytes.AsMemory(sent), time.Token);
            }

            return await Receive(to, time.Token);
        }
        catch (Exception e)
            when (e is SocketException or IOException or FormatException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            HangUp();
            return new(0, Encoding.UTF8.GetBytes(e is OperationCanceledException ? $"no answer within {Patience.TotalSeconds:N0} s" : e.Message));
        }
    }

    private async Task<Socket> Connected(CancellationToken cancel)
    {
        if (socket is null)
        {
            var made = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket = made;
            await made.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancel);
        }

        return socket;
    }

    private async Task<Answer> Receive(Socket from, CancellationToken cancel)
    {
        have = 0;
        int end;
        while ((end = raw.AsSpan(0, have).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await More(from, cancel))
            {
                throw new IOException("the server hung up");
            }
        }

        var lines = Encoding.ASCII.GetString(raw, 0, end).Split("\r\n");
        var status = int.Parse(lines[0].AsSpan(9, 3));
        var (length, isChunked, isLast) = (-1, false, lines[0].StartsWith("HTTP/1.0", StringComparison.Ordinal));
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var value = line[(colon + 1)..].Trim();
            switch (line[..colon].ToLowerInvariant())
            {
                case "content-length":
                    length = int.Parse(value);
                    break;
                case "transfer-encoding":
                    isChunked = value.Contains("chunked", StringComparison.OrdinalIgnoreCase);
                    break;
                case "connection":
                    isLast = !value.Contains("keep-alive", StringComparison.OrdinalIgnoreCase);
                    break;
                case "set-cookie":
                    Note(value);
                    break;
            }
        }

        var content = isChunked ? await Chunks(from, end + 4, cancel) : await Whole(from, end + 4, status is 204 or 304 ? 0 : length, cancel);
        if (isLast || (length < 0 && !isChunked))
        {
            HangUp();
        }

        return new(status, content);
    }

    private async Task<ReadOnlyMemory<byte>> Whole(Socket from, int start, int length, CancellationToken cancel)
    {
        while (length < 0 || have < start + length)
        {
            if (!await More(from, cancel))
            {
                return length < 0 ? raw.AsMemory(start, have - start) : throw new IOException("the server hung up in the middle");
            }
        }

        return raw.AsMemory(start, length);
    }

    private async Task<ReadOnlyMemory<byte>> Chunks(Socket from, int at, CancellationToken cancel)
    {
        var filled = 0;
        while (true)
        {
            int line;
            while ((line = raw.AsSpan(at, have - at).IndexOf("\r\n"u8)) < 0)
            {
                await Need(from, cancel);
            }

            if (!Utf8Parser.TryParse(raw.AsSpan(at, line), out int size, out _, 'x'))
            {
                throw new FormatException("a chunk without its length");
            }

            at += line + 2;
            while (have < at + size + 2)
            {
                await Need(from, cancel);
            }

            if (size == 0)
            {
                return body.AsMemory(0, filled);
            }

            if (body.Length < filled + size)
            {
                Array.Resize(ref body, Math.Max(body.Length * 2, filled + size));
            }

            raw.AsSpan(at, size).CopyTo(body.AsSpan(filled));
            (filled, at) = (filled + size, at + size + 2);
        }
    }

    private async Task Need(Socket from, CancellationToken cancel)
    {
        if (!await More(from, cancel))
        {
            throw new IOException("the server hung up in the middle");
        }
    }

    private async Task<bool> More(Socket from, CancellationToken cancel)
    {
        if (have == raw.Length)
        {
            Array.Resize(ref raw, raw.Length * 2);
        }

        var read = await from.ReceiveAsync(raw.AsMemory(have), cancel);
        have += read;
        return read > 0;
    }

    private void Note(string cookie)
    {
        var pair = cookie.Split(';')[0];
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        cookies[pair[..equals]] = pair[(equals + 1)..];
    }

    private void HangUp()
    {
        socket?.Dispose();
        socket = null;
    }
}
