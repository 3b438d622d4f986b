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
            $"It {(kept.Changed ? "is kept" : "was kept already, and stays so,")} until {At(kept.Hold.Until, kept.Zone)} ({kept.Zone.Id}). "
                + "After that its schedule and its rules count again, and you are warned before it is stopped."),
        KeepAnswer.Denied denied => Message(Title(denied.Why), denied.Message),
        _ => throw new InvalidOperationException($"{answer.GetType().Name} has no page"),
    };

    public static string Message(string title, string text) => SmallPage.Html(title, $"<h1>{Encode(title)}</h1>\n<p>{Encode(text)}</p>");

    private string Offer(KeepAnswer.Open open, string token)
    {
        var title = $"Keep {open.Cluster} running{(open.Hold is null ? "" : " even longer")}?";
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
            <legend>Keep it running</legend>
            {choices}</fieldset>
            <button>Keep it running</button>
            </form>
            <p class="quiet">Nothing changes before you press the button. If you do not need the cluster, close this page.</p>
            """);
    }

    private string Fate(KeepAnswer.Open open)
    {
        var (stop, zone) = (Encode(At(open.StopAt, open.Zone)), Encode(open.Zone.Id));
        return open.Hold is { } hold
            ? $"The stop of {stop} ({zone}) has been put off already: "
                + $"it is kept until <strong>{Encode(At(hold.Until, open.Zone))}</strong>. "
                + "The hours below count from the stop as it was announced."
            : $"{Encode(open.Cluster)} {(open.StopAt > now ? "stops" : "was due to stop")} <strong>{stop}</strong> ({zone}): "
                + $"{Encode(open.Why)}.";
    }

    private static string Title(KeepDenial why) => why switch
    {
        KeepDenial.Forged => "This link does not work",
        KeepDenial.Expired => "This link has expired",
        KeepDenial.Foreign => "This link is for somebody else",
        KeepDenial.NoKey => "Links cannot be checked now",
        KeepDenial.Gone => "There is no such cluster any more",
        KeepDenial.Stopping or KeepDenial.Stopped => "Too late for this one",
        KeepDenial.HeldDown => "Somebody wants it stopped",
        KeepDenial.Passed => "This stop is off",
        KeepDenial.NoChoice => "How long?",
    };

    private string At(Instant instant, DateTimeZone zone) => new SentenceTimes(zone, now, namesZone: false).At(instant);

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
