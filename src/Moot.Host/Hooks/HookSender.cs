using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Moot.Kernel.Acts;

namespace Moot.Host.Hooks;

/// <summary>Tells an address something, signed (Standard Webhooks: HMAC-SHA256 over id, time and body).</summary>
/// <remarks>No redirects, no proxy, no cookies, a new connection each time, and of the answer nothing but its status.</remarks>
internal sealed class HookSender : IDisposable
{
    /// <summary>Time for connecting, sending and the head of the answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Kilobytes of an answer's head; its body is not read.</summary>
    private const int AnswerHeadKilobytesMax = 16;

    private readonly HttpClient http;

    public HookSender(HookTargets targets) =>
        http = new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                ConnectCallback = targets.Connect,
                ConnectTimeout = Patience,
                MaxResponseHeadersLength = AnswerHeadKilobytesMax,
                MaxResponseDrainSize = 0,
                PooledConnectionLifetime = TimeSpan.Zero,
            }
        )
        {
            Timeout = Patience,
        };

    /// <summary>The signature of a message.</summary>
    public static string Signature(ReadOnlySpan<byte> secret, string id, string seconds, ReadOnlySpan<byte> body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, [.. Encoding.UTF8.GetBytes($"{id}.{seconds}."), .. body]));

    /// <summary>Tells it: the status of the answer, or what went wrong.</summary>
    public async Task<(int? Status, string Trouble)> Send(string url, byte[] secret, string id, byte[] body, Moment now, CancellationToken cancel)
    {
        if (HookTargets.Read(url) is not { } address)
        {
            return (null, "url-wrong");
        }

        var seconds = (now.Milliseconds / 1000).ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", seconds);
        request.Headers.Add("webhook-signature", Signature(secret, id, seconds, body));
        request.Headers.UserAgent.ParseAdd("Moot");
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? "" : "status");
        }
        catch (HttpRequestException e) when (e.InnerException is HookRefusedException refused)
        {
            return (null, refused.Code);
        }
        catch (HookRefusedException refused)
        {
            return (null, refused.Code);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (null, "unreachable");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, "too-slow");
        }
    }

    public void Dispose() => http.Dispose();
}
