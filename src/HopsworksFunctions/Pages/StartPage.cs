using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Pages;

/// <summary>The page of a link that starts a cluster again, without scripts.</summary>
/// <param name="now">The current time, relative to which times are written.</param>
/// <param name="action">The target of the form.</param>
internal sealed class StartPage(Instant now, string action)
{
    /// <param name="token">The token that the form returns.</param>
    public string Of(StartAnswer answer, string token) => answer switch
    {
        StartAnswer.Open open => Offer(open, token),
        StartAnswer.Started { Changed: true } started =>
            LinkPages.Message($"Starting {started.Cluster}", "The start was sent. It takes some minutes until the cluster is running."),
        StartAnswer.Started started => LinkPages.Message("No change needed", $"{started.Cluster} is already {started.State}."),
        StartAnswer.Denied denied => LinkPages.Denied(denied.Why, denied.Message),
        _ => throw new InvalidOperationException($"{answer.GetType().Name} has no page"),
    };

    private string Offer(StartAnswer.Open open, string token)
    {
        var (title, name) = ($"Start {open.Cluster}?", LinkPages.Encode(open.Cluster));
        return SmallPage.Html(title, $"""
            <h1>{LinkPages.Encode(title)}</h1>
            <p>{LinkPages.Encode(Future(open))}</p>
            <form method="post" action="{LinkPages.Encode(action)}">
            <input type="hidden" name="token" value="{LinkPages.Encode(token)}">
            <button>Start {name}</button>
            </form>
            <p class="quiet">Nothing changes until you choose Start {name}. The cluster costs money while it runs.</p>
            """);
    }

    private string Future(StartAnswer.Open open) => open switch
    {
        { StoppedAfter: { } after } =>
            $"Rule '{open.Rule}' enforces its schedule: the app stops {open.Cluster} again after {At(after, open.Zone)}.",
        { KeptUntil: { } until } => $"Outside its schedule, {open.Cluster} keeps running until {At(until, open.Zone)}.",
        _ => $"Rule '{open.Rule}' then applies to {open.Cluster} as usual.",
    };

    private string At(Instant instant, DateTimeZone zone) => new SentenceTimes(zone, now).At(instant);
}
