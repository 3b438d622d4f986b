using System.Globalization;

namespace HopsworksFunctions.EndToEndTests.Deployed;

/// <summary>Policies under which the seeded fleet has two clusters to stop and one to start at any time of day.</summary>
internal static class StandardPolicies
{
    public static readonly string Text = Create(TimeProvider.System.GetUtcNow());

    /// <summary>The actions that a run over the seeded fleet must send, and no others.</summary>
    public static readonly IReadOnlyList<string> Actions = ["Start train-nlp", "Stop dev-anna", "Stop dev-bjorn"];

    private static string Create(DateTimeOffset now) => $$"""
        {
          "schedules": {
            "nowUp": { "up": ["{{Window(now, -6, 6)}}"] },
            "nowDown": { "up": ["{{Window(now, 6, 12)}}"] }
          },
          "rules": [
            { "name": "production", "match": { "tags": { "env": "prod" } }, "protect": true },
            { "name": "dev", "match": { "name": "dev-*" }, "schedule": "nowDown" },
            { "name": "training", "match": { "name": "train-nlp" }, "schedule": "nowUp", "enforce": true },
            { "name": "vision", "match": { "name": "train-vision" }, "schedule": "nowDown", "dryRun": true },
            { "name": "rest", "match": {}, "manage": false }
          ]
        }
        """;

    private static string Window(DateTimeOffset now, int from, int to) =>
        string.Create(CultureInfo.InvariantCulture, $"mon-sun {now.AddHours(from):HH:mm}-{now.AddHours(to):HH:mm}");
}
