using HopsworksFunctions.Core.Http;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Core.IdleProbes;

/// <summary>
/// Reads from the clusters themselves, each with its own key. Retries only with a newer key; otherwise the next run retries.
/// </summary>
internal sealed class ClusterApi(HttpClient http, ClusterKeys keys, TimeSpan timeout, TimeProvider time)
{
    private const long LargestAnswer = 8 * 1024 * 1024;

    /// <param name="path">Below <c>/hopsworks-api/api</c>, such as <c>/project</c>.</param>
    /// <exception cref="OperationCanceledException">
    /// Only for <paramref name="cancellationToken"/>; a timeout is a problem of the answer.
    /// </exception>
    public async Task<ClusterAnswer> GetAsync(Cluster cluster, string path, CancellationToken cancellationToken)
    {
        var url = ClusterAddress.Of(cluster.Url);
        if (ClusterAddress.Problem(url) is { } unsafeAddress)
            return ClusterAnswer.None(unsafeAddress);
        var (key, problem) = await keys.GetAsync(cluster.Id, cancellationToken);
        if (key is null)
            return ClusterAnswer.None(problem!);
        var address = new Uri(url!, $"/hopsworks-api/api{path}");
        var answer = await SendAsync(address, key, cancellationToken);
        return answer.Status == 401 && await keys.RereadAsync(cluster.Id, key, cancellationToken) is { } newer
            ? await SendAsync(address, newer, cancellationToken)
            : answer;
    }

    private async Task<ClusterAnswer> SendAsync(Uri address, Secret key, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Authorization", $"ApiKey {key.Value}");
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await response.Content.LoadIntoBufferAsync(LargestAnswer, either.Token);
            return ClusterAnswer.Read((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ClusterAnswer.Silent($"no complete answer within {timeout.TotalSeconds:0.#} seconds");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return ClusterAnswer.Silent(ConnectionFault.Explain(e));
        }
    }
}
