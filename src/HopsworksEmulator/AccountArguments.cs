using System.CommandLine;
using System.CommandLine.Parsing;
using HopsworksEmulator.Accounts;
using HopsworksEmulator.Faults;

namespace HopsworksEmulator;

/// <summary>The options for several accounts, and for the latency and faults of all calls.</summary>
internal sealed class AccountArguments
{
    private const int DefaultClusters = 20;

    private readonly Option<int?> accounts = new("--accounts")
    {
        Description = $"Accounts of --clusters each (1 to {ManyAccounts.MaxAccounts}), whose keys are "
            + $"{ManyAccounts.KeyOf(ManyAccounts.NameOf(1))} and so on.",
        HelpName = "N",
    };

    private readonly Option<ushort> latency = new("--latency") { Description = "Milliseconds before each answer.", HelpName = "N" };
    private readonly Option<byte> faults = new("--faults") { Description = "Percentage of calls that fail (0 to 100).", HelpName = "N" };

    /// <param name="fleet">An option that excludes several accounts, as does <paramref name="keys"/>.</param>
    public void AddTo(Command command, Option fleet, Option keys)
    {
        foreach (var option in (Option[])[accounts, latency, faults])
            command.Options.Add(option);
        command.Validators.Add(result => Validate(result, fleet, keys));
    }

    private void Validate(CommandResult result, Option fleet, Option keys)
    {
        if (result.GetValue(accounts) is < 1 or > ManyAccounts.MaxAccounts)
            result.AddError($"--accounts must be from 1 to {ManyAccounts.MaxAccounts}.");
        foreach (var other in result.GetResult(accounts) is null ? [] : new[] { fleet, keys })
        {
            if (result.GetResult(other) is { Implicit: false })
                result.AddError($"--accounts and {other.Name} exclude each other.");
        }
        if (result.GetValue(faults) > 100)
            result.AddError("--faults must be from 0 to 100.");
    }

    /// <summary>Returns the accounts; none for a single account.</summary>
    public IReadOnlyList<AccountOptions> Accounts(ParseResult arguments, int? clusters, DateTimeOffset now) =>
        arguments.GetValue(accounts) is { } count ? ManyAccounts.Create(count, clusters ?? DefaultClusters, now) : [];

    public IReadOnlyList<Fault> Faults(ParseResult arguments) =>
        (arguments.GetValue(latency), arguments.GetValue(faults)) is var (milliseconds, percent) and not (0, 0)
            ? FaultMix.Create(TimeSpan.FromMilliseconds(milliseconds), percent / 100.0)
            : [];
}
