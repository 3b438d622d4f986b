using System.CommandLine;
using HopsworksEmulator;
using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Language;
using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>notify test</c>: sends a test message to each channel of the policies.</summary>
internal static class NotifyCommand
{
    public static Command Create() => new("notify", "Work with notification channels.") { CreateTest() };

    private static Command CreateTest()
    {
        var policies = PolicyOption.Create();
        var account = AccountOption.Create();
        var channel = ValueOptions.Number("--channel", "Test only channel N of \"notify\", counted from 1.", "N", 1, int.MaxValue);
        var owner = new Option<string?>("--tag")
        {
            Description = "The tag's value whose channel to test, where \"byTag\" makes one for each; without it, the fallback is tested.",
            HelpName = "VALUE",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line, for each channel." };
        var command = new Command("test", "Send a test message to each channel, with a sample of each event it subscribes to.")
        {
            policies, channel, owner, json, account,
        };
        command.SetAction((arguments, cancellationToken) => ExecuteAsync(
            arguments.Settings(policies, account), arguments.GetValue(channel), arguments.GetValue(owner), arguments.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> ExecuteAsync(
        RunSettings settings, int? only, string? tag, bool json, CancellationToken cancellationToken)
    {
        // The command needs no emulator, but the app's settings are not valid without a key.
        if (settings.IsEmulated)
            settings = settings.With("HOPSWORKSAI_API_KEY", new EmulatorOptions().ApiKeys[0]);
        await using var services = LocalServices.Create(settings.Values);
        if (SettingsValidation.Problem(services) is { } problem)
            throw new CliException(problem);
        var channels = await ChannelsAsync(settings, services, cancellationToken);
        if (only > channels.Count)
        {
            throw CliException.Usage(
                $"--channel must be from 1 to {channels.Count}: {settings.PolicySource} has "
                + $"{CountText.Of(channels.Count, "channel")}.");
        }
        var test = services.GetRequiredService<ChannelTest>();
        var outcomes = new List<ChannelOutcome>();
        for (var i = 0; i < channels.Count; i++)
        {
            if (only is null || only == i + 1)
                outcomes.Add(await TestAsync(i + 1, channels[i], tag, test, settings.Account, cancellationToken));
        }
        if (json)
            outcomes.ForEach(outcome => outcome.WriteJson(Console.Out));
        else
            ChannelOutcome.WriteTable(Console.Out, outcomes);
        return outcomes.TrueForAll(outcome => outcome.Problem is null) ? 0 : 1;
    }

    private static async Task<ChannelOutcome> TestAsync(
        int number, NotificationChannel channel, string? tag, ChannelTest test, string account, CancellationToken cancellationToken)
    {
        var word = tag is null ? null : OwnerTag.WordOf(tag);
        if (tag is not null && word is null)
            throw CliException.Usage($"--tag '{tag}' names no secret: {OwnerTag.Spelling}.");
        if (channel.ByTag is not { } byTag)
            return new(number, channel, await test.SendAsync(account, channel, cancellationToken));
        return channel.ForOwner(word) is { } its
            ? new(number, its, await test.SendAsync(account, its, cancellationToken))
            : new(number, channel, $"it has an address for each value of tag '{byTag.Tag}'; name one with --tag");
    }

    private static async Task<IReadOnlyList<NotificationChannel>> ChannelsAsync(
        RunSettings settings, ServiceProvider services, CancellationToken cancellationToken)
    {
        var reading = await services.GetRequiredService<IPolicySource>().ReadAsync(remember: false, cancellationToken);
        // The last valid policies may have other channels than the invalid policies under test.
        if (reading.Policies is not { } policies || reading.Error is not null)
            throw new CliException(reading.Error!);
        return policies.Notify is []
            ? throw new CliException($"{settings.PolicySource} has no channels. Add some to \"notify\".")
            : policies.Notify;
    }
}
