using Microsoft.AspNetCore.Http;

namespace Moot.Ui;

/// <summary>Receives whoever asks, and gives them a desk.</summary>
public interface IReception
{
    /// <summary>The desk for a request.</summary>
    ValueTask<Desk> Receive(HttpContext http);
}
