using System.Net;
using System.Text.Json;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.Webhooks;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Tests.Run;

namespace HopsworksFunctions.Tests.Shipped;

/// <summary>
/// The OpenAPI document, checked against the functions. Other tests check real answers against it with <see cref="ServedApp"/>.
/// </summary>
public sealed class OpenApiTests
{
    [Fact]
    public void Describes_every_route_and_no_other() =>
        Assert.Equal(ShippedTextTests.Routes.Order(), ApiDocument.Operations.Order());

    [Fact]
    public void Says_which_need_no_key() => Assert.Equal(
        ShippedTextTests.RoutesWhere(trigger => trigger.AuthLevel == AuthLevel.Anonymous).Order(), ApiDocument.Open.Order());

    [Fact]
    public void Every_parameter_of_a_path_is_described() => Assert.All(
        ApiDocument.Root.GetProperty("paths").EnumerateObject().Where(p => ApiDocument.Parameter().IsMatch(p.Name)),
        path => Assert.NotEmpty(path.Value.GetProperty("parameters").EnumerateArray()));

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var schema = new Policies.Schema.JsonSchema(ApiDocument.Root);

        Assert.All(References(ApiDocument.Root), reference =>
            Assert.NotEqual(JsonValueKind.Undefined, schema.Resolve(reference).ValueKind));
    }

    [Fact]
    public void The_words_are_those_of_the_code()
    {
        Words<Reason>();
        Words<ClusterAction>();
        Words<ActionOutcome>("Done");
        Words<RunOutcome>();
        Words<EventKind>();
        Words<PowerState>("Power");
        Words<HoldState>();
        Words<CallAnswer>();
        Words<FailureKind>();
        Words<AuditKind>();
        Words<AuditStep>();
        Words<Cause>();
        Words<Cloud>();
        Words<WebhookResult>();
        Words<WebhookStep>();
    }

    [Fact]
    public async Task Is_served_and_true_of_the_requests_that_change_nothing()
    {
        await using var app = await ServedApp.StartAsync();

        var served = await app.SendAsync(HttpMethod.Get, "openapi.json");
        var health = await app.SendAsync(HttpMethod.Get, "health");
        var clusters = await app.SendAsync(HttpMethod.Get, "clusters");
        var run = await app.SendAsync(HttpMethod.Post, "reconcile?dryRun=true");

        Assert.True(JsonElement.DeepEquals(ApiDocument.Root, JsonSerializer.SerializeToElement(served.Json)));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (health.Status, clusters.Status, run.Status));
    }

    /// <param name="schema">The name in the document, if not the enum's: clients are generated from it.</param>
    private static void Words<T>(string? schema = null)
        where T : struct, Enum => Assert.Equal(
            Enum.GetValues<T>().Select(CamelCase.Of),
            ApiDocument.Root.GetProperty("components").GetProperty("schemas").GetProperty(schema ?? typeof(T).Name).GetProperty("enum")
                .EnumerateArray().Select(w => w.GetString()));

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(m => m.Name == "$ref" ? [m.Value.GetString()!] : References(m.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
