using System.Reflection;
using System.Security.Cryptography;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Core.Accounts;

namespace HopsworksFunctions.Cli.Run;

/// <summary>The resolved settings of <c>run</c>.</summary>
/// <param name="Port">Null if none is set.</param>
/// <param name="Values">The app settings, with the overrides of the environment.</param>
internal sealed record RunSettings(
    Workspace Workspace, string AppDirectory, int? Port, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The emulated fleet's account, unless the settings name one.</summary>
    public const string EmulatedAccount = "emulated";

    private static readonly string[] RealEndpoints = ["Hopsworks__BaseUrl", "KeyVault__Uri"];

    private static readonly string[] Paths = ["Policies__Source", "Savings__PricesSource", "State__Directory"];

    /// <summary>The endings of account settings that contain paths.</summary>
    private static readonly string[] PathsOfAccounts = ["__PoliciesSource", "__PricesSource"];

    private const string AccountPrefix = "Accounts__";

    private static readonly string[] Overridable =
        [.. RealEndpoints, "Policies__Source", "Savings__PricesSource", "Savings__RetailPrices", "Account", "State__QueueServiceUri"];

    /// <summary>The number of clusters in a large emulated fleet; null for any other fleet.</summary>
    public int? Clusters { get; private init; }

    public bool IsHostile { get; private init; }

    /// <summary>The keys in the environment, or else those of this folder, which are created on first use.</summary>
    public HostKeys Keys => KeysOf(Workspace);

    public bool IsEmulated => !HasRealEndpoint(Values);

    public string PolicySource => Values["Policies__Source"];

    /// <summary>Whether the sample rules, which are meant for the emulated fleet, would apply to real clusters.</summary>
    public bool IsSampleForReal => !IsEmulated && PolicySource == Workspace.SamplePolicyFile;

    /// <summary>The account's name, if these are the settings of one account.</summary>
    public string Account => Values["Account"];

    /// <summary>The names of several accounts, in alphabetical order; empty if there is only one.</summary>
    public IReadOnlyList<string> Accounts => [.. Values.Keys.Where(name => name.StartsWith(AccountPrefix, StringComparison.Ordinal))
        .Select(name => name.Split("__")[1]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The emulated clusters that belong to the account.</summary>
    public EmulatedShare Share { get; private init; } = EmulatedShare.All;

    public string StateDirectory => Values["State__Directory"];

    public RunSettings With(string name, string value) => this with { Values = new Dictionary<string, string>(Values) { [name] = value } };

    /// <summary>Returns these settings for a requested emulated fleet, with a state apart from the seeded fleet's.</summary>
    /// <param name="accounts">The number of emulated accounts; null for one.</param>
    /// <exception cref="CliException">A fleet is requested although a real Hopsworks.ai is configured.</exception>
    public RunSettings WithFleet(int? clusters, bool hostile, int? accounts = null)
    {
        if (accounts is { } count)
            return WithAccounts(count);
        if (clusters is null && !hostile)
            return this;
        var (option, account) = hostile ? ("--hostile", "hostile") : ("--clusters", $"{clusters}");
        return IsEmulated
            ? With("Account", $"{EmulatedAccount}-{account}") with { Clusters = clusters, IsHostile = hostile }
            : throw new CliException($"{option} is for an emulated fleet, but a real Hopsworks.ai is configured.");
    }

    /// <summary>Returns the settings of one account: the only one, or the named one of several.</summary>
    /// <exception cref="CliException">There is no such account, or there are several and none is named.</exception>
    public RunSettings Of(string? account)
    {
        var all = Accounts;
        if (all.Count == 0 ? account is null || account == Account : account is not null && all.Contains(account))
            return all.Count == 0 ? this : OfOne(account!, all);
        var names = all.Count == 0 ? Account : string.Join(", ", all);
        throw CliException.Usage(account is null ? $"There are several accounts: choose one with --account ({names})."
            : $"There is no account '{account}'. It is one of: {names}.");
    }

    private RunSettings OfOne(string account, IReadOnlyList<string> all)
    {
        var own = new AccountSettings(AppConfiguration.Of(Values)).Of(account);
        return this with
        {
            Values = Values.Keys.Where(name => !name.StartsWith(AccountPrefix, StringComparison.Ordinal))
                .Union(AccountSettings.Replaced.Select(name => name.Replace(":", "__", StringComparison.Ordinal)))
                .Select(name => (name, Value: own[name.Replace("__", ":", StringComparison.Ordinal)]))
                .Where(setting => setting.Value is not null).ToDictionary(setting => setting.name, setting => setting.Value!),
            Share = IsEmulated ? new(all.Index().First(other => other.Item == account).Index + 1) : EmulatedShare.All,
        };
    }

    private RunSettings WithAccounts(int count)
    {
        if (!IsEmulated)
            throw new CliException("--accounts is for emulated accounts, but a real Hopsworks.ai is configured.");
        var values = new Dictionary<string, string>(Values);
        values.Remove("Account");
        values["AccountsInProcess"] = $"{count}";
        foreach (var name in Enumerable.Range(1, count).Select(number => $"{EmulatedAccount}{number}"))
            values[$"{AccountPrefix}{name}__ApiKeySecretName"] = $"{name}-api-key";
        return this with { Values = values };
    }

    /// <summary>Returns the name of the secret with the API key of one of several accounts; null if none is set.</summary>
    public string? KeyNameOf(string account) => Values.GetValueOrDefault($"{AccountPrefix}{account}__ApiKeySecretName");

    /// <param name="needsPolicies">Whether a folder without any policy file is an error.</param>
    /// <exception cref="CliException">A file is missing or malformed.</exception>
    public static RunSettings Resolve(Workspace workspace, string? app, string? policies, int? port, bool needsPolicies = true)
    {
        var local = LocalSettings.Read(workspace.LocalSettingsFile);
        var values = new Dictionary<string, string>
        {
            ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
            ["AZURE_TOKEN_CREDENTIALS"] = "dev",
            ["ReconcileSchedule"] = "0 */5 * * * *",
            ["DigestSchedule"] = "0 0 7 * * 1",
            ["State__Directory"] = Path.Combine(workspace.OwnFolder, "state"),
        };
        foreach (var (name, value) in local.Values)
            values[name] = IsPath(name) ? PathFrom(workspace.Folder, value) : value;
        foreach (var name in values.Keys.Concat(Overridable).Concat(AccountsOfEnvironment()).ToList())
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                values[name] = IsPath(name) ? PathFrom(Directory.GetCurrentDirectory(), value) : value;
        }
        if (policies is not null || !values.ContainsKey("Policies__Source"))
            values["Policies__Source"] = needsPolicies ? workspace.PolicyFile(policies) : workspace.OwnPolicyFile;
        values.TryAdd("Savings__PricesSource", workspace.PriceFile);
        // Without Key Vault, links in messages work until `run` ends.
        if (values.GetValueOrDefault("KeyVault__Uri") is not { Length: > 0 })
            values.TryAdd("Secrets__hopsworks-functions-link-key", RandomNumberGenerator.GetHexString(64));
        // Without a queue, which a single account does not need, the queue function must not poll.
        if (!values.Keys.Any(name => name.Equals("State__QueueServiceUri", StringComparison.OrdinalIgnoreCase)))
            values.TryAdd("AzureWebJobs.ReconcileAccount.Disabled", "true");
        // The emulated fleet has its own state.
        if (!values.Keys.Any(name => name.StartsWith(AccountPrefix, StringComparison.Ordinal)))
            values.TryAdd("Account", HasRealEndpoint(values) ? "default" : EmulatedAccount);
        // The emulated fleet has no real costs and works offline.
        if (!HasRealEndpoint(values) && values.GetValueOrDefault("Account", EmulatedAccount) == EmulatedAccount)
        {
            values.TryAdd("Savings__RetailPrices", "false");
            // requests.http uses this webhook.
            values.TryAdd("Webhooks__github__Kind", "generic");
        }
        return new(workspace, app ?? BuiltApp(), port ?? local.HttpPort, values);
    }

    private static bool IsPath(string name) =>
        Paths.Contains(name) || name.StartsWith(AccountPrefix, StringComparison.Ordinal) && PathsOfAccounts.Any(name.EndsWith);

    private static IEnumerable<string> AccountsOfEnvironment() => Environment.GetEnvironmentVariables().Keys.OfType<string>()
        .Where(name => name.StartsWith(AccountPrefix, StringComparison.Ordinal));

    /// <summary>
    /// Returns a path as an absolute path, relative to the folder of the file that contains it. An address stays as it is.
    /// </summary>
    private static string PathFrom(string folder, string value) =>
        value.Length == 0 || value.Contains("://", StringComparison.Ordinal) ? value : Path.GetFullPath(value, folder);

    private static bool HasRealEndpoint(IReadOnlyDictionary<string, string> values) =>
        RealEndpoints.Any(name => values.GetValueOrDefault(name) is { Length: > 0 });

    private static HostKeys KeysOf(Workspace workspace) =>
        FunctionKey.Read(FunctionKey.Variable, Environment.GetEnvironmentVariable) is { Length: > 0 } function &&
        FunctionKey.Read("HOPSWORKS_FUNCTIONS_MASTER_KEY", Environment.GetEnvironmentVariable) is { Length: > 0 } master
            ? new(function, master)
            : HostKeys.LoadOrCreate(workspace.KeyFile);

    /// <summary>Returns the app beside an installed tool, or else the app that was built with this command line.</summary>
    private static string BuiltApp() => File.Exists(Path.Combine(AppContext.BaseDirectory, "HopsworksFunctions.dll"))
        ? AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)
        : Path.GetFullPath(typeof(RunSettings).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "FunctionApp").Value!);
}
