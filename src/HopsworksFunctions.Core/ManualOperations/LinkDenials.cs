using HopsworksFunctions.Core.KeepLinks;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>The reasons a link has no effect.</summary>
public enum LinkDenial
{
    Forged,
    Expired,
    Foreign,
    NoKey,
    /// <summary>The cluster no longer exists.</summary>
    Gone,
    Stopping,
    Stopped,
    /// <summary>A hold keeps the cluster stopped.</summary>
    HeldDown,
    /// <summary>The stop that the link was for was cancelled or moved.</summary>
    Passed,
    /// <summary>The form was submitted without an offered choice.</summary>
    NoChoice,
}

/// <summary>The sentences for keep-running links and start links that have no effect.</summary>
internal static class LinkDenials
{
    public const string Gone = "The cluster in this link no longer exists in Hopsworks.ai.";

    public static (LinkDenial Why, string Message) Of(LinkFault fault, LinkPurpose purpose) => fault switch
    {
        LinkFault.Forged => (LinkDenial.Forged, "The link may be incomplete, or older than the current signing key. Open it from the "
            + "message again, or copy all of it."),
        LinkFault.Expired => (LinkDenial.Expired, purpose == LinkPurpose.Keep
            ? $"The stop was more than {LinkSigner.Lifetime.TotalHours:0} hours ago."
            : $"A start link works until the next start time, at most {StartLink.Longest.TotalHours:0} hours."),
        LinkFault.Foreign => (LinkDenial.Foreign, "This link was made by an app for another account."),
        LinkFault.NoKey => (LinkDenial.NoKey, "The app cannot read its signing key. Try again in a minute, or tell the owner of this "
            + "app."),
    };
}
