using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace Moot.Ui;

/// <summary>A page as an answer, sent whole with its length.</summary>
/// <typeparam name="TPage">The page.</typeparam>
/// <param name="parameters">Its desk and its view.</param>
internal sealed class PageAnswer<TPage>(Dictionary<string, object?> parameters) : RazorComponentResult<TPage>(parameters), IResult
    where TPage : Part
{
    private readonly Dictionary<string, object?> parameters = parameters;

    async Task IResult.ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        using var text = new PageText();
        using (var writer = new PageWriter(text, httpContext.RequestServices.GetRequiredService<HtmlEncoder>()))
        {
            writer.Write(typeof(TPage), parameters);
        }

        response.StatusCode = StatusCode ?? StatusCodes.Status200OK;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = Encoding.UTF8.GetByteCount(text.Written);
        Encoding.UTF8.GetBytes(text.Written, response.BodyWriter);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
