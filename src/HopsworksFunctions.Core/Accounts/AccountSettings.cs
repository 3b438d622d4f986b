using System.Globalization;
using System.Text.RegularExpressions;
using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.Configuration;
using NodaTime;

namespace HopsworksFunctions.Core.Accounts;

/// <summary>
/// The accounts of the app: those in the settings <c>Accounts__NAME__...</c>, or else the one in the setting <c>Account</c>. Each of
/// several accounts uses the app's settings, except for those it overrides.
/// </summary>
public sealed partial class AccountSettings
{
    public const string Section = SeveralAccounts.Section;
    private const string InProcessSetting = "AccountsInProcess";
    private const int DefaultInProcess = 8;

    /// <summary>The maximum number of accounts that one process can run concurrently.</summary>
    public const int MostInProcess = 50;

    private static readonly Duration DefaultInterval = Duration.FromMinutes(5);

    private const string KeyName = "ApiKeySecretName";

    /// <summary>The settings of an account, each with the app setting that it overrides.</summary>
    private static readonly Dictionary<string, string> Members = new(StringComparer.OrdinalIgnoreCase)
    {
        [KeyName] = "Hopsworks:ApiKeySecretName",
        ["BaseUrl"] = "Hopsworks:BaseUrl",
        ["PoliciesSource"] = "Policies:Source",
        ["PricesSource"] = "Savings:PricesSource",
    };

    /// <summary>The app settings that an account can override.</summary>
    public static IEnumerable<string> Replaced => Members.Values.Append(nameof(StateOptions.Account));

    /// <summary>Several accounts must not inherit these, because each account names its own key.</summary>
    private static readonly string[] KeysOfOneAccount = ["Hopsworks:ApiKey", "HOPSWORKSAI_API_KEY"];

    private readonly IConfiguration app;
    private readonly Dictionary<string, string> problems = [];
    private readonly Lazy<Dictionary<string, string?>> shared;

    public AccountSettings(IConfiguration app) : this(app, Environment.GetEnvironmentVariables().Keys.OfType<string>())
    {
    }

    /// <param name="environment">The names of the settings in their original case.</param>
    internal AccountSettings(IConfiguration app, IEnumerable<string> environment)
    {
        this.app = app;
        shared = new(WithoutAccounts);
        var section = app.GetSection(Section);
        AreSeveral = SeveralAccounts.AreIn(app);
        var accounts = section.GetChildren().ToList();
        Names = AreSeveral ? [.. accounts.Select(a => a.Key).Order(StringComparer.Ordinal)] : [StateOptions.AccountOf(app)];
        if (!AreSeveral)
            return;
        InProcess = int.TryParse(app[InProcessSetting], NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set
            : app[InProcessSetting] is null ? DefaultInProcess
            : -1;
        Problem = ProblemOfAll(section);
        foreach (var account in accounts)
        {
            if (ProblemOf(account, environment) is { } problem)
                problems[account.Key] = problem;
        }
        foreach (var same in accounts.Where(a => a[KeyName] is not null).GroupBy(a => a[KeyName]!, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Count() > 1))
        {
            foreach (var account in same)
                problems.TryAdd(account.Key, SameKey(account.Key, same.First(other => other.Key != account.Key).Key, same.Key));
        }
    }

    /// <summary>Whether the settings name accounts, even if there is only one of them.</summary>
    public bool AreSeveral { get; }

    /// <summary>The names in alphabetical order, including accounts with a problem.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The number of accounts that the timer runs concurrently. If there are more accounts, the queue distributes them.</summary>
    public int InProcess { get; } = 1;

    public bool NeedQueue => Names.Count > InProcess;

    /// <summary>The problem for all accounts, and what would be right; null for none.</summary>
    public string? Problem { get; }

    /// <summary>Returns the time between two runs of the timer.</summary>
    public Duration Interval(Instant now)
    {
        var next = Next(now);
        return Next(next) - next;
    }

    /// <summary>
    /// Returns the number of the timer's ticks after one time, up to and including another. Planned gaps, such as a weekend, have none.
    /// </summary>
    /// <param name="most">The number at which counting stops.</param>
    public int Ticks(Instant after, Instant until, int most)
    {
        var count = 0;
        for (var next = Next(after); next <= until && count < most; next = Next(next))
            count++;
        return count;
    }

    /// <summary>Returns whether an account has had no completed run for too many ticks, for any reason.</summary>
    /// <param name="ticking">The start of the current series of ticks without a gap.</param>
    public bool IsLate(AccountStatus status, Instant ticking, Instant now) =>
        Ticks(status.LastSign(ticking, now), now, AccountStatus.MostMissed + 1) > AccountStatus.MostMissed;

    private Instant Next(Instant after) => TimerSchedule.NextAfter(after, app[TimerSchedule.Setting]) ?? after + DefaultInterval;

    /// <summary>
    /// Returns the problem with the names of an account's settings or with a key that another account also uses; null for none.
    /// </summary>
    public string? ProblemOf(string account) => problems.GetValueOrDefault(account);

    /// <summary>
    /// Rewrites a problem with an app setting to name the account's setting instead, unless the account inherits the app's value.
    /// </summary>
    public string InWordsOf(string account, string problem) => !AreSeveral ? problem : Members.Aggregate(problem, (text, member) =>
        app[$"{Section}:{account}:{member.Key}"] is null && app[member.Value] is not null ? text : text.Replace(
            member.Value.Replace(":", "__", StringComparison.Ordinal), $"{Section}__{account}__{member.Key}", StringComparison.Ordinal));

    /// <summary>The names of the accounts' API keys in Key Vault.</summary>
    public IEnumerable<string> KeyNames => Names.Select(name => app[$"{Section}:{name}:{KeyName}"]).OfType<string>();

    /// <summary>Returns the settings of one of several accounts: the app's, overridden by the account's.</summary>
    public IConfiguration Of(string account) =>
        new ConfigurationBuilder().AddInMemoryCollection(shared.Value).AddInMemoryCollection(OwnOf(account)).Build();

    /// <summary>
    /// Returns the app's settings without those of accounts, because each additional setting slows the creation of an account's services.
    /// </summary>
    private Dictionary<string, string?> WithoutAccounts() => app.AsEnumerable()
        .Where(setting => setting.Value is not null && !setting.Key.StartsWith($"{Section}:", StringComparison.OrdinalIgnoreCase))
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the overrides of one of several accounts. A null value hides the app's setting.</summary>
    private IEnumerable<KeyValuePair<string, string?>> OwnOf(string account) =>
    [
        .. Members.Select(member => KeyValuePair.Create(member.Value, app[$"{Section}:{account}:{member.Key}"]))
            .Where(setting => setting.Value is not null),
        .. app.GetSection($"{Section}:{account}").AsEnumerable().Where(setting => setting.Value is not null),
        KeyValuePair.Create(nameof(StateOptions.Account), (string?)account),
        .. KeysOfOneAccount.Select(name => KeyValuePair.Create(name, (string?)null)),
    ];

    private string? ProblemOfAll(IConfigurationSection section) =>
        section.Value is { Length: > 0 } ? $"{Section} is a text: name each account in its settings, such as {Section}__acme__{KeyName}."
        : app[nameof(StateOptions.Account)] is not null
            ? $"Account and {Section}__... are both set: remove Account, and name one of the accounts as it did to keep its state."
        : InProcess is < 1 or > MostInProcess ? $"{InProcessSetting} must be a whole number from 1 to {MostInProcess}."
        : NeedQueue && app[StateOptions.QueueSetting.Replace("__", ":", StringComparison.Ordinal)] is null or ""
            ? $"{Names.Count} accounts are more than {InProcess}, so they need a queue: set {StateOptions.QueueSetting} to the "
                + $"storage account's Queues address, or {InProcessSetting} to at most {MostInProcess}."
        : null;

    private static string? ProblemOf(IConfigurationSection account, IEnumerable<string> environment)
    {
        var (name, place) = (TextSanitizer.Escape(account.Key), $"{Section}__{TextSanitizer.Escape(account.Key)}");
        if (!NamePattern().IsMatch(account.Key))
            return $"{place}: an account's name must be 1 to 40 lower-case letters and digits.";
        var spellings = environment.Where(setting => setting.StartsWith($"{place}__", StringComparison.OrdinalIgnoreCase))
            .Select(setting => setting[..place.Length]).Distinct().ToList();
        if (spellings.Count > 1)
            return $"Two accounts have the name {name}: {string.Join(" and ", spellings)} differ in case only. Rename one.";
        if (account.GetChildren().FirstOrDefault(setting => !Members.ContainsKey(setting.Key)) is { Key: var other })
            return $"{place}__{TextSanitizer.Escape(other)} is no setting of an account: it has {string.Join(", ", Members.Keys)}.";
        return account[KeyName] is { Length: > 0 } ? null
            : $"{place}__{KeyName} is missing: set it to the name of the Key Vault secret that holds the account's API key.";
    }

    private static string SameKey(string account, string other, string key) =>
        $"{Section}__{account}__{KeyName} is '{TextSanitizer.Escape(key)}', which {Section}__{other}__{KeyName} is too: two accounts with "
        + "one key would act on the same clusters. Give each its own.";

    [GeneratedRegex("^[a-z0-9]{1,40}$")]
    private static partial Regex NamePattern();
}
