namespace HopsworksFunctions.Tests.LocalHost;

/// <summary>The output of an app, which a test can read while the app writes.</summary>
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
