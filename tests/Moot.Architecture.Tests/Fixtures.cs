using System.Security.Cryptography;

// Code that the rules must catch (and, beside it, code that they must let pass).
namespace Moot.Architecture.Tests.Fixture
{
    internal sealed class Registration
    {
        public Registration Reads<T>() => this;
    }

    internal sealed record Reading(string Sensor, IReadOnlyList<double> Values);

    internal sealed class DrawManager
    {
        public static int Draw() => RandomNumberGenerator.GetInt32(6);
    }
}

namespace Moot.Architecture.Tests.Fixture.Alpha
{
    internal sealed class AlphaCapability
    {
        public static Registration Register(Registration r) => r.Reads<Beta.BetaState>();
    }

    internal sealed record Lawful
    {
        public static bool Judge(Beta.BetaState state) => state is not null && Beta.BetaState.Find(1) is { Open: true };
    }

    internal sealed record Unlawful
    {
        public static bool Judge() => new[] { 1 }.Any(i => Beta.Secret.Count > i);
    }
}

namespace Moot.Architecture.Tests.Fixture.Beta
{
    internal sealed class BetaCapability
    {
        public static Registration Register(Registration r) => r.Reads<Alpha.Lawful>();
    }

    internal sealed record BetaState
    {
        public static BetaMatter? Find(int id) => id == 0 ? null : new(true);
    }

    internal sealed record BetaMatter(bool Open);

    internal static class Secret
    {
        public static int Count => 3;
    }
}
