// A run for each instant that comes as a line of standard input.
using System.Globalization;
using CrashFixture;
using HopsworksFunctions;
using HopsworksFunctions.Core.Reconciliation;

var clock = new SettableTime();
var builder = Host.CreateEmptyApplicationBuilder(null);
builder.Configuration.AddEnvironmentVariables();
builder.Services.AddSingleton<TimeProvider>(clock).AddHopsworksFunctions(builder.Configuration);
using var app = builder.Build();
var runs = app.Services.GetRequiredService<RunGate>();
for (var run = 1; Console.ReadLine() is { } instant; run++)
{
    clock.Set(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture));
    var report = await runs.RunAsync(new($"{Environment.ProcessId}-{run}", "timer"), default);
    Console.WriteLine($"run {run}: {report.Outcome} {report.Error}");
}
