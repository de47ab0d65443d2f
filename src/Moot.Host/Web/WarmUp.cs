using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Moot.Commons;
using Moot.Commons.Texts;

namespace Moot.Host.Web;

/// <summary>Asks a server that was just started for what people look at first, before anybody else is answered: code is compiled and lists are read once and at the beginning.</summary>
internal sealed class WarmUp
{
    /// <summary>By this header its own requests are known; nobody else knows the word.</summary>
    private const string Header = "Moot-Warm-Up";

    private readonly string word = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>It takes half a second on a small machine; nobody is kept waiting longer than this.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(3);

    /// <summary>Asks, one after the other; what fails is left to whoever asks for it next.</summary>
    /// <param name="address">Where the server is.</param>
    /// <param name="room">The association that is looked at.</param>
    /// <param name="root">Where it lies, with a slash at its end.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task Run(Uri address, Room room, string root, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeMax);
        try
        {
            foreach (var path in Paths(room))
            {
                await Ask(address, root + path, limit.Token);
            }
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            // The server is there all the same: only the first to come waits.
        }
        finally
        {
            done.TrySetResult();
        }
    }

    /// <summary>Lets everybody wait until it is done, but for what it asks itself.</summary>
    public async Task Gate(HttpContext http, RequestDelegate next)
    {
        if (!done.Task.IsCompleted && !string.Equals(http.Request.Headers[Header], word, StringComparison.Ordinal))
        {
            await done.Task.WaitAsync(http.RequestAborted);
        }

        await next(http);
    }

    /// <summary>The front, and the page that changed last with what belongs to it.</summary>
    private static IEnumerable<string> Paths(Room room)
    {
        yield return "";
        yield return "pages";
        var world = room.Log.Head.World;
        if (world.Get<Moot.Deciding.Assembly>().Matters is { IsEmpty: false } matters)
        {
            yield return $"matter/{matters.Keys.Last()}";
        }

        var library = world.Get<Library>();
        if (library.Revisions.Count == 0)
        {
            yield break;
        }

        var newest = library.Revisions[library.Revisions.Count - 1];
        if (library.Find(newest.Page) is { } page && TitleIndex.Of(room.Served).TitleOf(world, page) is { } title)
        {
            yield return "page/" + Titles.ToSlug(title);
            yield return "history/" + Titles.ToSlug(title);
            yield return "edit/" + Titles.ToSlug(title);
        }

        if (newest.From is { } before)
        {
            yield return $"diff/{before}/{newest.Entry}";
        }
    }

    private async Task Ask(Uri address, string path, CancellationToken cancel)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.DnsSafeHost, address.Port, cancel);
        var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\n{Header}: {word}\r\nConnection: close\r\n\r\n"),
            cancel
        );
        var answer = new byte[16 << 10];
        while (await stream.ReadAsync(answer, cancel) > 0)
        {
            // It is thrown away: what counts is that it was made.
        }
    }
}
