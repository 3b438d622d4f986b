using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Core.State;
using Microsoft.Extensions.Options;
using NodaTime.TimeZones;

namespace HopsworksFunctions.Health;

/// <summary>
/// A runner of the checks. Those tagged <see cref="First"/> run first, then the others in the order they were added, because some need data
/// of earlier ones. The answer has the order in which they were added.
/// </summary>
public sealed class HealthReporter(
    IServiceProvider services, IOptions<HealthCheckServiceOptions> options, HealthReading reading,
    IConfiguration configuration, TimeProvider time)
{
    public const string First = "first";

    public async Task<HealthAnswer> ReportAsync(CancellationToken cancellationToken)
    {
        var registrations = options.Value.Registrations.ToList();
        var findings = new HealthFinding[registrations.Count];
        foreach (var registration in registrations.OrderByDescending(r => r.Tags.Contains(First)))
        {
            var started = time.GetTimestamp();
            var result = await CheckAsync(registration, cancellationToken);
            findings[registrations.IndexOf(registration)] = new(
                registration.Name, result.Status, result.Status == HealthStatus.Healthy,
                time.GetElapsedTime(started).TotalMilliseconds, result.Description ?? "");
        }
        var status = findings.Min(f => f.Status);
        return new(
            status, status == HealthStatus.Healthy, ProductVersion.Text, TzdbDateTimeZoneSource.Default.TzdbVersion,
            StateOptions.AccountOf(configuration), findings, reading.State?.LastRun);
    }

    private async Task<HealthCheckResult> CheckAsync(HealthCheckRegistration registration, CancellationToken cancellationToken)
    {
        try
        {
            // Invalid settings may prevent creating a check.
            return await registration.Factory(services).CheckHealthAsync(new() { Registration = registration }, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }
}
