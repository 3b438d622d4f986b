using HopsworksFunctions.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;

Environment.ExitCode = 1;
if (Environment.GetEnvironmentVariable("FIXTURE_EXIT_AT_START") is { } code)
    Environment.Exit(int.Parse(code, null));

// A test that kills the host is not this process's parent, so it cannot read the exit code.
AppDomain.CurrentDomain.ProcessExit += (_, _) => FunctionsFixture.Journal.Write($"exit {Environment.ExitCode}");
Console.WriteLine("fixture on stdout");
Console.Error.WriteLine("fixture on stderr");
var builder = FunctionsApplication.CreateBuilder(args);
builder.UseMiddleware<HostContract>();
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<Cancellation>();
builder.Services.AddHosting();
builder.Build().Run();
