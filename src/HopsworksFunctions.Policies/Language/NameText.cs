using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Names that a policy file gives: two must not look the same, nor one change how the text around it is shown.</summary>
internal static class NameText
{
    /// <summary>
    /// Reports what is not seen in a name: control characters, those without width, those that turn the direction of text.
    /// </summary>
    public static void RefuseHidden(string name, JsonPlace place, List<Problem> problems)
    {
        if (TextSanitizer.Escape(name) is var shown && shown != name)
            problems.Add(Problem.Error(place, $"the name '{shown}' has a character that is not seen, written here as \\u and its number; "
                + "leave it out"));
    }
}
