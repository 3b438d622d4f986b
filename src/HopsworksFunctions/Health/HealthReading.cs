using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Health;

/// <summary>What the checks of one request have read, for later checks.</summary>
public sealed class HealthReading
{
    /// <summary>Null when there are none.</summary>
    public PolicySet? Policies { get; set; }

    /// <summary>Null when it cannot be reached.</summary>
    public AccountState? State { get; set; }
}
