namespace FunctionsFixture;

/// <summary>The log of what the fixture did, in the file named by <c>Journal</c>. A test can read it after the process has ended.</summary>
internal static class Journal
{
    private static readonly string? File = Environment.GetEnvironmentVariable("Journal");
    private static readonly Lock Gate = new();

    public static void Write(string line)
    {
        lock (Gate)
        {
            if (File is not null)
                System.IO.File.AppendAllText(File, $"{line}\n");
        }
    }
}
