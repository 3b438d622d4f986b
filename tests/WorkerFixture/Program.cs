using Microsoft.Azure.Functions.Worker.Builder;
using WorkerFixture;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddHostedService<Quitter>();
builder.Build().Run();
