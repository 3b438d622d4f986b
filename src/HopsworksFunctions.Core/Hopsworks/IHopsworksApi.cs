using HopsworksFunctions.Core.Hopsworks.Wire;
using Refit;

namespace HopsworksFunctions.Core.Hopsworks;

/// <summary>
/// The control plane endpoints that the app uses. Answers are raw, because the HTTP status does not say whether a call succeeded.
/// </summary>
/// <remarks>The deletion of clusters is left out on purpose, because the app must never terminate one.</remarks>
internal interface IHopsworksApi
{
    [Get("/api/clusters")]
    Task<HttpResponseMessage> ListClustersAsync(CancellationToken cancellationToken);

    [Get("/api/clusters/{id}")]
    Task<HttpResponseMessage> GetClusterAsync(string id, CancellationToken cancellationToken);

    [Put("/api/clusters/{id}/stop")]
    Task<HttpResponseMessage> StopAsync(string id, CancellationToken cancellationToken);

    [Put("/api/clusters/{id}/start")]
    Task<HttpResponseMessage> StartAsync(string id, CancellationToken cancellationToken);

    [Post("/api/clusters/{id}/workers")]
    Task<HttpResponseMessage> AddWorkersAsync(string id, [Body] WorkersBody workers, CancellationToken cancellationToken);

    [Get("/api/backups")]
    Task<HttpResponseMessage> ListBackupsAsync(string? clusterId, CancellationToken cancellationToken);

    [Post("/api/backups")]
    Task<HttpResponseMessage> CreateBackupAsync([Body] BackupBody backup, CancellationToken cancellationToken);

    [Delete("/api/backups/{id}")]
    Task<HttpResponseMessage> DeleteBackupAsync(string id, CancellationToken cancellationToken);

    [Get("/api/clusters/nodes/supported-types")]
    Task<HttpResponseMessage> ListSupportedTypesAsync(string cloud, string? region, CancellationToken cancellationToken);
}
