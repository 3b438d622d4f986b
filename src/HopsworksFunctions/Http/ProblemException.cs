using Microsoft.AspNetCore.Http.HttpResults;

namespace HopsworksFunctions.Http;

/// <summary>Ends a request with a problem, which <see cref="ProblemMiddleware"/> returns.</summary>
internal sealed class ProblemException(ProblemHttpResult problem) : Exception(problem.ProblemDetails.Detail)
{
    public ProblemHttpResult Problem => problem;
}
