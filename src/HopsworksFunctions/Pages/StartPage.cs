using HopsworksFunctions.Core.ManualOperations;

namespace HopsworksFunctions.Pages;

/// <summary>The page of a link that starts a cluster again, without scripts.</summary>
internal static class StartPage
{
    /// <param name="token">Returned by the form.</param>
    public static string Of(StartAnswer answer, string token) => answer switch
    {
        StartAnswer.Open open => Offer(open, token),
        StartAnswer.Started started =>
            LinkPages.Message(started.Changed ? $"Starting {started.Cluster}" : "No change needed", started.Message),
        StartAnswer.Denied denied => LinkPages.Denied(denied.Why, denied.Message),
        _ => throw new InvalidOperationException($"{answer.GetType().Name} has no page"),
    };

    private static string Offer(StartAnswer.Open open, string token)
    {
        var (title, name) = ($"Start {open.Cluster}?", LinkPages.Encode(open.Cluster));
        return SmallPage.Html(title, $"""
            <h1>{LinkPages.Encode(title)}</h1>
            <p>{LinkPages.Encode(open.Message)}</p>
            <form method="post" action="start">
            <input type="hidden" name="token" value="{LinkPages.Encode(token)}">
            <button>Start {name}</button>
            </form>
            <p class="quiet">Nothing changes until you choose Start {name}. It costs money while it runs.</p>
            """);
    }
}
