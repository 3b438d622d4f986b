using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Pages;

/// <summary>The page of a keep-running link, without scripts.</summary>
/// <param name="now">The current time, relative to which times are written.</param>
/// <param name="action">The target of the form.</param>
internal sealed class KeepPage(Instant now, string action)
{
    /// <param name="token">The token that the form returns.</param>
    public string Of(KeepAnswer answer, string token) => answer switch
    {
        KeepAnswer.Open open => Offer(open, token),
        KeepAnswer.Kept kept => LinkPages.Message(
            $"{kept.Cluster} keeps running",
            kept.Changed
                ? $"It keeps running until {At(kept.Hold.Until, kept.Zone)} ({kept.Zone.Id}). After that, its rule applies again."
                : $"It was already kept running until {At(kept.Hold.Until, kept.Zone)} ({kept.Zone.Id}). Nothing changed."),
        KeepAnswer.Denied { Start: { } start } stopped => Stopped(stopped, start),
        KeepAnswer.Denied denied => LinkPages.Denied(denied.Why, denied.Message),
        _ => throw new InvalidOperationException($"{answer.GetType().Name} has no page"),
    };

    private static string Stopped(KeepAnswer.Denied stopped, Uri start)
    {
        var title = LinkPages.Title(stopped.Why);
        return SmallPage.Html(title, $"""
            <h1>{Encode(title)}</h1>
            <p>{Encode(stopped.Message)}</p>
            <p><a class="button" href="{Encode(start.PathAndQuery[(start.AbsolutePath.LastIndexOf('/') + 1)..])}">Start it again…</a></p>
            """);
    }

    private string Offer(KeepAnswer.Open open, string token)
    {
        var title = $"Keep {open.Cluster} running{(open.Hold is null ? "" : " longer")}?";
        var choices = string.Concat(open.Choices.Select((choice, i) => $"""
            <label><input type="radio" name="for" value="{choice.Value}" required{(i == 0 ? " checked" : "")}>
            """ + $"""
             <span>{Encode(choice.Label)}</span> <span class="until">{Encode(At(choice.Until, open.Zone))}</span></label>

            """));
        return SmallPage.Html(title, $"""
            <h1>{Encode(title)}</h1>
            <p>{Fate(open)}</p>
            <form method="post" action="{Encode(action)}">
            <input type="hidden" name="token" value="{Encode(token)}">
            <fieldset>
            <legend>How long?</legend>
            {choices}</fieldset>
            <button>Keep running</button>
            </form>
            <p class="quiet">Nothing changes until you choose Keep running. If you do not need the cluster, close this page.</p>
            """);
    }

    private string Fate(KeepAnswer.Open open)
    {
        var (stop, zone) = (Encode(At(open.StopAt, open.Zone)), Encode(open.Zone.Id));
        return open.Hold is { } hold
            ? $"It already keeps running until <strong>{Encode(At(hold.Until, open.Zone))}</strong> ({zone}). "
                + $"The times below count from the original stop time, {stop}."
            : $"{Encode(open.Cluster)} {(open.StopAt > now ? "stops" : "was due to stop")} <strong>{stop}</strong> ({zone}): "
                + $"{Encode(open.Why)}.";
    }

    private string At(Instant instant, DateTimeZone zone) => new SentenceTimes(zone, now, namesZone: false).At(instant);

    private static string Encode(string text) => LinkPages.Encode(text);
}
