using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.Incidents;

/// <summary>The messages at the start of incidents of the whole account, in whole sentences.</summary>
internal static class AccountText
{
    /// <param name="since">When the last run completed, or else when one was first expected.</param>
    public static string NoRuns(Instant since) =>
        $"{EventCatalog.NoRun} {since:uuuu-MM-dd HH:mm} UTC, so the app stops and starts nothing. "
            + "Look for the reason in the app's log and health.";

    /// <param name="version">The version that stays in force; null if there is none.</param>
    public static string PoliciesRejected(string problem, string? version) => SentenceText.End(version is null
        ? $"The policies are invalid or cannot be read, and there is no earlier version: {problem}"
        : $"The new policies are invalid or cannot be read, so version {version} stays in force: {problem}");

    /// <param name="isListing">Whether listing the clusters failed.</param>
    public static string Outage(ApiFailure failure, bool isListing) => isListing
        ? $"The app cannot list clusters: {SentenceText.End(failure.Message)} The app stops and starts nothing until it can list them."
        : SentenceText.End(failure.Message);

    public static string Key(ApiFailure failure) => failure.Kind == FailureKind.KeyRefused
        ? $"{SentenceText.End(failure.Message)} Store a valid key in its secret; the next run uses it."
        : SentenceText.End(failure.Message);
}
