using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Accounts;
using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Language;
using NodaTime.TimeZones;

namespace HopsworksFunctions.Health;

/// <summary>The health of several accounts, from the stored outcomes of their last runs.</summary>
public sealed class AccountsHealth(AccountSettings settings, IServiceProvider services, TimeProvider time)
{
    private const int MaxNamed = 20;

    public async Task<HealthAnswer> ReportAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        IReadOnlyList<HealthFinding> findings;
        try
        {
            var problem = settings.Problem ?? SettingsValidation.ProblemOf<StateOptions>(services);
            var all = problem is null ? await services.GetRequiredService<AccountList>().ReadAsync(cancellationToken) : [];
            findings =
            [
                Finding("settings", [.. all.Select(a => a.Problem).Prepend(problem).OfType<string>()], "valid"),
                Finding("state", [], "readable"),
                Finding("accounts", [.. all.Where(a => a.Late).Select(a => $"{a.Name} had no run in {AccountStatus.MostMissed} ticks.")],
                    $"{CountText.Of(settings.Names.Count, "account")}, {all.Count(a => a.LastRun is null)} of them without a run yet"),
                Finding("lastRuns", [.. all.Where(a => a.LastRun is { Outcome: RunOutcome.Failed })
                    .Select(a => $"{a.Name} failed at {a.LastRun!.FinishedAt:u}: {a.LastRun.Error}")], "none failed"),
            ];
        }
        catch (StateUnavailableException e)
        {
            findings = [Finding("settings", [], "valid"), Finding("state", [e.Message], "")];
        }
        var status = findings.Min(f => f.Status);
        return new(
            status, status == HealthStatus.Healthy, ProductVersion.Text, TzdbDateTimeZoneSource.Default.TzdbVersion, null, findings, null);

        HealthFinding Finding(string name, IReadOnlyList<string> wrong, string right) => new(
            name, wrong.Count == 0 ? HealthStatus.Healthy : HealthStatus.Unhealthy, wrong.Count == 0,
            time.GetElapsedTime(started).TotalMilliseconds, wrong.Count == 0 ? right : Joined(wrong));
    }

    private static string Joined(IReadOnlyList<string> wrong) =>
        string.Join(" ", wrong.Take(MaxNamed)) + (wrong.Count > MaxNamed ? $" And {wrong.Count - MaxNamed} more." : "");
}
