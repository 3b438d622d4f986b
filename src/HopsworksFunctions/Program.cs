using HopsworksFunctions.Core;
using HopsworksFunctions.Health;
using HopsworksFunctions.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;

// A worker that ends with 0 is never restarted, and every later request hangs.
Environment.ExitCode = 1;
var builder = FunctionsApplication.CreateBuilder(args);
builder.UseMiddleware<HostContract>();
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<Cancellation>();
builder.Services.AddCore(builder.Configuration).AddHealth().AddHosting().AddTelemetry(builder.Configuration);
builder.Build().Run();
