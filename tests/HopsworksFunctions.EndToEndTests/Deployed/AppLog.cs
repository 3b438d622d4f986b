using System.Text;

namespace HopsworksFunctions.EndToEndTests.Deployed;

/// <summary>The lines that the app writes, copied to the test artifacts, where no secret may appear.</summary>
internal sealed class AppLog : TextWriter
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly StreamWriter? file = Environment.GetEnvironmentVariable("TEST_ARTIFACTS") is { } folder
        ? new(Path.Combine(folder, $"app-{Guid.NewGuid():N}.log")) { AutoFlush = true }
        : null;

    public override Encoding Encoding => Encoding.UTF8;

    public IReadOnlyList<string> Lines
    {
        get { lock (gate) return [.. lines]; }
    }

    public override void WriteLine(string? value)
    {
        lock (gate)
        {
            lines.Add(value ?? "");
            file?.WriteLine(value);
        }
    }

    /// <summary>Removes the level and category that the local host puts before a message.</summary>
    public static string MessageOf(string line) => line[(line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var at ? at + 2 : 0)..];

    /// <summary>Keeps other output of the app, but only for the search for secrets.</summary>
    public void Keep(string answer)
    {
        lock (gate) file?.WriteLine(answer);
    }

    /// <summary>Waits for the first line with this text, because a line may come after the answer that it belongs to.</summary>
    public async Task<string> LineAsync(string text, string level = "")
    {
        string? found = null;
        await Processes.Eventually.IsTrueAsync(
            () => (found = Lines.FirstOrDefault(line => line.StartsWith(level, StringComparison.Ordinal)
                && line.Contains(text, StringComparison.Ordinal))) is not null,
            () => $"a line with '{text}' in:\n{string.Join('\n', Lines)}");
        return found!;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) lock (gate) file?.Dispose();
        base.Dispose(disposing);
    }
}
