using CsCheck;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies.Schedules;

/// <summary>A union is up while any of its members is, each in its own zone.</summary>
public sealed class UnionTests
{
    private static readonly Instant Monday = Instant.FromUtc(2026, 6, 1, 0, 0);

    [Theory]
    [InlineData("'follow': { 'union': ['stockholm', 'pune'] }, ", "")]
    [InlineData("", ", 'follow': { 'union': ['pune', 'stockholm'] }")]
    public void Stands_before_or_after_its_members(string before, string after)
    {
        var schedule = PolicyText.Valid($$"""
            { 'timeZone': 'America/New_York', 'rules': [], 'schedules': { {{before}} 'stockholm': { 'timeZone': 'Europe/Stockholm',
              'up': ['mon-fri 08:00-18:00'] }, 'pune': { 'timeZone': 'Asia/Kolkata', 'up': ['mon-fri 08:00-18:00'] }{{after}} } }
            """).Schedules["follow"];

        Assert.Equal("America/New_York", schedule.Zone.Id);
        // The union lasts from 08:00 in Pune to 18:00 in Stockholm without a gap.
        Assert.Equal(
            [new(Monday + Duration.FromMinutes(150), true), new(Monday + Duration.FromHours(16), false)], schedule.After(Monday).Take(2));
        Assert.Equal(["pune", "stockholm"], Names(7));
        Assert.Equal(["stockholm"], Names(15));
        Assert.Equal(["pune"], Names(4));
        Assert.Empty(Names(17));
        Assert.Equal(
            Monday + Duration.FromMinutes(750), schedule.MembersUp(Monday + Duration.FromHours(7)).Single(m => m.Name == "pune").Until);

        IEnumerable<string> Names(int hour) => schedule.MembersUp(Monday + Duration.FromHours(hour)).Select(m => m.Name).Order();
    }

    [Fact]
    public void Has_a_zone_of_its_own_for_its_words() => Assert.Equal(
        "Asia/Kolkata",
        PolicyText.Valid("{ 'rules': [], 'schedules': { 'u': { 'timeZone': 'Asia/Kolkata', 'union': ['s'] }, 's': { 'up': [] } } }")
            .Schedules["u"].Zone.Id);

    [Fact]
    public void Is_up_while_any_member_is() => Gen.Select(ScheduleSamples.All, ScheduleSamples.All).Sample(
        (a, b) =>
        {
            var schedules = PolicyText.Valid(
                $"{{ 'rules': [], 'schedules': {{ 'u': {{ 'union': ['a', 'b'] }}, 'a': {a.Json}, 'b': {b.Json} }} }}").Schedules;
            var (union, one, other) = (schedules["u"], schedules["a"], schedules["b"]);
            for (var at = a.At - Duration.FromDays(3); at < a.At + Duration.FromDays(3); at += Duration.FromMinutes(15))
                Assert.True(union.IsUp(at) == (one.IsUp(at) || other.IsUp(at)), $"{at}");
            foreach (var boundary in union.After(a.At).Take(20))
            {
                var before = boundary.At - Duration.FromTicks(1);
                Assert.Equal((boundary.Up, !boundary.Up), (union.IsUp(boundary.At), union.IsUp(before)));
                Assert.Equal((boundary.Up, !boundary.Up), (Any(boundary.At), Any(before)));
            }

            bool Any(Instant at) => one.IsUp(at) || other.IsUp(at);
        },
        iter: 2 * Check.Iter);
}
