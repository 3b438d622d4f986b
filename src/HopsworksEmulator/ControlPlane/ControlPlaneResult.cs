namespace HopsworksEmulator.ControlPlane;

/// <summary>The result of an action: the envelope's code and message, and the ID of a created object.</summary>
public readonly record struct ControlPlaneResult(int Code, string? Message = null, string? Id = null)
{
    public static readonly ControlPlaneResult Done = new(200);

    public bool Accepted => Code is >= 200 and < 300;

    internal static readonly ControlPlaneResult NoCluster = new(404, "cluster not found");
    internal static readonly ControlPlaneResult NoBackup = new(404, "backup not found");

    internal static ControlPlaneResult BadRequest(string message) => new(400, message);
}
