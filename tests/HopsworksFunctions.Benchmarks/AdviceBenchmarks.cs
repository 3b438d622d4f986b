using BenchmarkDotNet.Attributes;
using HopsworksFunctions.Policies.Advice;
using NodaTime;

namespace HopsworksFunctions.Benchmarks;

/// <summary>What advice for one cluster costs: at most 100 ms, because hundreds are advised at a time.</summary>
[MemoryDiagnoser]
public class AdviceBenchmarks
{
    private History history = new([], DateTimeZone.Utc);

    /// <summary>How likely a half hour outside its hours is to be busy.</summary>
    [Params(0, 0.02, 0.2)]
    public double Noise { get; set; }

    /// <summary>Eight weeks of an office whose people come and go at different times each day.</summary>
    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        var stretches = new List<ActivityStretch>();
        for (var date = new LocalDate(2026, 3, 2); date < new LocalDate(2026, 4, 27); date = date.PlusDays(1))
        {
            var (first, last) = (16 + random.Next(-2, 3), 35 + random.Next(-2, 3));
            var midnight = date.AtMidnight().InUtc().ToInstant();
            for (var i = 0; i < 48; i++)
            {
                var isBusy = date.DayOfWeek <= IsoDayOfWeek.Friday && i >= first && i < last || random.NextDouble() < Noise;
                stretches.Add(new(
                    midnight + Duration.FromMinutes(30 * i), midnight + Duration.FromMinutes(30 * (i + 1)),
                    isBusy ? ActivityState.Busy : ActivityState.Quiet));
            }
        }
        history = new(stretches, DateTimeZone.Utc);
    }

    [Benchmark]
    public Verdict Advise() => Advisor.Advise(history);
}
