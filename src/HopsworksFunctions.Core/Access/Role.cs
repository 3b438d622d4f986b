namespace HopsworksFunctions.Core.Access;

/// <summary>What a caller may do; each role may do what the one before may.</summary>
public enum Role
{
    /// <summary>May look.</summary>
    Reader,
    /// <summary>May hold, start and stop clusters, and start runs.</summary>
    Operator,
    /// <summary>May do everything, for every cluster.</summary>
    Owner,
}
