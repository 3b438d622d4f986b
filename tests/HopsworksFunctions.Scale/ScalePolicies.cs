using System.Globalization;

namespace HopsworksFunctions.Scale;

/// <summary>Policies under which each account has clusters to stop and one to start, at whatever hour it is.</summary>
internal static class ScalePolicies
{
    /// <summary>Whether the policies want the cluster to run; null if they say nothing of it.</summary>
    public static bool? WantsRunning(string cluster) =>
        cluster.StartsWith("dev-", StringComparison.Ordinal) ? false
        : cluster.StartsWith("train-nlp-", StringComparison.Ordinal) ? true
        : null;

    public static string Create(DateTimeOffset now) => $$"""
        {
          "schedules": {
            "nowUp": { "up": ["{{Window(now, -6, 6)}}"] },
            "nowDown": { "up": ["{{Window(now, 6, 12)}}"] }
          },
          "rules": [
            { "name": "production", "match": { "tags": { "env": "prod" } }, "protect": true },
            { "name": "dev", "match": { "name": "dev-*" }, "schedule": "nowDown" },
            { "name": "training", "match": { "name": "train-nlp-*" }, "schedule": "nowUp", "enforce": true },
            { "name": "rest", "match": {}, "manage": false }
          ]
        }
        """;

    private static string Window(DateTimeOffset now, int from, int to) =>
        string.Create(CultureInfo.InvariantCulture, $"mon-sun {now.AddHours(from):HH:mm}-{now.AddHours(to):HH:mm}");
}
