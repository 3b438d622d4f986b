using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;

namespace HopsworksFunctions.Health;

/// <summary>What the checks of one request have read, for those after them.</summary>
public sealed class HealthReading
{
    /// <summary>Null while there are none.</summary>
    public PolicySet? Policies { get; set; }

    /// <summary>Null while it is out of reach.</summary>
    public AccountState? State { get; set; }
}
