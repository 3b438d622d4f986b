namespace HopsworksFunctions.Cli.Run;

/// <summary>Lets commands that change nothing read the emulated fleet.</summary>
internal static class PassingState
{
    /// <summary>Before the first <c>run</c>, an emulated past is made up for the command and thrown away.</summary>
    public static async Task<T> UseAsync<T>(RunSettings settings, Func<RunSettings, Task<T>> use, CancellationToken cancellationToken)
    {
        var isNew = settings.IsEmulated && await EmulatedFleet.FindAsync(settings, cancellationToken) is null;
        var folder = isNew ? Directory.CreateTempSubdirectory("hopsworks-plan-") : null;
        try
        {
            return await use(folder is null ? settings : settings.With("State__Directory", folder.FullName));
        }
        finally
        {
            folder?.Delete(recursive: true);
        }
    }
}
