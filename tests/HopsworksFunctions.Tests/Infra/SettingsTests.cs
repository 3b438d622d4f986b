using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.Webhooks;
using Microsoft.Extensions.Configuration;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>The settings in the template against those that the app, its triggers and the host read.</summary>
public sealed partial class SettingsTests
{
    /// <summary>Settings that something other than the app's options reads, each with its reader.</summary>
    private static readonly Dictionary<string, string> ReadElsewhere = new()
    {
        ["AccountsInProcess"] = "AccountSettings",
        ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "the host, TelemetryExport",
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "the host, TelemetryExport",
        ["APPLICATIONINSIGHTS_SDKSTATS_DISABLED"] = "Azure.Monitor.OpenTelemetry.Exporter",
        ["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "Azure.Monitor.OpenTelemetry.Exporter",
        ["AzureWebJobsStorage__accountName"] = "the host",
        ["AzureWebJobsStorage__clientId"] = "the host",
        ["AzureWebJobsStorage__credential"] = "the host",
        ["AzureWebJobs.ReconcileAccount.Disabled"] = "the host",
        ["AZURE_CLIENT_ID"] = "AzureIdentity",
        ["State__clientId"] = "the host",
        ["State__credential"] = "the host",
        ["OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID"] = "App Service sign-in",
    };

    /// <summary>Settings without a default that are rightly not set on Azure.</summary>
    private static readonly string[] OnOneMachineOnly = ["State__Directory", "Links__BaseUrl"];

    /// <summary>Settings without a default that are set only with many accounts.</summary>
    private static readonly string[] WithAccountsOnly = ["State__QueueServiceUri"];

    private static IEnumerable<Type> OptionsTypes =>
        typeof(SettingsValidation).Assembly.GetTypes().Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal));

    internal static IEnumerable<(string Name, object? Default)> ReadByOptions =>
        from type in OptionsTypes
        let section = SectionOf(type)
        let defaults = Activator.CreateInstance(type)
        from property in type.GetProperties()
        where property.SetMethod is { IsPublic: true }
        let name = property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name
        select (name == nameof(StateOptions.Account) ? name : $"{section}__{name}", property.GetValue(defaults));

    /// <summary>Names between percent signs in the triggers of the built app.</summary>
    internal static IEnumerable<string> ReadByTriggers =>
        PercentName().Matches(File.ReadAllText(Path.Combine(Bicep.Metadata("FunctionApp"), "functions.metadata")))
            .Select(m => m.Groups[1].Value).Distinct();

    [Fact]
    public void The_settings_that_are_read_are_found()
    {
        Assert.All(OptionsTypes, type => Assert.NotNull(SectionOf(type)));
        Assert.Contains("KeyVault__Uri", ReadByOptions.Select(s => s.Name));
        Assert.Contains("Policies__Source", ReadByOptions.Select(s => s.Name));
        Assert.Contains("ReconcileSchedule", ReadByTriggers);
    }

    [Theory, MemberData(nameof(Snapshot.Deployments), MemberType = typeof(Snapshot))]
    public void What_is_read_is_set_or_has_a_default(string deployment)
    {
        var missing = ReadByOptions.Where(s => s.Default is null).Select(s => s.Name).Concat(ReadByTriggers)
            .Except(Snapshot.Of(deployment).AppSettings.Keys).Except(OnOneMachineOnly).Except(WithAccountsOnly);

        Assert.Empty(missing);
    }

    [Theory, MemberData(nameof(Snapshot.Deployments), MemberType = typeof(Snapshot))]
    public void What_is_set_is_read_by_somebody(string deployment)
    {
        var settings = Snapshot.Of(deployment).AppSettings;

        Assert.All(
            settings.Keys.Except(ReadByOptions.Select(s => s.Name)).Except(ReadByTriggers).Except(ReadElsewhere.Keys),
            s => Assert.Matches("^(Accounts|Webhooks)__", s));
        Assert.All(settings.Values, Assert.NotEmpty);
    }

    [Fact]
    public void Webhooks_are_settings_that_the_app_accepts()
    {
        var settings = Snapshot.Of("main.private").AppSettings.ToDictionary(
            s => s.Key.Replace("__", ":", StringComparison.Ordinal), s => (string?)s.Value);
        var options = new WebhookOptions();

        WebhookSettings.Read(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection(WebhookOptions.Section), options);

        Assert.Empty(options.Problems);
        Assert.Equal(["budget", "pipeline"], options.Sources.Keys.Order());
        Assert.Equal("pipeline-webhook-key", options.Sources["pipeline"].SigningSecretName);
    }

    [Fact]
    public void Policies_come_from_their_container_or_from_the_package()
    {
        Assert.Matches(@"^\[format\('\{0\}\{1\}/\{2\}', reference\('.*'\)\.primaryEndpoints\.blob, 'policies', 'policies\.json'\)\]$",
            Snapshot.Of("main.dev").AppSettings["Policies__Source"]);
        Assert.Equal("policies.json", Snapshot.Of("main.private").AppSettings["Policies__Source"]);
    }

    // Flex Consumption rejects this setting, because functionAppConfig.runtime contains it.
    [Theory, MemberData(nameof(Snapshot.Deployments), MemberType = typeof(Snapshot))]
    public void The_runtime_is_no_setting(string deployment) =>
        Assert.DoesNotContain("FUNCTIONS_WORKER_RUNTIME", Snapshot.Of(deployment).Text, StringComparison.Ordinal);

    // The types allow any text here, so the linter accepts a wrong runtime.
    [Theory, MemberData(nameof(Snapshot.Deployments), MemberType = typeof(Snapshot))]
    public void The_plan_runs_the_NET_that_the_app_is_built_for(string deployment)
    {
        var snapshot = Snapshot.Of(deployment);
        var runtime = snapshot.Properties("Microsoft.Web/sites")["functionAppConfig"]!["runtime"]!;

        Assert.Equal("FC1", (string)snapshot.Only("Microsoft.Web/serverfarms")["sku"]!["name"]!);
        Assert.Equal(("dotnet-isolated", "10.0"), ((string)runtime["name"]!, (string)runtime["version"]!));
        Assert.EndsWith($"/net{runtime["version"]}", Bicep.Metadata("FunctionApp").TrimEnd('/'), StringComparison.Ordinal);
    }

    // The official package turns server garbage collection on, and an instance has 512 MB.
    [Fact]
    public void Garbage_is_not_collected_as_on_a_server() =>
        Assert.False((bool)JsonNode.Parse(File.ReadAllText(
            Path.Combine(Bicep.Metadata("FunctionApp"), "HopsworksFunctions.runtimeconfig.json")))!
            ["runtimeOptions"]!["configProperties"]!["System.GC.Server"]!);

    private static object? SectionOf(Type type) =>
        type == typeof(ProbeOptions) ? HopsworksOptions.Section : type.GetField("Section")?.GetRawConstantValue();

    internal static JsonObject Host(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(DeployRig.Repository, file)))!.AsObject();

    [GeneratedRegex("%([A-Za-z_]+)%")]
    private static partial Regex PercentName();
}
