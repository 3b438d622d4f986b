using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.Policies.Language;
using HopsworksFunctions.Core.State;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HopsworksFunctions.Cli.Run;

/// <summary>The emulated fleet with a past: what an app that had watched it for a week would remember, in the state of the account.</summary>
internal static class EmulatedFleet
{
    /// <summary>What an earlier emulated fleet left in the account's state is replaced: each start has a fleet of its own.</summary>
    public static async Task<IReadOnlyList<EmulatedCluster>> CreateAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        // Invalid policies are the app's to complain of.
        if (PolicyFile.Parse(await File.ReadAllBytesAsync(settings.PolicySource, cancellationToken)).Policies is not { } policies)
            return SeededFleet.Create(now);
        var past = await EmulatedPast.LiveAsync(policies, Instant.FromDateTimeOffset(now), cancellationToken);
        if (settings.Account == RunSettings.EmulatedAccount && Path.Combine(settings.StateDirectory, settings.Account) is var folder && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        await RememberAsync(past, settings, cancellationToken);
        return past.FleetAt(now);
    }

    private static async Task RememberAsync(EmulatedPast past, RunSettings settings, CancellationToken cancellationToken)
    {
        var documents = new FileDocumentStore(settings.StateDirectory, settings.Account, TimeProvider.System);
        var state = await new DocumentAccountStore(documents, settings.Account, NullLogger<DocumentAccountStore>.Instance).LoadAsync(cancellationToken);
        foreach (var record in past.Account.Records.Values)
            await state.SaveAsync(record, cancellationToken);
        foreach (var hold in past.Account.Holds.Values)
            await state.SaveAsync(hold, cancellationToken);
        foreach (var incident in past.Account.Incidents)
            await state.OpenAsync(incident, cancellationToken);
        foreach (var run in past.Account.Runs.Take(20).Reverse())
            await state.AddAsync(run, cancellationToken);
        using var audit = new FileAuditLog(settings.StateDirectory, settings.Account, TimeProvider.System);
        foreach (var entry in (await past.Audit.ReadAsync(new(Limit: int.MaxValue - 1), cancellationToken)).Entries.Reverse())
            await audit.AppendAsync(entry, cancellationToken);
    }
}
