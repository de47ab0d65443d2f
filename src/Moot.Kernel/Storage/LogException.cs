namespace Moot.Kernel.Storage;

/// <summary>A log cannot be opened or written; the message says why and what to do.</summary>
public sealed class LogException : Exception
{
    public LogException(string code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>Stable, lower-case words joined by hyphens.</summary>
    public string Code { get; }
}
