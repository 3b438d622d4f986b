namespace Microsoft.Azure.Functions.Worker.Builder;

public static class FunctionsApplication
{
    /// <summary>A builder with the functions of the app, its settings and a console logger.</summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
