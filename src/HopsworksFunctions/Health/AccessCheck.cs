using HopsworksFunctions.Access;
using HopsworksFunctions.Core.Access;

namespace HopsworksFunctions.Health;

/// <summary>A report on who may use the operations for owners. It is never an error, because runs do not depend on it.</summary>
internal sealed class AccessCheck(OwnerKey owners, IConfiguration settings) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        HealthCheckResult.Healthy(
            SignedIn.IsOn(settings) ? "people sign in, and their roles in Entra ID decide what they may do"
            : await owners.ProblemAsync(cancellationToken) is { } problem
                ? $"nobody can unfreeze, allow stops or restore the state: {problem}"
            : "the owner's key can also unfreeze, allow stops and restore the state");
}
