using HopsworksFunctions;
using Microsoft.Azure.Functions.Worker.Builder;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddHopsworksFunctions(builder.Configuration);
builder.Build().Run();
