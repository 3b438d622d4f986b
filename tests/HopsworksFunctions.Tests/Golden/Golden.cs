namespace HopsworksFunctions.Tests.Golden;

/// <summary>Texts in files beside this one, which others rely on. <c>GOLDEN_UPDATE=1</c> writes them instead of comparing.</summary>
internal static class Golden
{
    private const int LinesAround = 3;

    private static bool IsUpdate => Environment.GetEnvironmentVariable("GOLDEN_UPDATE") == "1";

    public static string PathTo(string file) => Repository.PathTo($"tests/HopsworksFunctions.Tests/Golden/{file}");

    /// <param name="file">Relative to this folder.</param>
    /// <param name="meaning">What a difference means, as a sentence.</param>
    public static void Check(string file, string actual, string meaning)
    {
        var path = PathTo(file);
        if (IsUpdate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }
        var (expectedLines, actualLines) = (Lines(File.Exists(path) ? File.ReadAllText(path) : ""), Lines(actual));
        var same = expectedLines.Zip(actualLines).TakeWhile(pair => pair.First == pair.Second).Count();
        if (same == Math.Max(expectedLines.Length, actualLines.Length))
            return;
        Assert.Fail(string.Join(
            '\n',
            $"{path} differs from line {same + 1} on.", "Expected:", Around(expectedLines, same), "Actual:", Around(actualLines, same),
            $"{meaning} If it is meant: GOLDEN_UPDATE=1, run the test, and review the diff."));
    }

    private static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');

    private static string Around(string[] lines, int line) =>
        string.Join('\n', lines.Skip(line - LinesAround).Take(LinesAround * 2 + 1).Select(text => $"    {text}"));
}
