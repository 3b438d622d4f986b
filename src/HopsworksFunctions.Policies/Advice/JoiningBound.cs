using System.Numerics;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>
/// What days may lose by sharing their windows: Lagrange's bound. If a half hour up costs a price, no days can cover more than they gain
/// and the price of all the time that there is. What that leaves above what is wanted is all that there is to lose. The bound holds for
/// any price, and is best for the one that leaves the least.
/// </summary>
internal sealed class JoiningBound
{
    private const int Prices = 32;

    private readonly WeekCut cut;
    private readonly int limit;
    private readonly List<DayPlan>?[] plans = new List<DayPlan>?[128];
    private readonly double?[] losses = new double?[128];
    // In busy half hours, as are the gains of each day.
    private readonly double price;
    private readonly double[] gains;

    /// <param name="wanted">The busy half hours to cover.</param>
    /// <param name="limit">The most time up.</param>
    public JoiningBound(WeekCut cut, int wanted, int limit)
    {
        (this.cut, this.limit) = (cut, limit);
        (Spare, price, gains) = Enumerable.Range(0, Prices + 1).Select(i => (double)cut.Busy.Max() * i / Prices)
            .Select(price => (Price: price, Gains: Enumerable.Range(0, 7).Select(day => Math.Max(0, Gain(1 << day, price))).ToArray()))
            .Select(bound => (Spare: bound.Gains.Sum() + bound.Price * limit - wanted, bound.Price, bound.Gains))
            .MinBy(bound => bound.Spare);
    }

    /// <summary>What all days together may lose.</summary>
    public double Spare { get; }

    /// <summary>The plans of days that share one.</summary>
    /// <param name="days">One bit each, Monday lowest.</param>
    public List<DayPlan> Plans(int days) => plans[days] ??= cut.Plans(days, limit);

    /// <summary>What a day loses if it has no windows.</summary>
    public double LossWithout(int day) => gains[BitOperations.Log2((uint)day)];

    /// <summary>
    /// How much less days gain if they share a plan. They lose no less than some of them do: where those lose more than there is to spare,
    /// nothing more needs to be known.
    /// </summary>
    public double Loss(int days)
    {
        if (losses[days] is { } known)
            return known;
        var each = Enumerable.Range(0, 7).Where(day => (days >> day & 1) != 0).ToList();
        var loss = each.Count == 1 ? 0 : each.Max(day => Loss(days - (1 << day)));
        if (loss <= Spare)
            loss = each.Sum(day => gains[day]) - Gain(days, price);
        losses[days] = loss;
        return loss;
    }

    /// <summary>The most that days with one plan cover, less what their time costs.</summary>
    private double Gain(int days, double price) => Plans(days)
        .Select(plan => plan.Covered - price * plan.Time * BitOperations.PopCount((uint)days))
        .DefaultIfEmpty(double.NegativeInfinity).Max();
}
