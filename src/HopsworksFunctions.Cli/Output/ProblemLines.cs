using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Cli.Output;

/// <summary>Prints the first problems of a file, one per line, and the number of the others.</summary>
internal static class ProblemLines
{
    public static void Write(TextWriter errors, string file, IReadOnlyCollection<Problem> problems)
    {
        var first = FirstProblems.Of(problems);
        foreach (var problem in first.Shown)
            Prose.Write(errors, problem.ToString(file));
        if (first.More > 0)
            Prose.Write(errors, $"{file}: and {first.More} more");
    }
}
