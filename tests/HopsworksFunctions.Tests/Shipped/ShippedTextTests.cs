using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Core.Webhooks;
using HopsworksFunctions.Tests.Infra;

namespace HopsworksFunctions.Tests.Shipped;

/// <summary>The texts that people read and copy, checked against the code.</summary>
public sealed partial class ShippedTextTests
{
    /// <summary>The settings in docs/settings.md that are no options, because the identity, the timer or development reads them.</summary>
    private static readonly string[] ReadElsewhere =
    [
        "APPLICATIONINSIGHTS_CONNECTION_STRING", "AZURE_CLIENT_ID", "OTEL_EXPORTER_OTLP_ENDPOINT", "ReconcileSchedule", "DigestSchedule",
        "Hopsworks__ApiKey", "HOPSWORKSAI_API_KEY", "AccountsInProcess", "Accounts__NAME__ApiKeySecretName", "Accounts__NAME__BaseUrl",
        "Accounts__NAME__PoliciesSource", "Accounts__NAME__PricesSource", "State__credential", "State__clientId",
        "Hopsworks__ClusterApiKey", "Secrets__NAME", .. WebhookSettings.Members.Select(m => $"Webhooks__NAME__{m}"),
        "FUNCTIONS_WORKER_RUNTIME", "AZURE_FUNCTIONS_ENVIRONMENT", "AZURE_TOKEN_CREDENTIALS",
    ];

    private static string Settings { get; } = File.ReadAllText(Repository.PathTo("docs/settings.md"));

    internal static IReadOnlyList<Function> Functions { get; } = FunctionApp.Read(Bicep.Metadata("FunctionApp")).Functions;

    internal static IEnumerable<(string Method, string Route)> Routes => RoutesWhere(_ => true);

    internal static IEnumerable<(string Method, string Route)> RoutesWhere(Func<HttpTrigger, bool> trigger) =>
        from http in Functions.Select(function => function.Trigger).OfType<HttpTrigger>().Where(trigger)
        from method in http.Methods
        select (method.ToUpperInvariant(), $"/{http.Route}");

    [Fact]
    public void The_settings_are_documented_with_their_defaults_and_no_other()
    {
        var documented = SettingRow().Matches(Settings)
            .SelectMany(row => SettingName().Matches(row.Groups[1].Value).Select(name => (name.Groups[1].Value, row.Groups[2].Value)))
            .ToList();

        Assert.Empty(SettingsTests.ReadByOptions.Select(s => s.Name).Except(documented.Select(d => d.Item1)));
        Assert.Empty(documented.Select(d => d.Item1).Except(SettingsTests.ReadByOptions.Select(s => s.Name)).Except(ReadElsewhere));
        foreach (var (name, value) in SettingsTests.ReadByOptions.Where(s => s.Default is not null))
            Assert.Contains(
                $"`{value!.ToString()!.TrimEnd('/')}`", documented.Single(d => d.Item1 == name).Item2, StringComparison.Ordinal);
    }

    [Fact]
    public void The_requests_are_to_functions_and_every_function_has_one()
    {
        var requests = Request().Matches(File.ReadAllText(Repository.PathTo("requests.http")))
            .Select(m => (m.Groups[1].Value, m.Groups[2].Value)).ToList();

        Assert.All(requests, request => Assert.Contains(Routes, route => IsTo(route, request)));
        Assert.All(Routes, route => Assert.Contains(requests, request => IsTo(route, request)));
    }

    [Fact]
    public void The_routes_are_documented()
    {
        var page = File.ReadAllText(Repository.PathTo("docs/http.md"));

        Assert.All(Routes, route => Assert.Contains($"`{route.Method} /api{route.Route}", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_sample_of_local_settings_sets_what_somebody_reads()
    {
        var sample = JsonNode.Parse(File.ReadAllText(Repository.PathTo("local.settings.sample.json")))!;

        Assert.False((bool)sample["IsEncrypted"]!);
        Assert.Empty(
            sample["Values"]!.AsObject().Select(v => v.Key).Except(SettingsTests.ReadByOptions.Select(s => s.Name)).Except(ReadElsewhere));
    }

    private static bool IsTo((string Method, string Route) route, (string Method, string Path) request) =>
        route.Method == request.Method && Regex.IsMatch(request.Path, $"^{RouteParameter().Replace(route.Route, "[^/]+")}$");

    [GeneratedRegex(@"\{[A-Za-z]+\}")]
    private static partial Regex RouteParameter();

    [GeneratedRegex(@"^\| ((?:`[A-Za-z_]+`(?:, )?)+) \| ([^|]*) \| [^|]* \|$", RegexOptions.Multiline)]
    private static partial Regex SettingRow();

    [GeneratedRegex("`([A-Za-z_]+)`")]
    private static partial Regex SettingName();

    [GeneratedRegex(@"^(GET|POST|PUT|DELETE) \{\{host\}\}(/[^?\s]*)", RegexOptions.Multiline)]
    private static partial Regex Request();
}
