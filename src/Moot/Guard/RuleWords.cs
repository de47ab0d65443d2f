using Moot.Kernel.Acts;

namespace Moot.Guard;

/// <summary>The words by which choices of a rule are named in keys and fields.</summary>
internal static class RuleWords
{
    /// <summary>The word of a choice.</summary>
    public static string Of<T>(T choice)
        where T : struct, Enum => WordJson<T>.Word(choice);
}
