using System.Globalization;

namespace HopsworksFunctions.Scale;

/// <summary>Policies that give each account clusters to stop and one to start at any time of day.</summary>
internal static class ScalePolicies
{
    /// <summary>Returns whether the policies want the cluster to run; null if they do not manage it.</summary>
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
