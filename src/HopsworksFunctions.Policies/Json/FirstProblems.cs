using System.Text;

namespace HopsworksFunctions.Policies.Json;

/// <summary>The first of a text's problems, and the number of the others, because nobody reads a thousand.</summary>
public sealed record FirstProblems(IReadOnlyList<Problem> Shown, int More)
{
    private const int Max = 20;

    /// <param name="problems">The problems in the order in which they are reported.</param>
    public static FirstProblems Of(IReadOnlyCollection<Problem> problems) =>
        new([.. problems.Take(Max)], Math.Max(0, problems.Count - Max));

    /// <summary>Returns the first problems as one text.</summary>
    public static string Join(IReadOnlyCollection<Problem> problems) => Of(problems).Join(problem => problem.ToString());

    /// <summary>Returns the first problems as one text with an end, after which another sentence can follow.</summary>
    public static string Sentence(IReadOnlyCollection<Problem> problems) => SentenceText.End(Join(problems));

    /// <summary>Returns the problems as one text, short enough for any store.</summary>
    public string Join(Func<Problem, string> write)
    {
        var text = new StringBuilder();
        var told = 0;
        foreach (var line in Shown.Select(write))
        {
            if (told > 0 && text.Length + line.Length > TextSanitizer.MaxStored)
                break;
            text.Append(told++ == 0 ? "" : "; ").Append(line);
        }
        var more = Shown.Count - told + More;
        return more == 0 ? text.ToString() : $"{text}; and {more} more";
    }
}
