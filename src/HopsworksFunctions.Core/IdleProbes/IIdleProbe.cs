using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.IdleProbes;

/// <summary>One kind of activity check, which rules select by the name of its <see cref="Probe"/>.</summary>
internal interface IIdleProbe
{
    IdleProbe Probe { get; }

    /// <exception cref="OperationCanceledException">Only for <paramref name="cancellationToken"/>.</exception>
    ValueTask<Sample> MeasureAsync(ProbeTarget target, CancellationToken cancellationToken);
}
