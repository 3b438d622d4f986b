namespace HopsworksFunctions.Policies.Json;

/// <summary>The first of a text's problems in the text's order, and how many more there are: nobody reads a thousand.</summary>
public sealed record FirstProblems(IReadOnlyList<Problem> Shown, int More)
{
    public const int Max = 20;

    // Of one text for a log, an incident or an answer.
    private const int MaxLength = 3_500;

    public static FirstProblems Of(IReadOnlyCollection<Problem> problems) =>
        new([.. problems.OrderBy(p => p.Place.Line).ThenBy(p => p.Place.Column).Take(Max)], Math.Max(0, problems.Count - Max));

    /// <summary>The problems of a short text, in the order in which they were found, as one text.</summary>
    public static string Join(IReadOnlyCollection<Problem> problems) =>
        new FirstProblems([.. problems.Take(Max)], Math.Max(0, problems.Count - Max)).Join(problem => problem.ToString());

    /// <summary>The problems as one text of bounded length.</summary>
    public string Join(Func<Problem, string> write)
    {
        var text = new System.Text.StringBuilder();
        var told = 0;
        foreach (var line in Shown.Select(write))
        {
            if (told > 0 && text.Length + line.Length > MaxLength)
                break;
            text.Append(told++ == 0 ? "" : "; ").Append(line);
        }
        var more = Shown.Count - told + More;
        return more == 0 ? text.ToString() : $"{text}; and {more} more";
    }
}
