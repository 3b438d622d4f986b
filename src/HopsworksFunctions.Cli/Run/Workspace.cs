namespace HopsworksFunctions.Cli.Run;

/// <summary>The folder with settings, policies and state: the solution's folder, or the working folder outside of a solution.</summary>
internal sealed record Workspace(string Folder)
{
    public const string PolicyFileName = "policies.json";

    private const string SampleFileName = "policies.sample.json";

    /// <summary><c>prices.json</c>, or else the sample, which need not exist.</summary>
    public string PriceFile => FirstFile("prices.json", "prices.sample.json") ?? Path.Combine(Folder, "prices.sample.json");

    public string OwnPolicyFile => Path.Combine(Folder, PolicyFileName);

    /// <summary>The sample policies, with rules for the emulated fleet.</summary>
    public string SamplePolicyFile => Path.Combine(Folder, SampleFileName);

    public string LocalSettingsFile => Path.Combine(Folder, "local.settings.json");

    /// <summary>The folder for keys and state, which is kept out of version control.</summary>
    public string OwnFolder => Path.Combine(Folder, ".hopsworks-functions");

    /// <summary>The function keys of <c>run</c>.</summary>
    public string KeyFile => Path.Combine(OwnFolder, "keys.json");

    public static Workspace Find()
    {
        var current = Directory.GetCurrentDirectory();
        for (var folder = new DirectoryInfo(current); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HopsworksFunctions.sln")))
                return new(folder.FullName);
        }
        return new(current);
    }

    /// <summary>Finds the named policy file, or else <c>policies.json</c> or the sample.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public string PolicyFile(string? named)
    {
        if (named is not null)
            return File.Exists(named) ? Path.GetFullPath(named) : throw new CliException($"Policy file {named} does not exist.");
        return FirstFile(PolicyFileName, SampleFileName) ?? throw new CliException(
            $"No {PolicyFileName} or {SampleFileName} in {Folder}. Write one with 'hops init', or use --policies FILE.");
    }

    private string? FirstFile(params IEnumerable<string> names) =>
        names.Select(name => Path.Combine(Folder, name)).FirstOrDefault(File.Exists);
}
