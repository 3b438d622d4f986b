using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>The addresses at which the host calls the functions.</summary>
internal sealed class FunctionEndpoints(FunctionInvoker invoker, IHostApplicationLifetime application)
{
    public void Map(IEndpointRouteBuilder app, IReadOnlyList<RegisteredFunction> functions, string routePrefix)
    {
        app.MapGet("/", http => http.Response.WriteAsync("ready"));
        foreach (var function in functions)
        {
            if (function.Trigger != Trigger.Http)
                app.MapPost($"/{function.Name}", http => AnswerHostAsync(http, function));
            else if (function.Methods.IsEmpty)
                app.Map($"{routePrefix}/{function.Route}", http => AnswerRequestAsync(http, function));
            else
                app.MapMethods($"{routePrefix}/{function.Route}", function.Methods, http => AnswerRequestAsync(http, function));
        }
        app.MapFallback("{*path}", http =>
            HostAnswer.FailAsync(http, StatusCodes.Status404NotFound, $"No function answers {http.Request.Method} {http.Request.Path}."));
    }

    /// <summary>A timer or a queue: the host posts the trigger's value as JSON.</summary>
    private async Task AnswerHostAsync(HttpContext http, RegisteredFunction function)
    {
        InvocationContext context;
        using var waited = WhileAwaited(http);
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            var invocation = new HostInvocation(body.RootElement);
            var value = invocation.TriggerValue(function) ?? throw new JsonException($"It has no value for '{function.Binding}'.");
            context = new InvocationContext(function, http, value, invocation.Metadata, waited.Token);
        }
        catch (JsonException)
        {
            await HostAnswer.FailAsync(http, StatusCodes.Status400BadRequest, $"The invocation of {function.Name} is not JSON that the worker understands.");
            return;
        }
        await (await invoker.TryInvokeAsync(context, http) is { } failure
            ? HostAnswer.FailAsync(http, StatusCodes.Status500InternalServerError,
                $"Function {function.Name} failed: {failure.GetType().Name}; the log has the rest under invocation {context.InvocationId}.")
            : HostAnswer.SucceedAsync(http));
    }

    /// <summary>HTTP: the host forwards the caller's request and gives back our response as it is.</summary>
    private async Task AnswerRequestAsync(HttpContext http, RegisteredFunction function)
    {
        using var waited = WhileAwaited(http);
        var context = new InvocationContext(function, http, http.Request, http.Request.RouteValues.ToImmutableDictionary(), waited.Token);
        context.Items[FunctionContextExtensions.HttpContextKey] = http;
        if (await invoker.TryInvokeAsync(context, http) is not { } failure)
            return;
        if (http.Response.HasStarted)
        {
            // Cut off, so that half an answer is not taken for a whole one.
            http.Abort();
            return;
        }
        http.Response.Clear();
        await (failure is BadHttpRequestException bad
            ? Results.Problem(statusCode: bad.StatusCode, detail: bad.Message)
            : Results.Problem(statusCode: StatusCodes.Status500InternalServerError,
                detail: $"Function {function.Name} failed; the log has the rest under invocation {context.InvocationId}.")).ExecuteAsync(http);
    }

    private CancellationTokenSource WhileAwaited(HttpContext http) =>
        CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, application.ApplicationStopping);
}
