using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Sqlite;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HopsworksFunctions.Cli.Run;

/// <summary>
/// The emulated clusters and their stored state. The first start stores what an app would remember after four weeks. Later starts restore
/// the clusters from the state, because the emulator stores nothing. A large or hostile fleet has no such past.
/// </summary>
internal static class EmulatedFleet
{
    /// <exception cref="CliException">The state cannot be read or written.</exception>
    public static async Task<IReadOnlyList<EmulatedCluster>> CreateAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var seeds = Seeds(settings, now);
        try
        {
            if (await FindAsync(settings, cancellationToken) is { } state)
            {
                return [.. seeds.Select(seeded =>
                    state.Records.TryGetValue(seeded.Id, out var record) ? Remembered(seeded, record) : seeded)];
            }
            if (settings.Clusters is not null || settings.IsHostile)
                return seeds;
            // The app reports invalid policies.
            var instant = Instant.FromDateTimeOffset(now);
            if (await PoliciesAsync(settings.PolicySource, instant, cancellationToken) is not { } policies)
                return seeds;
            var past = await EmulatedPast.PlayAsync(policies, settings.Share, instant, cancellationToken);
            await RememberAsync(past, settings, cancellationToken);
            return past.FleetAt(now);
        }
        catch (StateUnavailableException e)
        {
            throw new CliException(e.Message, e);
        }
    }

    /// <summary>Loads the state of the emulated fleet; null before the first run that saw a cluster.</summary>
    public static async Task<AccountState?> FindAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(FolderOf(settings)))
            return null;
        var state = await LoadAsync(settings, cancellationToken);
        return state.Records.Count + state.Damaged.Count > 0 ? state : null;
    }

    private static IReadOnlyList<EmulatedCluster> Seeds(RunSettings settings, DateTimeOffset now) =>
        settings.IsHostile ? HostileFleet.Create(now)
        : settings.Clusters is { } count ? LargeFleet.Create(count, now)
        : settings.Share.Of(SeededFleet.Create(now));

    private static async Task<PolicySet?> PoliciesAsync(string path, Instant now, CancellationToken cancellationToken)
    {
        var reader = SourceReader.OfDeveloper(Path.GetDirectoryName(path)!);
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        return (await CalendarPolicies.ParseAsync(bytes, reader, CalendarRange.Around(now), cancellationToken)).Policies;
    }

    /// <summary>
    /// Restores a cluster from its record. Actions that were in progress have completed; a cluster in an unusual state, such as an error,
    /// keeps its seeded state.
    /// </summary>
    private static EmulatedCluster Remembered(EmulatedCluster seeded, ClusterRecord record)
    {
        var (power, since) = record.Pending switch
        {
            { Answer: CallAnswer.Accepted, Action: ClusterAction.Stop, SentAt: var sentAt } => (PowerState.Down, sentAt),
            { Answer: CallAnswer.Accepted, Action: ClusterAction.Start, SentAt: var sentAt } => (PowerState.Up, sentAt),
            _ => (record.Power, record.PowerSince),
        };
        if (power is null || record.Unsettled is not null && record.Pending is null)
            return seeded;
        var created = since?.ToDateTimeOffset() is { } earlier && earlier < seeded.CreatedOn ? earlier : seeded.CreatedOn;
        return power == PowerState.Up
            ? seeded with
            {
                State = ClusterStates.Running,
                ActivationState = ActivationStates.Stoppable,
                CreatedOn = created,
                StartedOn = since?.ToDateTimeOffset() ?? seeded.StartedOn,
                // A start brings up the cluster without workers.
                Workers = record.Pending is { Action: ClusterAction.Start } && seeded.Autoscale is null ? []
                    : record.Workers is null ? seeded.Workers
                    : record.Pending is { Answer: CallAnswer.Accepted, Action: ClusterAction.AddWorkers } ? seeded.Workers
                    : [],
            }
            : seeded with
            {
                State = seeded.State == ClusterStates.ExternallyStopped ? seeded.State : ClusterStates.Stopped,
                ActivationState = ActivationStates.Startable,
                CreatedOn = created,
                Workers = [],
            };
    }

    /// <summary>Stores the past in one step, so that no reader finds half of it.</summary>
    private static async Task RememberAsync(EmulatedPast past, RunSettings settings, CancellationToken cancellationToken)
    {
        var folder = FolderOf(settings);
        var draft = Directory.CreateDirectory(Path.Combine(settings.StateDirectory, $"draft-{Environment.ProcessId}")).FullName;
        try
        {
            await WriteAsync(past, draft, settings.Account, cancellationToken);
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            Directory.Move(Path.Combine(draft, Path.GetFileName(folder)), folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"Cannot write the state in {folder}: {e.Message}", e);
        }
        finally
        {
            Directory.Delete(draft, recursive: true);
        }
    }

    private static async Task WriteAsync(EmulatedPast past, string directory, string account, CancellationToken cancellationToken)
    {
        using var database = new StateDatabase(directory, account);
        var state = await LoadAsync(database, account, cancellationToken);
        foreach (var record in past.Account.Records.Values)
            await state.SaveAsync(record, cancellationToken);
        foreach (var hold in past.Account.Holds.Values)
            await state.SaveAsync(hold, cancellationToken);
        foreach (var incident in past.Account.Incidents)
            await state.OpenAsync(incident, cancellationToken);
        foreach (var run in past.Runs)
            await state.AddAsync(run, cancellationToken);
        await past.Documents.CopyToAsync(new SqliteDocumentStore(database, TimeProvider.System), cancellationToken);
        await new SqliteAuditLog(database).AppendAllAsync(await past.AuditAsync(cancellationToken), cancellationToken);
    }

    private static async Task<AccountState> LoadAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        using var database = new StateDatabase(settings.StateDirectory, settings.Account);
        return await LoadAsync(database, settings.Account, cancellationToken);
    }

    private static Task<AccountState> LoadAsync(StateDatabase database, string account, CancellationToken cancellationToken)
    {
        var documents = new SqliteDocumentStore(database, TimeProvider.System);
        return new DocumentAccountStore(documents, account, NullLogger<DocumentAccountStore>.Instance).LoadAsync(cancellationToken);
    }

    private static string FolderOf(RunSettings settings) => Path.Combine(settings.StateDirectory, settings.Account);
}
