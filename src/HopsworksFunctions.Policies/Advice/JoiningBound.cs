using System.Numerics;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>
/// A Lagrange bound on the coverage that days may lose by sharing windows. At a price per half hour up, no week covers more than the gains
/// of its days plus the price of the whole limit. The excess of that over the wanted coverage is all that the days may lose. The bound
/// holds for every price, and is tightest for the price with the smallest excess.
/// </summary>
internal sealed class JoiningBound
{
    private const int Prices = 32;

    private readonly WeekCut cut;
    private readonly int limit;
    private readonly List<DayPlan>?[] plans = new List<DayPlan>?[128];
    private readonly double?[] losses = new double?[128];
    // The price and each day's gain are in busy half hours.
    private readonly double price;
    private readonly double[] gains;

    /// <param name="wanted">The busy half hours to cover.</param>
    /// <param name="limit">The longest uptime of the week, in half hours.</param>
    public JoiningBound(WeekCut cut, int wanted, int limit)
    {
        (this.cut, this.limit) = (cut, limit);
        (Spare, price, gains) = Enumerable.Range(0, Prices + 1).Select(i => (double)cut.Busy.Max() * i / Prices)
            .Select(price => (Price: price, Gains: Enumerable.Range(0, 7).Select(day => Math.Max(0, Gain(1 << day, price))).ToArray()))
            .Select(bound => (Spare: bound.Gains.Sum() + bound.Price * limit - wanted, bound.Price, bound.Gains))
            .MinBy(bound => bound.Spare);
    }

    /// <summary>The busy half hours that all days together may lose.</summary>
    public double Spare { get; }

    /// <summary>Returns the plans for days that share a plan.</summary>
    /// <param name="days">The days, one bit for each, Monday lowest.</param>
    public List<DayPlan> Plans(int days) => plans[days] ??= cut.Plans(days, limit);

    /// <summary>Returns the loss of a day without windows.</summary>
    public double LossWithout(int day) => gains[BitOperations.Log2((uint)day)];

    /// <summary>
    /// Returns how much less days gain if they share a plan. They lose at least as much as any of them do together, so if some of them
    /// already lose more than <see cref="Spare"/>, that loss is returned.
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

    /// <summary>Returns the best coverage by one plan for the days, net of the price of its uptime.</summary>
    private double Gain(int days, double price) => Plans(days)
        .Select(plan => plan.Covered - price * plan.Time * BitOperations.PopCount((uint)days))
        .DefaultIfEmpty(double.NegativeInfinity).Max();
}
