using System.Net;

namespace HopsworksFunctions.Tests.Run;

/// <summary>Requests to an app with a wrong setting that only some of them need.</summary>
public sealed class SettingsRequestTests
{
    [Theory]
    [InlineData("savings")]
    [InlineData("forecast")]
    [InlineData("advice")]
    public async Task What_needs_prices_names_their_setting_and_runs_go_on(string function)
    {
        await using var app = await ServedApp.StartAsync(null, ("Savings__PricesSource", ""));

        var (status, problem) = await app.SendAsync(HttpMethod.Get, function);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.StartsWith("Savings__PricesSource is empty. Set it to a path", (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Get, "clusters")).Status);
    }
}
