using HopsworksFunctions;
using HopsworksFunctions.Telemetry;
using Microsoft.Azure.Functions.Worker.Builder;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddHopsworksFunctions(builder.Configuration).AddTelemetryExport(builder.Configuration);
builder.Build().Run();
