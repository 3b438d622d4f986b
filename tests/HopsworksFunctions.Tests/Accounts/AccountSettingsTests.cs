using System.Globalization;
using HopsworksFunctions.Core.Accounts;
using HopsworksFunctions.Core.State;
using Microsoft.Extensions.Configuration;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Accounts;

public sealed class AccountSettingsTests
{
    private const string Key = "Accounts:acme:ApiKeySecretName=acme-key";
    private const string Other = "Accounts:globex:ApiKeySecretName=globex-key";

    [Fact]
    public void Without_accounts_there_is_the_one_that_there_always_was()
    {
        var (unnamed, named) = (Read(), Read("Account=team-a"));
        Assert.Equal((false, false), (unnamed.AreSeveral, unnamed.NeedQueue));
        Assert.Equal([["default"], ["team-a"]], new[] { unnamed.Names, named.Names });
        Assert.Null(unnamed.Problem);
    }

    [Fact]
    public void An_account_has_the_settings_of_the_app_except_its_own()
    {
        var accounts = Read(
            "Hopsworks:BaseUrl=https://api.example", "Hopsworks:Timeout=00:00:10", "Policies:Source=policies.json", "HOPSWORKSAI_API_KEY=k",
            Key, "Accounts:acme:PoliciesSource=acme.json", Other, "Accounts:globex:BaseUrl=https://other.example",
            "Accounts:globex:PricesSource=globex-prices.json");
        Assert.Equal(["acme", "globex"], accounts.Names);
        Assert.Equal(
            ["acme acme-key https://api.example 00:00:10 acme.json - -", "globex globex-key https://other.example 00:00:10 policies.json "
                + "globex-prices.json -"],
            accounts.Names.Select(name => accounts.Of(name)).Select(own => string.Join(' ',
                new[]
                {
                    "Account", "Hopsworks:ApiKeySecretName", "Hopsworks:BaseUrl", "Hopsworks:Timeout", "Policies:Source",
                    "Savings:PricesSource", "HOPSWORKSAI_API_KEY",
                }.Select(setting => own[setting] ?? "-"))));
        Assert.Equal(
            ["acme", "globex"], accounts.Names.Select(name => Assert.Single(accounts.Of(name).GetSection("Accounts").GetChildren()).Key));
    }

    [Theory]
    [InlineData("Accounts is a text: name each account in its settings", "Accounts=acme,globex")]
    [InlineData("Account and Accounts__... are both set: remove Account", "Account=acme", Key)]
    [InlineData("AccountsInProcess must be a whole number from 1 to 50.", "AccountsInProcess=many", Key)]
    [InlineData("AccountsInProcess must be a whole number from 1 to 50.", "AccountsInProcess=0", Key)]
    [InlineData("2 accounts are more than 1, so they need a queue: set State__QueueServiceUri", "AccountsInProcess=1", Key, Other)]
    public void What_is_wrong_for_all_says_which_setting_to_change(string problem, params string[] settings) =>
        Assert.StartsWith(problem, Read(settings).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("Accounts__Acme: an account's name must be 1 to 40 lower-case letters and digits.",
        "Accounts:Acme:ApiKeySecretName=k")]
    [InlineData("Accounts__acme__ApiKeySecretName is missing: set it to the name of the Key Vault secret", "Accounts:acme:BaseUrl=x")]
    [InlineData("Accounts__acme__ApiKey is no setting of an account: it has ApiKeySecretName, BaseUrl, PoliciesSource, PricesSource.", Key,
        "Accounts:acme:ApiKey=secret")]
    [InlineData("Accounts__acme__ApiKeySecretName is 'Same', which Accounts__globex__ApiKeySecretName is too: two accounts with one key",
        "Accounts:acme:ApiKeySecretName=Same", "Accounts:globex:ApiKeySecretName=same", "Accounts:initech:ApiKeySecretName=own")]
    public void What_is_wrong_with_one_account_leaves_the_others_alone(string problem, params string[] settings)
    {
        var accounts = Read([.. settings, "Accounts:zeta:ApiKeySecretName=zeta-key"]);
        Assert.Null(accounts.Problem);
        Assert.StartsWith(problem, accounts.ProblemOf(accounts.Names[0]), StringComparison.Ordinal);
        Assert.Null(accounts.ProblemOf("zeta"));
    }

    [Fact]
    public void Two_names_that_differ_in_case_are_one_name()
    {
        var accounts = new AccountSettings(Configuration(Key), ["Accounts__acme__ApiKeySecretName", "ACCOUNTS__ACME__BaseUrl", "PATH"]);
        Assert.StartsWith("Two accounts have the name acme: ", accounts.ProblemOf("acme"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_names_the_setting_that_has_it()
    {
        var accounts = Read(
            Key, Other, "Hopsworks:BaseUrl=ftp://y", "Accounts:globex:BaseUrl=ftp://x", "Policies:Source=y",
            "Accounts:acme:PoliciesSource=x");
        const string problem =
            "Hopsworks__BaseUrl must be an https address. Policies__Source is no file. Savings__PricesSource is missing.";
        Assert.Equal(
            ["Hopsworks__BaseUrl must be an https address. Accounts__acme__PoliciesSource is no file. "
                + "Accounts__acme__PricesSource is missing.",
                "Accounts__globex__BaseUrl must be an https address. Policies__Source is no file. "
                + "Accounts__globex__PricesSource is missing."],
            accounts.Names.Select(name => accounts.InWordsOf(name, problem)));
        Assert.Equal(problem, Read().InWordsOf("default", problem));
    }

    [Theory]
    [InlineData("0 */5 * * * *", "2026-06-02T10:00:07Z", "2026-06-02T10:15:01Z", false)]
    [InlineData("0 */5 * * * *", "2026-06-02T10:00:07Z", "2026-06-02T10:20:01Z", true)]
    // Planned gaps have no ticks: a weekend, and an hour between two runs of a day.
    [InlineData("0 */5 6-20 * * 1-5", "2026-06-05T20:55:07Z", "2026-06-08T06:10:01Z", false)]
    [InlineData("0 */5 6-20 * * 1-5", "2026-06-05T20:55:07Z", "2026-06-08T06:15:01Z", true)]
    [InlineData("0 0 8,9 * * *", "2026-06-01T09:00:07Z", "2026-06-02T09:00:01Z", false)]
    // The last run has the time of a clock that was wrong, so the first tick counts.
    [InlineData("0 */5 * * * *", "2026-06-03T10:00:07Z", "2026-06-02T10:15:01Z", true)]
    public void An_account_is_late_after_three_ticks_without_a_run(string schedule, string ran, string now, bool isLate)
    {
        var settings = Read(Key, Other, $"ReconcileSchedule={schedule}");
        var at = DateTimeOffset.Parse(ran, CultureInfo.InvariantCulture);
        var status = new AccountStatus("acme", Instant.FromUtc(2026, 5, 1, 0, 0))
        {
            LastRun = new("r", "timer", at, at, RunOutcome.Ok, null, null, new(0, 0, 0, 0)),
        };

        Assert.Equal(isLate, settings.IsLate(status, Instant.FromUtc(2026, 5, 2, 0, 0), InstantPattern.General.Parse(now).Value));
    }

    private static AccountSettings Read(params string[] settings) => new(Configuration(settings), []);

    private static IConfiguration Configuration(params string[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(s => KeyValuePair.Create(s[0], (string?)s[1])))
        .Build();
}
