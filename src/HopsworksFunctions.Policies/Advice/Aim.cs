namespace HopsworksFunctions.Policies.Advice;

/// <summary>What windows are to reach.</summary>
/// <param name="Share">The least share of the busy half hours to cover, above 0 and at most 1.</param>
/// <param name="Slack">
/// How much longer than the least time simpler windows may be up, as a share of it. With less than what a share of 95 % leaves out,
/// weekdays that look alike get windows of their own.
/// </param>
public sealed record Aim(double Share = 0.95, double Slack = 0.06);
