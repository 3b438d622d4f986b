using System.Text;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Cli.Run;

/// <summary>The policy file that <c>init</c> writes: a dry run with example rules, and the clusters as comments.</summary>
internal static class FirstPolicies
{
    // A policy file may have at most 256 KB.
    private const int MaxClusters = 500;

    /// <param name="zone">An IANA time zone.</param>
    public static string Of(IReadOnlyList<Cluster> clusters, string zone, LocalDate today)
    {
        var text = new StringBuilder();
        text.Append($$"""
            // A first policy file, written by `hops init` on {{today:uuuu-MM-dd}}. docs/policies.md explains every field.
            {
              // A dry run: the app decides and records, and sends nothing to Hopsworks.ai. Delete this line when you like what
              // `hops plan` shows.
              "dryRun": true,
              "timeZone": "{{zone}}",
              "schedules": {
                "office": { "up": ["mon-fri 07:00-19:00"] }
              },

            """);
        text.Append($"  // Your clusters today ({clusters.Count}):\n");
        foreach (var cluster in clusters.Take(MaxClusters))
            text.Append($"  //   {Line(cluster)}\n");
        if (clusters.Count > MaxClusters)
            text.Append($"  //   and {clusters.Count - MaxClusters} more\n");
        text.Append("""
              // The first rule that matches a cluster applies. The app does not manage clusters without a rule.
              "rules": [
                { "name": "production", "match": { "tags": { "env": "prod" } }, "protect": true },
                { "name": "dev", "match": { "name": "dev-*" }, "schedule": "office" }
              ]
            }

            """);
        return text.ToString();
    }

    private static string Line(Cluster cluster)
    {
        var tags = cluster.Tags.Select(tag => TextSanitizer.Escape($"{tag.Key}={tag.Value}"));
        return $"{cluster.Name}, {cluster.StateText}{(cluster.Tags.Count > 0 ? $", tags {string.Join(", ", tags)}" : "")}";
    }
}
