using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace HopsworksFunctions.Core.Configuration;

/// <summary>
/// Requires a time span between two inclusive bounds. Unlike <see cref="RangeAttribute"/>, it keeps its message in a generated validator.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeBetweenAttribute(string minimum, string maximum) : ValidationAttribute
{
    public string Minimum => minimum;
    public string Maximum => maximum;

    public override bool IsValid(object? value) => value is TimeSpan time
        && time >= TimeSpan.Parse(minimum, CultureInfo.InvariantCulture)
        && time <= TimeSpan.Parse(maximum, CultureInfo.InvariantCulture);
}
