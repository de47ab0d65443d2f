using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Moot.Host.Door;

/// <summary>Tells addresses apart without keeping them: under a key that is made when the program starts and never leaves it.</summary>
internal sealed class Addresses
{
    /// <summary>Bytes of an IPv6 address that one customer of a provider has to themselves: /64 (RFC 6177).</summary>
    private const int PrefixBytes = 8;

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    /// <summary>A number for the address from which a request came.</summary>
    /// <remarks>A proxy on this machine is believed, as to the last address that it wrote into <c>X-Forwarded-For</c>; nobody else is.</remarks>
    public ulong Of(HttpContext http)
    {
        var remote = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (
            IPAddress.IsLoopback(remote)
            && http.Request.Headers["X-Forwarded-For"] is [.., { Length: > 0 } forwarded]
            && IPAddress.TryParse(forwarded.AsSpan(forwarded.LastIndexOf(',') + 1).Trim(), out var told)
        )
        {
            remote = told;
        }

        return Of(remote);
    }

    /// <summary>A number for an address: the same for all of an IPv6 /64.</summary>
    public ulong Of(IPAddress address)
    {
        var whole = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        var prefix = whole.Length == 16 && address.AddressFamily == AddressFamily.InterNetworkV6 ? whole.AsSpan(0, PrefixBytes) : whole;
        return BinaryPrimitives.ReadUInt64LittleEndian(HMACSHA256.HashData(key, prefix));
    }
}
