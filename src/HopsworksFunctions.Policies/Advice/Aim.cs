namespace HopsworksFunctions.Policies.Advice;

/// <summary>The goals for windows.</summary>
/// <param name="Share">The minimum share of the busy half hours to cover, above 0 and at most 1.</param>
/// <param name="Slack">
/// The additional uptime that simpler windows may take, as a share of the shortest uptime. If it is below the 5 % that a share of 95 %
/// leaves out, similar weekdays get separate windows.
/// </param>
public sealed record Aim(double Share = 0.95, double Slack = 0.06);
