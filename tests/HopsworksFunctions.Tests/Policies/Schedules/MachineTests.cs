using System.Globalization;
using CsCheck;
using HopsworksFunctions.Policies.Schedules;

namespace HopsworksFunctions.Tests.Policies.Schedules;

[CollectionDefinition(nameof(MachineTests), DisableParallelization = true)]
public sealed class MachineCollection;

/// <summary>A schedule's answers must not depend on the machine.</summary>
[Collection(nameof(MachineTests))]
public sealed class MachineTests
{
    [Fact]
    public void Answers_alike_in_any_culture_and_zone_of_the_machine() => ScheduleSamples.All.Sample(
        sample =>
        {
            var expected = sample.Build().At(sample.At);
            Assert.Equal(expected, On("Pacific/Apia", Odd(), sample));
            Assert.Equal(expected, On("America/St_Johns", CultureInfo.InvariantCulture, sample));
        },
        iter: Check.Iter, threads: 1);

    private static ScheduleState On(string zone, CultureInfo culture, ScheduleSample sample)
    {
        var (before, here) = (Environment.GetEnvironmentVariable("TZ"), CultureInfo.CurrentCulture);
        try
        {
            Environment.SetEnvironmentVariable("TZ", zone);
            TimeZoneInfo.ClearCachedData();
            CultureInfo.CurrentCulture = culture;
            return sample.Build().At(sample.At);
        }
        finally
        {
            CultureInfo.CurrentCulture = here;
            Environment.SetEnvironmentVariable("TZ", before);
            TimeZoneInfo.ClearCachedData();
        }
    }

    private static CultureInfo Odd()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NegativeSign, culture.NumberFormat.NumberDecimalSeparator) = ("~", ",");
        (culture.DateTimeFormat.TimeSeparator, culture.DateTimeFormat.DateSeparator) = (".", ".");
        culture.DateTimeFormat.FirstDayOfWeek = DayOfWeek.Saturday;
        return culture;
    }
}
