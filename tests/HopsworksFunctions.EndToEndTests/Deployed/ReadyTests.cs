using System.Globalization;
using HopsworksFunctions.EndToEndTests.Loopback;

namespace HopsworksFunctions.EndToEndTests.Deployed;

/// <summary>Which clusters are ready when a window begins, by the worker's own functions, with the state on Azure Tables.</summary>
public sealed class ReadyTests(SharedAzurite azurite)
{
    [Fact]
    public async Task What_is_usable_at_the_start_time_stays_known_and_what_came_later_is_counted_apart()
    {
        await using var deployment = await Deployment.PrepareAsync(azurite);
        // The window began two minutes ago, so the first run is the first one in it.
        var began = TimeProvider.System.GetUtcNow().AddMinutes(-2);
        var window = string.Create(CultureInfo.InvariantCulture, $"mon-sun {began:HH:mm}-{began.AddHours(6):HH:mm}");
        await File.WriteAllTextAsync(deployment.PolicyFile, $$"""
            { "schedules": { "office": { "up": ["{{window}}"] } },
              "rules": [ { "name": "train", "match": { "name": "train-*" }, "schedule": "office", "startAhead": "15m", "enforce": true },
                         { "name": "rest", "match": {}, "manage": false } ] }
            """, TestContext.Current.CancellationToken);
        var app = await deployment.StartAsync();

        var first = (await app.ReconcileWellAsync()).Json["ready"]![0]!;
        await app.ReconcileWellAsync();
        var later = (await app.GetAsync("clusters")).Json["ready"]![0]!;

        Assert.Contains(first["missing"]!.AsArray(), missing => (string?)missing!["name"] == "train-nlp");
        Assert.Equal((int)first["usable"]!, (int)later["usable"]!);
        Assert.Equal((int)later["of"]!, (int)later["now"]!);
        Assert.Empty(later["missing"]!.AsArray());
        Assert.True((int)later["usable"]! < (int)later["now"]!);
    }
}
