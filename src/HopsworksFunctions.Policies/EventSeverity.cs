namespace HopsworksFunctions.Policies;

/// <summary>The importance of an event, lowest first, with the same names in policies and messages.</summary>
public enum EventSeverity
{
    /// <summary>The app did what it should.</summary>
    Information,
    /// <summary>People may want to act on the event, or the app cannot do everything that it should.</summary>
    Warning,
    /// <summary>The app cannot do what it should until a person acts on the event.</summary>
    Error,
}

public static class EventSeverities
{
    extension(EventKind kind)
    {
        /// <summary>The severity, equal for the start and the end of an incident, so that the same channels get both.</summary>
        public EventSeverity Severity => kind switch
        {
            EventKind.Stop or EventKind.Start or EventKind.Ready or EventKind.Unknown => EventSeverity.Information,
            EventKind.Warn or EventKind.Limit or EventKind.Freeze or EventKind.Config or EventKind.NotFollowed or EventKind.Workers
                or EventKind.Probe or EventKind.OrphanedStop or EventKind.Defer or EventKind.BackupFailed => EventSeverity.Warning,
            EventKind.StartFailed or EventKind.StopFailed or EventKind.Key or EventKind.State or EventKind.Outage => EventSeverity.Error,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }
}
