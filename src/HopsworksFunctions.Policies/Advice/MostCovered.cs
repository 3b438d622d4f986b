using System.Numerics;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>The most that can be covered within each time up, from none to a limit.</summary>
internal static class MostCovered
{
    /// <summary>Considers a plan beside what can be covered without it, for all times at once.</summary>
    public static void Add(int[] most, int[] without, int time, int covered)
    {
        if (time >= most.Length)
            return;
        var to = most.AsSpan(time);
        var from = without.AsSpan(0, to.Length);
        var more = new Vector<int>(covered);
        var i = 0;
        for (; i <= to.Length - Vector<int>.Count; i += Vector<int>.Count)
            Vector.Max(new Vector<int>(to[i..]), new Vector<int>(from[i..]) + more).CopyTo(to[i..]);
        for (; i < to.Length; i++)
            to[i] = Math.Max(to[i], from[i] + covered);
    }
}
