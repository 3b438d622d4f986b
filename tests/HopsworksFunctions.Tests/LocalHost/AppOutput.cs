namespace HopsworksFunctions.Tests.LocalHost;

/// <summary>What an app wrote, read while it goes on writing.</summary>
internal sealed class AppOutput : StringWriter
{
    private readonly Lock _gate = new();

    public override void WriteLine(string? value)
    {
        lock (_gate)
            base.WriteLine(value);
    }

    public override string ToString()
    {
        lock (_gate)
            return base.ToString();
    }
}
