using HopsworksFunctions.Core.Hopsworks.Wire;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Extensions;

namespace HopsworksFunctions.Core.Hopsworks;

/// <inheritdoc cref="IHopsworksClient"/>
public sealed partial class HopsworksClient : IHopsworksClient
{
    private readonly IHopsworksApi api;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private volatile Listing last = Listing.None;

    internal HopsworksClient(IHopsworksApi api, TimeProvider time, ILogger<HopsworksClient> logger) =>
        (this.api, this.time, this.logger) = (api, time, logger);

    private Instant Now => time.GetCurrentInstant();

    public async Task<ApiResult<IReadOnlyList<Cluster>>> ListClustersAsync(CancellationToken cancellationToken)
    {
        var read = await ReadAsync(
            api.ListClustersAsync, (ref body) => Listing.ReadPayload(ref body, last, Now), cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded) return read.Failure;
        last = read.Value;
        if (read.Value.WithoutId > 0) Log.WithoutId(logger, read.Value.WithoutId);
        Cluster[] clusters = [.. read.Value.Clusters];
        foreach (var cluster in clusters)
            if (cluster.StateText == Listing.Unreadable)
                Log.Unreadable(logger, cluster.Name, TextSanitizer.Escape(cluster.Id));
        return new(clusters, null) { Date = read.Date };
    }

    /// <inheritdoc/>
    public async Task<ApiResult<Cluster>> GetClusterAsync(string clusterId, CancellationToken cancellationToken)
    {
        if (NotAnId(clusterId) is { } refused) return refused;
        return await ReadAsync(
            token => api.GetClusterAsync(clusterId, token), (ref body) => ClusterReader.ReadPayload(ref body, Now), cancellationToken)
            .ConfigureAwait(false);
    }

    public Task<ApiResult> StopAsync(string clusterId, CancellationToken cancellationToken) =>
        ActAsync(clusterId, token => api.StopAsync(clusterId, token), cancellationToken);

    public Task<ApiResult> StartAsync(string clusterId, CancellationToken cancellationToken) =>
        ActAsync(clusterId, token => api.StartAsync(clusterId, token), cancellationToken);

    public Task<ApiResult> AddWorkersAsync(string clusterId, IReadOnlyList<WorkerGroup> workers, CancellationToken cancellationToken) =>
        ActAsync(clusterId, token => api.AddWorkersAsync(clusterId, workers.ToBody(), token), cancellationToken);

    public Task<ApiResult<IReadOnlyList<Backup>>> ListBackupsAsync(string? clusterId, CancellationToken cancellationToken) =>
        ReadAsync(token => api.ListBackupsAsync(clusterId, token), BackupReader.ReadPayload, cancellationToken);

    public Task<ApiResult<string>> CreateBackupAsync(string clusterId, string name, CancellationToken cancellationToken) =>
        ReadAsync(token => api.CreateBackupAsync(new(new(clusterId, name)), token), BackupReader.ReadId, cancellationToken);

    public Task<ApiResult> DeleteBackupAsync(string backupId, CancellationToken cancellationToken) =>
        ActAsync(backupId, token => api.DeleteBackupAsync(backupId, token), cancellationToken);

    /// <summary>Lists the machine types of an Azure location, AWS region or GCP zone; null means all of them.</summary>
    public Task<ApiResult<IReadOnlyList<InstanceType>>> ListSupportedTypesAsync(
        Cloud cloud, string? region, CancellationToken cancellationToken) =>
        ReadAsync(
            token => api.ListSupportedTypesAsync(cloud.ToString().ToUpperInvariant(), region, token), WireMapper.ReadPayload,
            cancellationToken);

    private async Task<ApiResult> ActAsync(
        string id, Func<CancellationToken, Task<HttpResponseMessage>> call, CancellationToken cancellationToken)
    {
        if (NotAnId(id) is { } refused) return refused;
        var (reply, failure) = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        return new(failure ?? reply!.Failure());
    }

    private async Task<ApiResult<T>> ReadAsync<T>(
        Func<CancellationToken, Task<HttpResponseMessage>> call, ContentReader<T> content, CancellationToken cancellationToken)
        where T : class
    {
        var (reply, failure) = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (failure is not null) return failure;
        var read = reply!.Read(content);
        return read.Succeeded ? read with { Date = reply.Date } : read;
    }

    private async Task<ApiResult<ApiResponse>> SendAsync(
        Func<CancellationToken, Task<HttpResponseMessage>> call, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await call(cancellationToken).ConfigureAwait(false);
            return await ApiResponse.ReadAsync(response, Now, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (HttpErrors.Classify(e) is { } failure) return failure;
            throw;
        }
    }

    /// <summary>Rejects external IDs that would change the request's path even when they are quoted.</summary>
    private static ApiFailure? NotAnId(string id) =>
        id is "" or "." or ".." ? new(FailureKind.NotFound, $"'{id}' is not a valid ID.") : null;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Hopsworks.ai listed {Count} clusters without an ID; the app ignores them")]
        public static partial void WithoutId(ILogger logger, int count);

        [LoggerMessage(LogLevel.Warning,
            "Cluster {Cluster} ({Id}): the answer from Hopsworks.ai could not be read; the app does not act on it")]
        public static partial void Unreadable(ILogger logger, string cluster, string id);
    }
}
