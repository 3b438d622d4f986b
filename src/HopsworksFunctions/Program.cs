using HopsworksFunctions.Access;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Health;
using HopsworksFunctions.Hosting;
using HopsworksFunctions.Http;
using Microsoft.Azure.Functions.Worker.Builder;

// A worker that exits with 0 is never restarted, and every later request hangs.
Environment.ExitCode = 1;
var builder = FunctionsApplication.CreateBuilder(args);
builder.UseMiddleware<HostContract>();
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<Cancellation>();
builder.UseMiddleware<ProblemMiddleware>();
builder.UseMiddleware<AccountMiddleware>();
builder.UseMiddleware<SettingsMiddleware>();
builder.UseMiddleware<AccessMiddleware>();
builder.Services.ConfigureHttpJsonOptions(json => HttpJson.Configure(json.SerializerOptions));
builder.Services.AddAccounts(builder.Configuration, AddAccount).AddSingleton<AccountsHealth>();
builder.Services.AddHosting().AddTelemetry(builder.Configuration);
AddAccount(builder.Services, builder.Configuration);
builder.Build().Run();

static void AddAccount(IServiceCollection services, IConfiguration configuration) =>
    services.AddCore(configuration).AddSingleton<ClusterAccess>().AddHealth();
