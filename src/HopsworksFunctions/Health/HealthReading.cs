using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Health;

/// <summary>The data that the checks of one request have read, for later checks.</summary>
public sealed class HealthReading
{
    /// <summary>The policies; null if there are none.</summary>
    public PolicySet? Policies { get; set; }

    /// <summary>The state; null if it cannot be reached.</summary>
    public AccountState? State { get; set; }
}
