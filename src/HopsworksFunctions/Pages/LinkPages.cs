using System.Text.Encodings.Web;
using HopsworksFunctions.Core.ManualOperations;

namespace HopsworksFunctions.Pages;

/// <summary>The common parts of the pages for both kinds of links.</summary>
internal static class LinkPages
{
    public static string TooLarge => Message("Request too large", "Open the link from the message again.");

    public static string Message(string title, string text) => SmallPage.Html(title, $"<h1>{Encode(title)}</h1>\n<p>{Encode(text)}</p>");

    public static string Denied(LinkDenial why, string message) => Message(Title(why), message);

    public static string Title(LinkDenial why) => why switch
    {
        LinkDenial.Forged => "This link is not valid",
        LinkDenial.Expired => "This link has expired",
        LinkDenial.Foreign => "This link is for another account",
        LinkDenial.NoKey => "Links cannot be checked right now",
        LinkDenial.Gone => "This cluster no longer exists",
        LinkDenial.Stopping => "This cluster is stopping",
        LinkDenial.Stopped => "This cluster is stopped",
        LinkDenial.HeldDown => "This cluster is kept stopped",
        LinkDenial.Passed => "This stop was cancelled or moved",
        LinkDenial.NoChoice => "Choose a time",
    };

    public static int StatusOf(LinkDenial why) => why switch
    {
        LinkDenial.NoChoice => 400,
        LinkDenial.Forged or LinkDenial.Foreign => 403,
        LinkDenial.Gone => 404,
        LinkDenial.Stopping or LinkDenial.Stopped or LinkDenial.HeldDown => 409,
        LinkDenial.Expired or LinkDenial.Passed => 410,
        LinkDenial.NoKey => 503,
    };

    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
