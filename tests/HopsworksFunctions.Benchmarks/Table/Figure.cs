using System.Globalization;
using HopsworksFunctions.Cli.Output;

namespace HopsworksFunctions.Benchmarks.Table;

/// <summary>A line of the table: a measured value and its limit.</summary>
/// <param name="Least">The lower limit, if more is better; null if less is better.</param>
internal sealed record Figure(string Name, double Measured, string Unit, double? Most = null, double? Least = null)
{
    public bool IsHeld => !(Measured > Most) && !(Measured < Least);

    public TextCell[] Cells =>
        [Name, $"{Text(Measured)}{Unit}", $"{(Most is { } most ? $"at most {Text(most)}" : $"at least {Text(Least!.Value)}")}{Unit}",
            IsHeld ? "held" : "missed"];

    private static string Text(double number) =>
        number.ToString(number is >= 100 or 0 ? "N0" : number >= 10 ? "0.#" : "0.##", CultureInfo.InvariantCulture);
}
