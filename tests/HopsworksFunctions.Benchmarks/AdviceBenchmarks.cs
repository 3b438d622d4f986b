using BenchmarkDotNet.Attributes;
using HopsworksFunctions.Policies.Advice;
using NodaTime;

namespace HopsworksFunctions.Benchmarks;

/// <summary>The cost of advice for one cluster: at most 100 ms, because hundreds of clusters get advice at a time.</summary>
[MemoryDiagnoser]
public class AdviceBenchmarks
{
    private History history = new([], DateTimeZone.Utc);

    /// <summary>The probability that a half hour outside office hours is active.</summary>
    [Params(0, 0.02, 0.2)]
    public double Noise { get; set; }

    /// <summary>Creates eight weeks of office work that starts and ends at different times each day.</summary>
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
