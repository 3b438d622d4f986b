using System.Text;

namespace FunctionsFixture;

public sealed class HttpFunctions(IHostApplicationLifetime application)
{
    [Function("Echo")]
    public static async Task<IResult> EchoAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "post", "put", Route = "echo/{*rest}")] HttpRequest request,
        string? rest,
        FunctionContext context)
    {
        var body = await new StreamReader(request.Body).ReadToEndAsync(context.CancellationToken);
        request.HttpContext.Response.Headers["X-Fixture"] = new string[] { "one", "two" };
        return Results.Json(
            new
            {
                request.Method,
                Target = request.Path + request.QueryString.Value,
                Body = body,
                Rest = rest,
                context.InvocationId,
                request.Scheme,
                Host = $"{request.Host}",
                Headers = request.Headers.ToDictionary(header => header.Key, header => $"{header.Value}"),
            },
            statusCode: 418);
    }

    [Function("Anyone")]
    public static IResult Anyone(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "anyone")] HttpRequest request) => Results.Text("anyone");

    [Function("Environment")]
    public static IResult Env(
        [HttpTrigger(AuthorizationLevel.Admin, "get", Route = "environment")] HttpRequest request) => Results.Json(
        new
        {
            Arguments = Environment.GetCommandLineArgs(),
            Folder = Environment.CurrentDirectory,
            Variables = Environment.GetEnvironmentVariables(),
        });

    [Function("Stream")]
    public static async Task StreamAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stream")] HttpRequest request, FunctionContext context)
    {
        var response = request.HttpContext.Response;
        await response.WriteAsync("first", context.CancellationToken);
        await response.Body.FlushAsync(context.CancellationToken);
        await Release.WaitAsync("Stream", context.CancellationToken);
        await response.WriteAsync("last", context.CancellationToken);
    }

    [Function("Throw")]
    public static IResult Throw(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throw")] HttpRequest request) =>
        throw new InvalidOperationException("It is called Throw.");

    /// <summary>Only reads, so it stops when the caller hangs up.</summary>
    [Function("Look")]
    public static async Task<IResult> LookAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "wait")] HttpRequest request, CancellationToken cancellationToken)
    {
        await Release.WaitAsync("Look", cancellationToken);
        return Results.Ok();
    }

    /// <summary>Acts, so it continues when the caller hangs up.</summary>
    [Function("Act")]
    public static async Task<IResult> ActAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "wait")] HttpRequest request, CancellationToken cancellationToken)
    {
        await Release.WaitAsync("Act", cancellationToken);
        return Results.Ok();
    }

    [Function("ReleaseAll")]
    public static void ReleaseAll(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "release")] HttpRequest request) => Release.Give();

    [Function("Exit")]
    public static void Exit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "exit/{code:int}")] HttpRequest request, int code) =>
        Environment.Exit(code);

    /// <summary>Stops the app from within, as a defect could.</summary>
    [Function("Quit")]
    public void Quit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "quit")] HttpRequest request) => application.StopApplication();

    [Function("ReconcileNow")]
    public static IResult Reconcile(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "reconcile")] HttpRequest request) => Results.Text(
        $$"""
        { "outcome": "{{Environment.GetEnvironmentVariable("FIXTURE_OUTCOME") ?? "ok"}}", "notices": [], "incidents": [], "clusters": [{
          "id": "c1", "name": "dev-anna", "state": "running", "rule": "dev", "action": "stop", "reason": "windowEnd",
          "message": "outside 'office'", "done": "accepted" }] }
        """, "application/json", Encoding.UTF8);
}
