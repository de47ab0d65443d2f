using Microsoft.AspNetCore.Http;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Programs;
using Moot.Ui;

namespace Moot.Host.Door;

/// <summary>Acts in the name of the member whose token a program showed, as far as the token goes. The host vouches.</summary>
/// <param name="token">The token.</param>
/// <param name="log">The log.</param>
/// <param name="words">The language of answers.</param>
/// <param name="clock">The time.</param>
internal sealed class TokenPen(Token token, IServedLog log, Words words, TimeProvider clock) : IPen
{
    private const string Scheme = "Bearer ";

    /// <summary>First words of the addresses where people look after their account: no token opens them.</summary>
    private static readonly string[] Own = ["me", "join", "sign-in", "sign-out", "recover", "invite", "found", "keys"];

    /// <summary>The token that a request shows; null where it shows none.</summary>
    /// <exception cref="BadHttpRequestException">It is not known (401), or not good for this address (403).</exception>
    /// <param name="http">The request.</param>
    /// <param name="book">The tokens.</param>
    /// <param name="roster">Who belongs: with a member go their tokens.</param>
    /// <param name="now">The time.</param>
    public static Token? Of(HttpContext http, TokenBook book, Roster roster, Moment now)
    {
        var shown = http.Request.Headers.Authorization.ToString();
        if (!shown.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var token =
            book.Find(shown[Scheme.Length..].Trim(), now) ?? throw new BadHttpRequestException("The token is not known.", StatusCodes.Status401Unauthorized);
        if (roster.Find(token.Member) is not { Left: null })
        {
            book.Forget(token.Member);
            throw new BadHttpRequestException("The token is of somebody who left.", StatusCodes.Status401Unauthorized);
        }

        var isOwn = Own.Contains(http.Request.Path.Value?.TrimStart('/').Split('/')[0], StringComparer.OrdinalIgnoreCase);
        var isReading = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        return isOwn && !(isReading && token.Scopes.HasFlag(TokenScopes.Read))
            ? throw new BadHttpRequestException("The token is not good for this.", StatusCodes.Status403Forbidden)
            : token;
    }

    public async Task<Done> Act(Draft draft)
    {
        if (!IsInScope(draft.Kind))
        {
            return new(Verdict.Refused("token-scope", words["token.not-in-scope"]));
        }

        if (log.MirrorOf is not null)
        {
            return new((await log.Submit(ReadOnlyMemory<byte>.Empty)).Verdict); // a mirror has no key to vouch with; it says where to go
        }

        using var key = KeyFile.Read(log.Folder.IntakeKeyPath);
        var receipt = await ActPen.Send(log, token.Member, clock, draft, key);
        return new(receipt.Verdict, receipt.Index);
    }

    /// <summary>No token is good for founding, membership and keys.</summary>
    private bool IsInScope(string kind) =>
        Capabilities.Registry.Find(kind) switch
        {
            null => true, // which the writer refuses, with a sentence of its own
            { Capability.Name: "talk" } => token.Scopes.HasFlag(TokenScopes.Talk),
            { Capability.Name: "association" or "membership" } => false,
            { Name: var name } when name.StartsWith("file.", StringComparison.Ordinal) => token.Scopes.HasFlag(TokenScopes.Files),
            { Name: var name } when name.StartsWith("member.", StringComparison.Ordinal) || name.StartsWith("key.", StringComparison.Ordinal) => false,
            _ => token.Scopes.HasFlag(TokenScopes.Edit),
        };
}
