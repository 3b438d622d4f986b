using Microsoft.Azure.Functions.Worker.Builder;
using WorkerFixture;

// A test that kills the host is not the parent that could read the code.
AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine($"Exit code {Environment.ExitCode}.");
var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddHostedService<Quitter>();
builder.Build().Run();
