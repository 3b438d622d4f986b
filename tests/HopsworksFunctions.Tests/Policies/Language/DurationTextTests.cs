using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies.Language;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("45m", 45 * 60)]
    [InlineData("1h30m", 90 * 60)]
    [InlineData("90m", 90 * 60)]
    [InlineData("2d", 172_800)]
    [InlineData("1d2h3m4s", 93_784)]
    [InlineData("30s", 30)]
    [InlineData("0m", 0)]
    [InlineData("007m", 420)]
    [InlineData("99999d", 99_999L * 86_400)]
    public void Reads_a_duration(string text, long seconds) => Assert.Equal(Duration.FromSeconds(seconds), DurationText.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("45")]
    [InlineData("m")]
    [InlineData("45 m")]
    [InlineData("1.5h")]
    [InlineData("-5m")]
    [InlineData("30m1h")]
    [InlineData("1h1h")]
    [InlineData("1H")]
    [InlineData("45min")]
    [InlineData("45m\n")]
    [InlineData("100000m")]
    [InlineData("٤m")]
    [InlineData("00:45:00")]
    [InlineData("PT45M")]
    public void Takes_nothing_else(string text) => Assert.Null(DurationText.Parse(text));

    [Fact]
    public void Reads_what_it_writes() => CsCheck.Check.Sample(
        CsCheck.Gen.Int[0, 366 * 86_400],
        seconds => DurationText.Parse(DurationText.Write(Duration.FromSeconds(seconds))) == Duration.FromSeconds(seconds));

    [Theory]
    [InlineData("'maxUptime': '0h'", "'maxUptime' must be longer than 0", 14)]
    [InlineData("'warn': 15", "expected a duration such as 45m, 1h30m or 2d, got a number", 9)]
    [InlineData("'warn': '15'", "'15' is not a duration. Write 45m, 1h30m or 2d", 9)]
    [InlineData("'minUptime': '367d'", "'367d' is too long: the maximum is 366 days", 14)]
    public void Says_what_is_wrong_with_a_duration(string member, string message, int column)
    {
        var problem = Assert.Single(PolicyText.Parse($"{{ 'rules': [ {{ 'name': 'r', 'match': {{}},\n{member} }} ] }}").Problems);

        Assert.Equal((2, column), (problem.Place.Line, problem.Place.Column));
        Assert.Equal(message, problem.Message);
    }
}
