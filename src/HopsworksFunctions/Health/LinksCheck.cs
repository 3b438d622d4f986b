using HopsworksFunctions.Core.KeepLinks;

namespace HopsworksFunctions.Health;

internal sealed class LinksCheck(LinkSigner signer) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        HealthCheckResult.Healthy(await signer.DescribeAsync(cancellationToken));
}
