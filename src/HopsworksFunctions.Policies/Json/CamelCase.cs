using System.Text.Json;

namespace HopsworksFunctions.Policies.Json;

/// <summary>Enum members as JSON writes them: <c>OutOfWindow</c> is <c>outOfWindow</c>.</summary>
public static class CamelCase
{
    public static string Of<T>(T member)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(member.ToString());
}
