using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Pages;

namespace HopsworksFunctions.Http;

/// <summary>Problems where a browser asks.</summary>
internal static class ProblemPage
{
    public static IResult Of(Refusal refusal, HttpResponse response)
    {
        var problem = Problems.Of(refusal);
        // Settings and addresses are none of a link's business.
        var text = problem.StatusCode < 500 ? refusal.Message : "The app cannot do this now. Try again in a minute; if it goes on, tell whoever runs it.";
        return SmallPage.Answer(response, KeepPage.Message("That did not work", text), problem.StatusCode);
    }
}
