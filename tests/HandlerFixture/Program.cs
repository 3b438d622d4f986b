// A custom handler that does what its functions are called, so that tests can see how a host takes it.
using System.Collections.Concurrent;
using System.Net;

var exitAtStart = Environment.GetEnvironmentVariable("FIXTURE_EXIT_AT_START");
if (exitAtStart is not null)
    return int.Parse(exitAtStart, null);

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
if (Environment.GetEnvironmentVariable("FIXTURE_NEVER_LISTENS") is null)
{
    var port = int.Parse(Environment.GetEnvironmentVariable("FUNCTIONS_CUSTOMHANDLER_PORT")!, null);
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
}
else
{
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
}

var app = builder.Build();
var requests = new ConcurrentQueue<object>();
var release = new TaskCompletionSource();

app.Use(async (context, next) =>
{
    if (context.Request.Method != "GET" || context.Request.Path == "/")
    {
        context.Request.EnableBuffering();
        var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
        context.Request.Body.Position = 0;
        requests.Enqueue(Seen(context.Request, body));
    }
    await next(context);
});

app.MapGet("/", () => Results.NotFound());
app.MapPost("/Ok", () => Results.Json(new { }));
app.MapPost("/Frequent", () => Results.Json(new { }));
app.MapPost("/Logging", () => Results.Json(new { Outputs = new { }, Logs = new[] { "first line", "second line" } }));
app.MapPost("/Empty", () => Results.Ok());
app.MapPost("/Null", () => Results.Text("null", "application/json"));
app.MapPost("/NoContent", () => Results.NoContent());
app.MapPost("/Text", () => Results.Text("done"));
app.MapPost("/Failing", () => Results.Json(new { }, statusCode: 500));
app.MapPost("/Slow", async () =>
{
    await release.Task;
    return Results.Json(new { });
});

app.MapGet("/api/seen", () => requests);
app.MapGet("/api/environment", () => Environment.GetEnvironmentVariables());
app.MapPost("/api/release", () => release.TrySetResult());
app.MapPost("/api/exit/{code:int}", (int code) => Environment.Exit(code));
app.MapPost("/api/reconcile", (bool dryRun) => Results.Json(new
{
    outcome = Environment.GetEnvironmentVariable("FIXTURE_OUTCOME") ?? "ok",
    dryRun,
    clusters = new[]
    {
        new { id = "c1", name = "dev-anna", state = "running", rule = "dev", action = "stop", reason = "windowEnd", message = "outside 'office'", done = "accepted" },
    },
    notices = Array.Empty<object>(),
    incidents = Array.Empty<object>(),
}));
app.MapGet("/api/stream", async (HttpResponse response) =>
{
    await response.WriteAsync("first");
    await response.Body.FlushAsync();
    await release.Task;
    await response.WriteAsync("last");
});
app.MapMethods("/api/echo/{*rest}", ["GET", "POST", "PUT"], async (HttpRequest request) =>
{
    var body = await new StreamReader(request.Body).ReadToEndAsync();
    request.HttpContext.Response.Headers["X-Fixture"] = new string[] { "one", "two" };
    return Results.Json(Seen(request, body), statusCode: 418);
});

Console.WriteLine("fixture on stdout");
Console.Error.WriteLine("fixture on stderr");

// No fixture outlives its test run, whatever becomes of that.
_ = Task.Delay(TimeSpan.FromMinutes(2), TimeProvider.System).ContinueWith(_ => Environment.Exit(99), TaskScheduler.Default);
await app.RunAsync();
return 1;

static object Seen(HttpRequest request, string body) => new
{
    request.Method,
    Target = request.Path + request.QueryString.Value,
    Headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
    Body = body,
};
