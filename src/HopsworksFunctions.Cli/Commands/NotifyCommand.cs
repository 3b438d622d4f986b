using System.CommandLine;
using HopsworksEmulator;
using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>notify test</c>: sends a test message to each channel of the policies.</summary>
internal static class NotifyCommand
{
    public static Command Create() => new("notify", "The channels to which the policies send messages.") { CreateTest() };

    private static Command CreateTest()
    {
        var policies = PolicyOption.Create();
        var channel = new Option<int?>("--channel") { Description = "Only the N-th channel of 'notify', from 1.", HelpName = "N" };
        var json = new Option<bool>("--json") { Description = "One JSON object a line for each channel." };
        var command = new Command("test", "Send each channel a message with a sample of every event that it wants.")
        {
            policies, channel, json,
        };
        command.SetAction((arguments, cancellationToken) => ExecuteAsync(
            arguments.Settings(policies), arguments.GetValue(channel), arguments.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> ExecuteAsync(RunSettings settings, int? only, bool json, CancellationToken cancellationToken)
    {
        // The command needs no emulator, but the app's settings are not valid without a key.
        if (settings.IsEmulated)
            settings = settings.With("HOPSWORKSAI_API_KEY", new EmulatorOptions().ApiKeys[0]);
        await using var services = LocalServices.Create(settings.Values);
        if (SettingsValidation.Problem(services) is { } problem)
            throw new CliException(problem);
        var channels = await ChannelsAsync(settings, services, cancellationToken);
        if (only is { } number && (number < 1 || number > channels.Count))
            throw new CliException($"--channel must be from 1 to {channels.Count}: {settings.PolicySource} has so many in 'notify'.");
        var test = services.GetRequiredService<ChannelTest>();
        var outcomes = new List<ChannelOutcome>();
        for (var i = 0; i < channels.Count; i++)
        {
            if (only is null || only == i + 1)
                outcomes.Add(new(i + 1, channels[i], await test.SendAsync(settings.Account, channels[i], cancellationToken)));
        }
        if (json)
            outcomes.ForEach(outcome => outcome.WriteJson(Console.Out));
        else
            ChannelOutcome.WriteTable(Console.Out, outcomes);
        return outcomes.TrueForAll(outcome => outcome.Problem is null) ? 0 : 1;
    }

    private static async Task<IReadOnlyList<NotificationChannel>> ChannelsAsync(
        RunSettings settings, ServiceProvider services, CancellationToken cancellationToken)
    {
        var reading = await services.GetRequiredService<IPolicySource>().ReadAsync(remember: false, cancellationToken);
        // The last good policies may name other channels than the invalid ones that were meant to be tested.
        if (reading.Policies is not { } policies || reading.Error is not null)
            throw new CliException(reading.Error!);
        return policies.Notify is []
            ? throw new CliException($"{settings.PolicySource} has no channels; name some in 'notify'.")
            : policies.Notify;
    }
}
