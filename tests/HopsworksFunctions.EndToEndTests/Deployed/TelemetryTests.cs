using System.Diagnostics;
using System.Net;
using System.Text;
using HopsworksFunctions.EndToEndTests.Loopback;
using HopsworksFunctions.EndToEndTests.Processes;

namespace HopsworksFunctions.EndToEndTests.Deployed;

/// <summary>The traces and metrics of the published app, as a collector receives them.</summary>
public sealed class TelemetryTests(SharedAzurite azurite)
{
    private const string IngestionHost = "loopback-1.in.applicationinsights.azure.com";
    private const string InstrumentationKey = "11111111-2222-3333-4444-555555555555";

    [Fact]
    public async Task A_run_reaches_the_collector_and_Azure_Monitor_under_the_hosts_invocation_and_without_a_secret()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        await using var collector = await TelemetryEndpoint.StartAsync();
        await using var ingestion = await TelemetryEndpoint.StartAsync(deployment.Azure.Storage.Certificate);
        deployment.Azure.Proxy.Routes[IngestionHost] = ingestion.Address.Port;
        deployment.Settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString();
        deployment.Settings["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        deployment.Settings["OTEL_METRIC_EXPORT_INTERVAL"] = "250";
        deployment.Settings["OTEL_BSP_SCHEDULE_DELAY"] = "250";
        deployment.Settings["APPLICATIONINSIGHTS_CONNECTION_STRING"] =
            $"InstrumentationKey={InstrumentationKey};IngestionEndpoint=https://{IngestionHost}/";
        deployment.Settings["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "ClientId=any;Authorization=AAD";
        deployment.Settings["WEBSITE_SITE_NAME"] = "func-hopsfn-e2e";
        var app = await deployment.StartAsync();
        var trace = ActivityTraceId.CreateRandom();

        var run = await app.ReconcileWellAsync($"00-{trace}-00000000000000a1-00");

        var id = (string)run.Report["id"]!;
        // OpenTelemetry's scopes replace the host's invocation ID in lines, except in those of the app.
        var lines = deployment.Messages
            .Where(message => message.RpcLog is { Category: "HopsworksFunctions.Core.Reconciliation.Reconciler" }).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Equal(id, line.RpcLog.InvocationId));
        // Protobuf has the trace ID as bytes.
        var traceId = Encoding.Latin1.GetString(Convert.FromHexString(trace.ToHexString()));
        await ArriveAsync(collector, "/v1/traces", traceId, "\0\0\0\0\0\0\0\u00a1", "func-hopsfn-e2e", "run", "faas.invocation_id", id,
            "stop", "dev-anna", "windowEnd", "accepted");
        var metrics = await ArriveAsync(
            collector, "/v1/metrics", "hopsworks.run.duration", "hopsworks.decisions", "hopsworks.actions", "hopsworks.clusters",
            "hopsworks.key.age", "running", "windowEnd");
        Assert.DoesNotContain("dev-anna", metrics, StringComparison.Ordinal);
        await ArriveAsync(ingestion, "/v2.1/track", trace.ToHexString(), InstrumentationKey, "func-hopsfn-e2e", id);
        Assert.All(ingestion.Deliveries, delivery => Assert.StartsWith("Bearer ", delivery.Authorization, StringComparison.Ordinal));
        Assert.Contains(deployment.Azure.Identity.Requests, query => query.Contains("monitor.azure.com", StringComparison.Ordinal));

        Assert.Empty(deployment.Azure.Proxy.Refused);
        Assert.All(collector.Deliveries.Concat(ingestion.Deliveries), delivery =>
            Assert.DoesNotContain("kEyMaRkEr", delivery.Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "nonsense")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "not an address")]
    public async Task Settings_that_cannot_be_used_cost_the_telemetry_and_no_run(string setting, string value)
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        deployment.Settings[setting] = value;
        var app = await deployment.StartAsync();

        await app.ReconcileWellAsync();

        var problem = $"No traces or metrics are sent: {setting} is not usable: ";
        Assert.StartsWith("warn ", await app.Log.LineAsync(problem), StringComparison.Ordinal);
        var health = await app.GetAsync("health");
        Assert.Equal((HttpStatusCode.OK, "degraded"), (health.Status, (string?)health.Json["status"]));
        var check = health.Json["checks"]!.AsArray().Single(check => (string?)check!["name"] == "telemetry")!;
        Assert.StartsWith(problem, (string?)check["message"], StringComparison.Ordinal);
    }

    /// <summary>Waits until a path has received each of these texts, and returns everything it received.</summary>
    private static async Task<string> ArriveAsync(TelemetryEndpoint endpoint, string path, params string[] texts)
    {
        var came = "";
        await Eventually.IsTrueAsync(
            () => Array.TrueForAll(
                texts, (came = string.Concat(endpoint.Deliveries.Where(d => d.Path == path).Select(d => d.Body))).Contains),
            () => $"{string.Join(", ", texts.Where(text => !came.Contains(text, StringComparison.Ordinal)))} at {path}");
        return came;
    }
}
