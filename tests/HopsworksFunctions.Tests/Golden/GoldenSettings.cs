using HopsworksEmulator;

namespace HopsworksFunctions.Tests.Golden;

/// <summary>The settings of the golden app.</summary>
internal static class GoldenSettings
{
    /// <summary>The signing key of the webhook <c>signed</c> and the channel <c>generic</c>.</summary>
    public const string SigningKey = "whsec_Z29sZGVuLWtFeU1hUmtFci1nb2xkZW4ta0V5TWFSa0Vy";

    public static Dictionary<string, string> Of(GoldenApp app) => new()
    {
        ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
        ["Hopsworks__BaseUrl"] = app.Hopsworks.BaseAddress.ToString(),
        ["HOPSWORKSAI_API_KEY"] = new EmulatorOptions().ApiKeys[0],
        ["Policies__Source"] = app.PolicyFile,
        ["ReconcileSchedule"] = "0 */5 * * * *",
        ["DigestSchedule"] = "0 0 7 * * 1",
        ["Savings__PricesSource"] = Golden.PathTo("input/golden.prices.json"),
        // Tests make no calls outside this machine.
        ["Savings__RetailPrices"] = "false",
        ["State__Directory"] = app.StateFolder,
        ["Links__BaseUrl"] = "https://golden.example/api",
        ["Secrets__hopsworks-functions-owner-key"] = GoldenApp.Key,
        ["Secrets__hopsworks-functions-link-key"] = "kEyMaRkEr-of-golden-links-kEyMaRkEr-of-golden-links",
        [$"Secrets__hopsworks-cluster-{GoldenFleet.IdOf(20)}"] = new EmulatorOptions().ClusterApiKeys[0],
        ["Secrets__slack-hook"] = app.Slack.Address,
        ["Secrets__generic-hook"] = app.Generic.Address,
        ["Secrets__generic-key"] = SigningKey,
        ["Secrets__webhook-key"] = SigningKey,
        ["Webhooks__plain__Kind"] = "generic",
        ["Webhooks__signed__Kind"] = "generic",
        ["Webhooks__signed__SigningSecretName"] = "webhook-key",
        ["Webhooks__budget__Kind"] = "azureMonitor",
        ["Webhooks__budget__Rule"] = "nights",
        ["Webhooks__budget__Action"] = "hold",
        ["Webhooks__budget__State"] = "down",
        ["Webhooks__budget__Until"] = "nextStart",
    };
}
