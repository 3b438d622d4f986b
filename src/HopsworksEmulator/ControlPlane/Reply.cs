namespace HopsworksEmulator.ControlPlane;

/// <summary>The control plane's answer to an action: the envelope's code and message, and the id of what was created.</summary>
public readonly record struct Reply(int Code, string? Message = null, string? Id = null)
{
    public static readonly Reply Done = new(200);

    public bool Accepted => Code is >= 200 and < 300;

    internal static readonly Reply NoCluster = new(404, "cluster not found");
    internal static readonly Reply NoBackup = new(404, "backup not found");

    internal static Reply BadRequest(string message) => new(400, message);
}
