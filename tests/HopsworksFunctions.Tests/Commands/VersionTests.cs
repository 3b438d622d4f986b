namespace HopsworksFunctions.Tests.Commands;

public sealed class VersionTests
{
    [Fact]
    public async Task Names_the_time_zone_database_too()
    {
        var (exitCode, output, errors) = await CommandLine.RunAsync("", "--version");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Matches(@"^[0-9]+\.[0-9]+\.[0-9]+\S* \(tz database 20[0-9]{2}[a-z]\)\n$", output);
    }
}
