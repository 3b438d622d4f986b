using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Names that a policy file gives: two must not look the same, nor one change how the text around it is shown.</summary>
internal static class NameText
{
    /// <summary>
    /// Reports invisible characters in a name: control characters, those without width, those that turn the direction of text.
    /// </summary>
    public static void RefuseHidden(string name, JsonPlace place, List<Problem> problems)
    {
        if (TextSanitizer.Escape(name) is var shown && shown != name)
            problems.Add(Problem.Error(place, $"the name '{shown}' contains an invisible character, shown here as \\u and its number. "
                + "Remove it"));
    }
}
