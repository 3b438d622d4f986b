using HopsworksFunctions.Policies.Advice;
using HopsworksFunctions.Tests.Policies;
using NodaTime;

namespace HopsworksFunctions.Tests.Advice;

/// <summary>Histories of clusters with known hours.</summary>
internal static class Histories
{
    private static readonly Duration Step = Duration.FromMinutes(30);

    /// <summary>A Monday; Europe's clocks change four weeks later.</summary>
    public static LocalDate Monday { get; } = new(2026, 3, 2);

    /// <summary>Returns a cluster that is busy in windows of the policy language, and quiet outside them.</summary>
    public static History Busy(string[] windows, int days = 56, string zone = "UTC")
    {
        var schedule = PolicyText.Schedule(zone, windows);
        return Of(days, zone, at => schedule.IsUp(at) ? ActivityState.Busy : ActivityState.Quiet);
    }

    /// <param name="state">Called for every half hour, in order.</param>
    public static History Of(int days, string zone, Func<Instant, ActivityState> state)
    {
        var stretches = new List<ActivityStretch>();
        var local = DateTimeZoneProviders.Tzdb[zone];
        var end = local.AtStartOfDay(Monday.PlusDays(days)).ToInstant();
        for (var at = local.AtStartOfDay(Monday).ToInstant(); at < end; at += Step)
        {
            var now = state(at);
            if (stretches.Count > 0 && stretches[^1].State == now)
                stretches[^1] = stretches[^1] with { End = at + Step };
            else
                stretches.Add(new(at, at + Step, now));
        }
        return new(stretches, local);
    }

    /// <summary>Returns what the cluster needs. The default slack leaves room for comparing times up.</summary>
    public static Verdict.Needs Needs(History history, Aim? aim = null) =>
        Assert.IsType<Verdict.Needs>(Advisor.Advise(history, aim ?? new(Slack: 0.01)));
}
