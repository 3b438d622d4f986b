using HopsworksFunctions.Testing.Loopback;

namespace HopsworksFunctions.Scale;

/// <summary>The app settings of the accounts.</summary>
internal static class ScaleSettings
{
    public static string SecretOf(string account) => $"hopsworks-key-{account}";

    public static void Add(Dictionary<string, string?> settings, IReadOnlyList<string> accounts, TimeSpan interval)
    {
        settings["ReconcileSchedule"] = $"0 */{interval.TotalMinutes:0} * * * *";
        settings["DigestSchedule"] = "0 0 7 * * 1";
        // Looking up retail prices would leave this machine.
        settings["Savings__RetailPrices"] = "false";
        if (accounts is [var only])
        {
            settings["Account"] = only;
            settings["Hopsworks__ApiKeySecretName"] = SecretOf(only);
            settings["AzureWebJobs.ReconcileAccount.Disabled"] = "true";
            return;
        }
        settings["State__QueueServiceUri"] = $"https://{AzureOnLoopback.QueueHost}/";
        foreach (var account in accounts)
            settings[$"Accounts__{account}__ApiKeySecretName"] = SecretOf(account);
    }
}
