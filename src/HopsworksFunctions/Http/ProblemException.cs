using Microsoft.AspNetCore.Http.HttpResults;

namespace HopsworksFunctions.Http;

/// <summary>An exception that ends a request with a problem. <see cref="ProblemMiddleware"/> returns the problem.</summary>
internal sealed class ProblemException(ProblemHttpResult problem) : Exception(problem.ProblemDetails.Detail)
{
    public ProblemHttpResult Problem => problem;
}
