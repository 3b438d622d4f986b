using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HopsworksFunctions.Policies.Json;

/// <summary>Enum names in JSON: <c>OutOfWindow</c> is <c>outOfWindow</c>, unless an attribute names it otherwise.</summary>
public static class CamelCase
{
    public static string Of<T>(T member)
        where T : struct, Enum => Words<T>.Of.TryGetValue(member, out var word) ? word : member.ToString();

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Of = Enum.GetValues<T>().ToDictionary(
            member => member,
            member => typeof(T).GetField(member.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
                ?? JsonNamingPolicy.CamelCase.ConvertName(member.ToString()));
    }
}
