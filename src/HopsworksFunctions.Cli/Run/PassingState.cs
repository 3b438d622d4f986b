namespace HopsworksFunctions.Cli.Run;

/// <summary>A temporary state, with which commands that change nothing can read the emulated fleet.</summary>
internal static class PassingState
{
    /// <summary>Before the first <c>run</c>, creates an emulated past for the command and deletes it afterwards.</summary>
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
