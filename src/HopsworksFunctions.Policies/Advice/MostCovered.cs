using System.Numerics;

namespace HopsworksFunctions.Policies.Advice;

/// <summary>The maximum coverage within each uptime, from zero to a limit.</summary>
internal static class MostCovered
{
    /// <summary>Adds a plan to the coverage without it, for all uptimes at once, and keeps the maximum.</summary>
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
