using System.Reflection;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Incidents;
using HopsworksFunctions.Core.KeepLinks;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.Telemetry;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Health;

/// <summary>Tries, one by one, everything that a run needs: settings, API key, Hopsworks, policies, state, channels, links, and how the last run ended.</summary>
public sealed class HealthCheck(IServiceProvider services, IConfiguration configuration, TimeProvider time)
{
    public static string Version { get; } =
        typeof(HealthCheck).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public async Task<HealthReport> CheckAsync(CancellationToken cancellationToken)
    {
        var account = configuration[nameof(StateOptions.Account)] ?? "default";
        FinishedRun? last = null;
        AccountState? state = null;
        PolicySet? policies = null;
        List<HealthFinding> checks =
        [
            await TryAsync("settings", () => Task.FromResult(Settings.Problem(services) is { } problem ? throw new UnhealthyException(problem) : "valid")),
            await TryAsync("apiKey", async () => await ApiKeyAsync(cancellationToken)),
            await TryAsync("hopsworks", async () => await HopsworksAsync(cancellationToken)),
            await TryAsync("policies", PoliciesAsync),
            await TryAsync("state", StateAsync),
            await TryAsync("channels", () => Task.FromResult(ChannelText(policies, state))),
            await TryAsync("links", async () => await services.GetRequiredService<KeepLinkSigner>().DescribeAsync(cancellationToken)),
            await TryAsync("lastRun", () => Task.FromResult(LastRunText(last))),
            await TryAsync("incidents", () => Task.FromResult(IncidentText(state))),
        ];
        if (services.GetService<TelemetryProblem>() is { } telemetry)
            checks.Add(await TryAsync("telemetry", () => throw new DegradedException(telemetry.Message)));
        var status = checks.Max(c => c.Status);
        return new(status, status == HealthStatus.Healthy, Version, account, checks, last);

        async Task<string> PoliciesAsync()
        {
            var reading = await services.GetRequiredService<IPolicySource>().ReadAsync(remember: false, cancellationToken);
            policies = reading.Policies;
            return (reading.Policies, reading.Error) switch
            {
                ({ } valid, null) => $"version {valid.Version}, {valid.Rules.Count} rules",
                ({ } old, { } error) => throw new UnhealthyException($"{error} Version {old.Version} stays in force."),
                (null, var error) => throw new UnhealthyException(error ?? "there are none"),
            };
        }

        async Task<string> StateAsync()
        {
            state = await services.GetRequiredService<IAccountStore>().LoadAsync(cancellationToken);
            last = state.LastRun;
            return state.Damaged.Count == 0
                ? $"{state.Records.Count} clusters are remembered"
                : throw new UnhealthyException(string.Join("; ", state.Damaged.Select(Damage.Sentence)));
        }
    }

    private async Task<HealthFinding> TryAsync(string name, Func<Task<string>> check)
    {
        var started = time.GetTimestamp();
        try
        {
            var message = await check();
            return new(name, HealthStatus.Healthy, true, time.GetElapsedTime(started).TotalMilliseconds, message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var status = e is DegradedException ? HealthStatus.Degraded : HealthStatus.Unhealthy;
            return new(name, status, false, time.GetElapsedTime(started).TotalMilliseconds, e.Message);
        }
    }

    private async Task<string> ApiKeyAsync(CancellationToken cancellationToken)
    {
        var name = services.GetRequiredService<IOptions<HopsworksOptions>>().Value.ApiKeySecretName;
        var source = services.GetRequiredService<ISecretSource>();
        await source.GetAsync(name, cancellationToken);
        var status = source.Describe(name);
        if (status.Problem is { } problem)
            throw new SecretUnavailableException($"an old copy is served: {problem}");
        // On a developer's machine a key has no version but the name of its setting.
        return $"{(status.Version == status.Source ? "" : $"version {status.Version} ")}from {status.Source}{(status.ExpiresOn is { } end ? $", expires {end:u}" : "")}";
    }

    private async Task<string> HopsworksAsync(CancellationToken cancellationToken)
    {
        var listing = await services.GetRequiredService<IHopsworksClient>().ListClustersAsync(cancellationToken);
        return listing.Succeeded ? $"{listing.Value.Count} clusters" : throw new UnhealthyException(listing.Failure.Message);
    }

    private static string ChannelText(PolicySet? policies, AccountState? state)
    {
        if (policies is null || state is null)
            return "not known while policies or state are out of reach";
        var failing = ChannelIncidents.Failing(state, policies.Notify).ToList();
        var retried = ChannelIncidents.Retried(state, policies.Notify).ToList();
        return failing.Count > 0 ? throw new UnhealthyException(string.Join("; ", failing))
            : policies.Notify.Count == 0 ? "none, so nobody is told of anything"
            : retried.Count > 0 ? string.Join("; ", retried)
            : $"{policies.Notify.Count}, none of them fails";
    }

    private static string LastRunText(FinishedRun? last) => last switch
    {
        null => "none yet",
        { Outcome: RunOutcome.Failed } => throw new UnhealthyException($"failed at {last.FinishedAt:u}: {last.Error}"),
        _ => $"{CamelCase.Of(last.Outcome)} at {last.FinishedAt:u}, took {(last.FinishedAt - last.StartedAt).TotalMilliseconds:0} ms",
    };

    /// <summary>What needs a person while runs go on; what keeps runs from their work is the other checks' matter.</summary>
    private static string IncidentText(AccountState? state)
    {
        const int Most = 10;
        if (state is null)
            return "not known while the state is out of reach";
        var open = state.Incidents
            .Where(i => i.Kind is not (EventKind.Key or EventKind.Outage or EventKind.State))
            .Where(i => i.Kind != EventKind.Config || i.ClusterId is not null)
            .ToList();
        if (open.Count == 0)
            return "none is open";
        var more = open.Count > Most ? $"; and {open.Count - Most} more" : "";
        throw new DegradedException($"{string.Join("; ", open.Take(Most).Select(i => $"{CamelCase.Of(i.Kind)}: {i.Message}"))}{more}");
    }

    private sealed class DegradedException(string message) : Exception(message);

    private sealed class UnhealthyException(string message) : Exception(message);
}
