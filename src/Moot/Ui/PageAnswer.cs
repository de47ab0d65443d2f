using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging.Abstractions;

namespace Moot.Ui;

/// <summary>A page as an answer, sent whole with its length. Pages here are functions of one record: they need neither forms' state nor navigation nor streaming, which
/// would cost more than the page itself.</summary>
/// <typeparam name="TPage">The page.</typeparam>
/// <param name="parameters">Its desk and its view.</param>
internal sealed class PageAnswer<TPage>(Dictionary<string, object?> parameters) : RazorComponentResult<TPage>(parameters), IResult
    where TPage : IComponent
{
    private readonly Dictionary<string, object?> parameters = parameters;

    async Task IResult.ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        using var text = new PageText();
        await using (var renderer = new HtmlRenderer(httpContext.RequestServices, NullLoggerFactory.Instance))
        {
            await renderer.Dispatcher.InvokeAsync(async () =>
                (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).WriteHtmlTo(text)
            );
        }

        response.StatusCode = StatusCode ?? StatusCodes.Status200OK;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = Encoding.UTF8.GetByteCount(text.Written);
        Encoding.UTF8.GetBytes(text.Written, response.BodyWriter);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}

/// <summary>The characters of one page, gathered in rented memory.</summary>
internal sealed class PageText : TextWriter
{
    private const int FirstCharacters = 32 << 10;

    private char[] characters = ArrayPool<char>.Shared.Rent(FirstCharacters);
    private int count;

    public override Encoding Encoding => Encoding.UTF8;

    public ReadOnlySpan<char> Written => characters.AsSpan(0, count);

    public override void Write(char value)
    {
        Room(1)[0] = value;
        count++;
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        buffer.CopyTo(Room(buffer.Length));
        count += buffer.Length;
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    protected override void Dispose(bool disposing)
    {
        var rented = characters;
        (characters, count) = ([], 0);
        if (rented.Length > 0)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        base.Dispose(disposing);
    }

    private Span<char> Room(int more)
    {
        if (characters.Length - count < more)
        {
            var larger = ArrayPool<char>.Shared.Rent(Math.Max(characters.Length * 2, count + more));
            Written.CopyTo(larger);
            ArrayPool<char>.Shared.Return(characters);
            characters = larger;
        }

        return characters.AsSpan(count);
    }
}
