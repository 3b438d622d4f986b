using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>The incidents that the audit has as begun; each must begin and end in turn.</summary>
internal sealed class OpenIncidents
{
    private readonly HashSet<(string Kind, string? Cluster)> open = [];

    public bool Of(string kind) => open.Any(incident => incident.Kind == kind);

    public void Note(AuditEntry entry)
    {
        var incident = (entry.Message.Split(':')[0], entry.ClusterId);
        if (entry.Kind == AuditKind.Incident)
            BrokenException.If(!open.Add(incident), $"{entry.At} {incident} begins although it is open");
        else if (entry.Kind == AuditKind.IncidentOver)
            BrokenException.If(!open.Remove(incident), $"{entry.At} {incident} is over although it is not open");
    }

    public void Clear() => open.Clear();
}
