using CsCheck;
using HopsworksFunctions.Policies.Advice;
using HopsworksFunctions.Tests.Policies;
using NodaTime;

namespace HopsworksFunctions.Tests.Advice;

public sealed class WeekTextTests
{
    private static readonly Gen<bool[]> Weeks = Gen.Select(Gen.Int[0, 335], Gen.Int[1, 150]).Array[1, 8].Select(runs =>
    {
        var up = new bool[336];
        foreach (var (start, length) in runs)
        {
            for (var i = 0; i < length; i++)
                up[(start + i) % 336] = true;
        }
        return up;
    });

    [Fact]
    public void Reads_as_a_schedule_that_is_up_exactly_then() => Weeks.Sample(
        up =>
        {
            var schedule = PolicyText.Schedule("UTC", [.. WeekText.Of(up)]);
            var monday = Instant.FromUtc(2026, 6, 1, 0, 0);
            Assert.All(Enumerable.Range(0, 2 * 336), i =>
            {
                var at = monday + Duration.FromMinutes(30 * i);
                Assert.True(up[i % 336] == schedule.IsUp(at), $"{at}: {string.Join(", ", WeekText.Of(up))}");
            });
        },
        iter: Check.Iter);
}
