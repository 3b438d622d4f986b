using System.Text.Encodings.Web;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Pages;

/// <summary>The page of a keep-running link, without scripts.</summary>
/// <param name="now">The current time, relative to which times are written.</param>
internal sealed class KeepPage(Instant now)
{
    /// <param name="token">Returned by the form.</param>
    public string Of(KeepAnswer answer, string token) => answer switch
    {
        KeepAnswer.Open open => Offer(open, token),
        KeepAnswer.Kept kept => Message(
            $"{kept.Cluster} keeps running",
            kept.Changed
                ? $"It keeps running until {At(kept.Hold.Until, kept.Zone)} ({kept.Zone.Id}). After that, its rule applies again."
                : $"It was already kept running until {At(kept.Hold.Until, kept.Zone)} ({kept.Zone.Id}). Nothing changed."),
        KeepAnswer.Denied denied => Message(Title(denied), denied.Message),
        _ => throw new InvalidOperationException($"{answer.GetType().Name} has no page"),
    };

    public static string Message(string title, string text) => SmallPage.Html(title, $"<h1>{Encode(title)}</h1>\n<p>{Encode(text)}</p>");

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
            <form method="post" action="keep">
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
            : $"{(open.StopAt > now ? $"{Encode(open.Cluster)} stops" : "It was due to stop")} <strong>{stop}</strong> ({zone}): "
                + $"{Encode(open.Why)}.";
    }

    private static string Title(KeepAnswer.Denied denied) => denied.Why switch
    {
        KeepDenial.Forged => "This link is not valid",
        KeepDenial.Expired => "This link has expired",
        KeepDenial.Foreign => "This link is for another account",
        KeepDenial.NoKey => "Links cannot be checked right now",
        KeepDenial.Gone => "This cluster no longer exists",
        KeepDenial.Stopping => $"{denied.Cluster} is stopping",
        KeepDenial.Stopped => $"{denied.Cluster} is stopped",
        KeepDenial.HeldDown => $"{denied.Cluster} is kept stopped",
        KeepDenial.Passed => "This stop was cancelled or moved",
        KeepDenial.NoChoice => "Choose a time",
    };

    private string At(Instant instant, DateTimeZone zone) => DecisionText.Write(instant.InZone(zone), now.InZone(zone));

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
