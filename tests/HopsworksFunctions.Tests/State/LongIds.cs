namespace HopsworksFunctions.Tests.State;

/// <summary>Ids of a kilobyte: plain ones, and of characters that file names, row keys, URLs and SQL treat as their own.</summary>
internal static class LongIds
{
    public static IEnumerable<string> All =>
        [Of("a"), Of("Aé/\\?#%=+&"), Of("it's \"quoted\"; --"), Of("\u0001\t\r\n\u001f\u007f\u0085"), Of("東京🦊")];

    private static string Of(string some) => string.Concat(Enumerable.Repeat(some, 1023 / some.Length)) + "z";
}
