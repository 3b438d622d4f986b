namespace HopsworksFunctions.Core.State;

/// <summary>The kinds of documents that make up an account's state.</summary>
internal static class DocumentKinds
{
    public const string Record = "record";
    public const string Hold = "hold";
    public const string Freeze = "freeze";
    public const string Incident = "incident";
    public const string Runs = "runs";
    public const string Message = "message";
    public const string Channel = "channel";
    /// <summary>See <see cref="ClosedDays"/>.</summary>
    public const string Day = "day";
    /// <summary>See <see cref="ActivityLog"/>, which appends the week.</summary>
    public const string Activity = "activity";
    /// <summary>See <see cref="PolicyHistory"/>.</summary>
    public const string InForce = "in-force";
    /// <inheritdoc cref="InForce"/>
    public const string PolicyText = "policy-text";
    /// <summary>For all accounts together, if there are several.</summary>
    public const string Account = "account";
    /// <inheritdoc cref="Account"/>
    public const string Ticks = "ticks";
}
