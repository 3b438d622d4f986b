using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>The scenario's policies. After an invalid version, the last valid one stays in force.</summary>
internal sealed class SimulatedPolicies(PolicySet first) : IPolicySource
{
    private PolicyReading reading = new(Silent(first), null);

    public PolicySet Current => reading.Policies!;

    public void Change(PolicyParse parse) =>
        reading = parse.Policies is { } valid ? new(Silent(valid), null) : new(Current, parse.Errors("policies"));

    // Messages would pile up, because nobody sends them.
    private static PolicySet Silent(PolicySet policies) => policies with { Notify = [] };

    public Task<PolicyReading> ReadAsync(bool remember, CancellationToken cancellationToken) => Task.FromResult(reading);
}
