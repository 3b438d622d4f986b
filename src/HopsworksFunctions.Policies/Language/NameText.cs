using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Checks of names in a policy file. No two may look the same, and none may change the display of the text around it.</summary>
internal static class NameText
{
    /// <summary>
    /// Reports invisible characters in a name: control characters, zero-width characters, and those that change the text's direction.
    /// </summary>
    public static void RefuseHidden(string name, JsonPlace place, List<Problem> problems)
    {
        if (TextSanitizer.Escape(name) is var shown && shown != name)
            problems.Add(Problem.Error(place, $"the name '{shown}' contains an invisible character, shown here as \\u and its number. "
                + "Remove it"));
    }
}
