using System.Net;
using System.Net.Sockets;

namespace Moot.Host.Hooks;

/// <summary>Which addresses a webhook may lead to. A member must not be able to make the host ask what only the host can reach: its own machine, its network, or the
/// machine's provider.</summary>
/// <param name="IsPrivateAllowed">True where the keeper of the host says that private addresses are fine.</param>
/// <param name="Resolve">Finds the addresses of a name.</param>
internal sealed record HookTargets(bool IsPrivateAllowed, Func<string, CancellationToken, Task<IPAddress[]>> Resolve)
{
    /// <summary>Public addresses alone, as the system resolves names.</summary>
    public static HookTargets Usual { get; } = new(IsPrivateAllowed: false, static (name, cancel) => Dns.GetHostAddressesAsync(name, cancel));

    /// <summary>IPv4 that is nobody's on the Internet (IANA special-purpose registry, RFC 6890), and multicast.</summary>
    private static readonly IPNetwork[] Special4 =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10", // carriers' networks
            "127.0.0.0/8",
            "169.254.0.0/16", // link-local, where clouds keep their secrets
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>IPv6 that is in use on the Internet.</summary>
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>What lies in it and is special: Teredo and other protocols, documentation, and 6to4, which has an IPv4 address inside.</summary>
    private static readonly IPNetwork[] Special6 = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    /// <summary>IPv4 as a network without it reaches it (RFC 6052): the last four bytes are the address.</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>True for an address that anybody on the Internet can reach.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return IsPublic(address.MapToIPv4());
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !Special4.Any(n => n.Contains(address));
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            && address.ScopeId == 0
            && (
                Nat64.Contains(address)
                    ? IsPublic(new IPAddress(address.GetAddressBytes().AsSpan(12)))
                    : Global6.Contains(address) && !Special6.Any(n => n.Contains(address))
            );
    }

    /// <summary>Reads an address; null where it is none that can be told: http or https, a host, nobody's password.</summary>
    public static Uri? Read(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var read)
        && (string.Equals(read.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal) || string.Equals(read.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal))
        && read is { UserInfo.Length: 0, IdnHost.Length: > 0, Port: > 0 }
            ? read
            : null;

    /// <summary>The addresses of a host, all of which may be asked.</summary>
    /// <exception cref="HookRefusedException">It has none, or one that may not.</exception>
    public async Task<IPAddress[]> Addresses(string host, CancellationToken cancel)
    {
        IPAddress[] found;
        try
        {
            found = IPAddress.TryParse(host, out var literal) ? [literal] : await Resolve(host, cancel);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new HookRefusedException("unknown-host", e);
        }

        return found.Length == 0 ? throw new HookRefusedException("unknown-host")
            : IsPrivateAllowed || found.All(IsPublic) ? found
            : throw new HookRefusedException("private-address");
    }

    /// <summary>Connects to one of just those addresses that were looked at: a name that means another address a moment later leads nowhere else.</summary>
    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var addresses = await Addresses(context.DnsEndPoint.Host, cancel);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>An address that a webhook may not lead to.</summary>
/// <param name="code">Why: pages have words for it.</param>
/// <param name="inner">What went wrong before.</param>
internal sealed class HookRefusedException(string code, Exception? inner = null) : Exception(code, inner)
{
    /// <summary>Why.</summary>
    public string Code { get; } = code;
}
