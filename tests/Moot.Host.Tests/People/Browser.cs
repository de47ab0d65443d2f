using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Moot.Host.Tests.People;

/// <summary>What a page said.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, string Location, IReadOnlyList<string> Cookies);

/// <summary>A browser without scripts: keeps cookies, reads forms and sends them.</summary>
internal sealed partial class Browser(Village village) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Its one cookie, as it is sent; empty where it has none.</summary>
    public string Cookie { get; set; } = "";

    /// <summary>What a browser of this century says with every form.</summary>
    public string? Site { get; set; } = "same-origin";

    public Task<Answer> Get(string path) => Send(new(HttpMethod.Get, $"{village.Url}/{path}"));

    /// <summary>Opens a page and gives the key that its forms carry; empty for a stranger.</summary>
    public async Task<string> FormKey(string path = "me") => KeyField().Match((await Get(path)).Text) is { Success: true } found ? found.Groups[1].Value : "";

    /// <summary>Opens a page and sends a form of it.</summary>
    public async Task<Answer> Do(string path, params (string Name, string Value)[] fields)
    {
        var key = await FormKey();
        return await Post(path, key.Length == 0 ? fields : [("form-key", key), .. fields]);
    }

    /// <summary>Sends a form with just these fields.</summary>
    public Task<Answer> Post(string path, params (string Name, string Value)[] fields) =>
        Send(new(HttpMethod.Post, $"{village.Url}/{path}") { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) });

    public async Task<Answer> Send(HttpRequestMessage request)
    {
        using (request)
        {
            if (Cookie.Length > 0)
            {
                request.Headers.Add("Cookie", Cookie);
            }

            if (request.Method == HttpMethod.Post && Site is not null && !request.Headers.Contains("Sec-Fetch-Site"))
            {
                request.Headers.Add("Sec-Fetch-Site", Site);
            }

            using var answer = await http.SendAsync(request, Cancel);
            string[] set = answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [];
            foreach (var cookie in set.Where(c => c.StartsWith("session-", StringComparison.Ordinal)))
            {
                var pair = cookie.Split(';')[0];
                Cookie = pair.EndsWith('=') ? "" : pair;
            }

            return new(answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel), answer.Headers.Location?.ToString() ?? "", set);
        }
    }

    public Task<Answer> Join(string name, string passphrase) => Do("join", ("name", name), ("passphrase", passphrase), ("again", passphrase));

    public Task<Answer> SignIn(string name, string passphrase) => Do("sign-in", ("name", name), ("passphrase", passphrase));

    /// <summary>Writes a page; the last entry's author is whoever this browser is.</summary>
    public Task<Answer> Write(string title, string text = "Words.") => Do("edit/" + title, ("text", text), ("save", "1"));

    public void Dispose() => http.Dispose();

    [GeneratedRegex("name=\"form-key\" value=\"([0-9a-f]{64})\"")]
    private static partial Regex KeyField();
}
