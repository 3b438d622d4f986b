namespace HopsworksFunctions.Core.Access;

/// <summary>The roles of callers. Each role includes the permissions of the previous one.</summary>
public enum Role
{
    /// <summary>May only read.</summary>
    Reader,
    /// <summary>May hold, start and stop clusters, and start runs.</summary>
    Operator,
    /// <summary>May do everything, for every cluster.</summary>
    Owner,
}
