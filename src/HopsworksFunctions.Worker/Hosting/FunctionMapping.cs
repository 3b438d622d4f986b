using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Hosting;

internal static partial class FunctionMapping
{
    private const string AppRootSetting = "FUNCTIONS_APP_ROOT_PATH";

    /// <summary>Serves every registered function, and answers with a JSON object whatever else goes wrong.</summary>
    public static void MapFunctions(this WebApplication app, IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        var functions = FunctionRegistry.All;
        var routePrefix = RoutePrefix.Read(app.Configuration[AppRootSetting] ?? AppContext.BaseDirectory);
        RefuseAmbiguousAddresses(functions, routePrefix);

        app.Use(AnswerFailuresAsync);
        var invoker = new FunctionInvoker(middleware, app.Services.GetRequiredService<ILogger<FunctionInvoker>>());
        new FunctionEndpoints(invoker, app.Lifetime).Map(app, functions, routePrefix);
        app.Lifetime.ApplicationStarted.Register(() => Log.Ready(app.Logger, functions.Count, app.Configuration[WorkerHosting.PortSetting]!));
    }

    private static async Task AnswerFailuresAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            Log.Unanswered(http.RequestServices.GetRequiredService<ILogger<FunctionInvoker>>(), e, http.Request.Method, http.Request.Path);
            var status = e is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
            await HostAnswer.FailAsync(http, status, $"The worker failed: {e.GetType().Name}.");
        }
    }

    /// <summary>Without a prefix, an HTTP route may be the very address at which the host invokes a timer.</summary>
    private static void RefuseAmbiguousAddresses(IReadOnlyList<RegisteredFunction> functions, string routePrefix)
    {
        var invoked = functions.Where(function => function.Trigger != Trigger.Http).ToLookup(function => function.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var function in functions.Where(function => function.Trigger == Trigger.Http))
        {
            var address = $"{routePrefix}/{function.Route}".Trim('/');
            if (invoked[address].FirstOrDefault() is { } other)
                throw new InvalidOperationException($"The route of {function.EntryPoint} is /{address}, where the host invokes {other.EntryPoint}: change the route, or routePrefix in host.json.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Count} functions answer on 127.0.0.1:{Port}.")]
        public static partial void Ready(ILogger logger, int count, string port);

        [LoggerMessage(LogLevel.Error, "{Method} {Path} failed before a function ran.")]
        public static partial void Unanswered(ILogger logger, Exception exception, string method, string path);
    }
}
