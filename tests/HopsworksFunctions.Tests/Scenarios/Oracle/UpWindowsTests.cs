using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

public sealed class UpWindowsTests
{
    [Theory]
    [InlineData("UTC", "mon-fri 07:00-19:00", "2026-06-01T12:00:00Z", "2026-06-01T07:00:00Z", "2026-06-01T19:00:00Z")]
    [InlineData("UTC", "sat,sun 09:00-13:00", "2026-06-06T12:00:00Z", "2026-06-06T09:00:00Z", "2026-06-06T13:00:00Z")]
    [InlineData("UTC", "daily 22:00-06:00", "2026-06-02T05:00:00Z", "2026-06-01T22:00:00Z", "2026-06-02T06:00:00Z")]
    [InlineData("UTC", "fri 08:00 > mon 06:00", "2026-06-07T05:00:00Z", "2026-06-05T08:00:00Z", "2026-06-08T06:00:00Z")]
    [InlineData("UTC", "mon 08:00 > fri 18:00", "2026-06-04T05:00:00Z", "2026-06-04T00:00:00Z", "2026-06-05T18:00:00Z")]
    [InlineData("UTC", "2026-06-01 14:00 > 2026-06-05 02:00", "2026-06-02T00:00:00Z", "2026-06-01T14:00:00Z", "2026-06-03T00:00:00Z")]
    [InlineData("Europe/Stockholm", "day 28 00:00-24:00", "2026-03-28T12:00:00Z", "2026-03-27T23:00:00Z", "2026-03-28T23:00:00Z")]
    // A skipped time moves to the clock change. A repeated time is the first for a start and the last for an end.
    [InlineData("Europe/Stockholm", "daily 02:30-03:10", "2026-03-29T01:05:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:10:00Z")]
    [InlineData("Europe/Stockholm", "daily 02:30-02:50", "2026-10-25T01:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:50:00Z")]
    public void A_window_holds_from_its_start_to_its_end(string zone, string up, string at, string start, string end) =>
        Assert.Equal(new Window(At(start), At(end)), Read(zone, up).At(At(at)));

    [Fact]
    public void Windows_that_touch_are_one_and_an_excepted_date_is_none()
    {
        var windows = Read("UTC", "mon-fri 07:00-19:00", "mon-fri 19:00-21:00", "fri 08:00 > mon 06:00");

        Assert.Equal(new Window(At("2026-06-05T07:00:00Z"), At("2026-06-08T06:00:00Z")), windows.At(At("2026-06-06T00:00:00Z")));
        Assert.Equal(new Window(At("2026-06-08T07:00:00Z"), At("2026-06-08T21:00:00Z")), windows.Before(At("2026-06-09T06:00:00Z")));
        // 3 June is an excluded date.
        Assert.Equal(At("2026-06-04T07:00:00Z"), windows.NextEdge(At("2026-06-02T21:00:00Z")));
        Assert.Equal(At("2026-06-02T21:00:00Z"), windows.Edge(At("2026-06-03T12:00:00Z")));
        Assert.Equal(At("2026-06-01T07:00:00Z"), windows.Edge(At("2026-06-01T12:00:00Z")));
    }

    private static UpWindows Read(string zone, params string[] up) => UpWindows.Of(
        new JsonObject
        {
            ["all"] = new JsonObject { ["union"] = new JsonArray("s") },
            ["s"] = new JsonObject
            {
                ["up"] = new JsonArray([.. up.Select(text => JsonValue.Create(text))]), ["except"] = new JsonArray("2026-06-03"),
            },
        },
        "all", zone, new(At("2026-01-01T00:00:00Z"), At("2026-12-31T00:00:00Z")));

    private static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).Value;
}
