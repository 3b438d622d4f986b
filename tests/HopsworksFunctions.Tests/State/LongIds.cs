namespace HopsworksFunctions.Tests.State;

/// <summary>IDs of a kilobyte: plain ones, and ones with characters that are special in file names, row keys, URLs and SQL.</summary>
internal static class LongIds
{
    public static IEnumerable<string> All =>
        [Of("a"), Of("Aé/\\?#%=+&"), Of("it's \"quoted\"; --"), Of("\u0001\t\r\n\u001f\u007f\u0085"), Of("東京🦊")];

    private static string Of(string some) => string.Concat(Enumerable.Repeat(some, 1023 / some.Length)) + "z";
}
