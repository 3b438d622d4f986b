using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HopsworksFunctions.Policies.Json;

/// <summary>Enum names in JSON: <c>OutOfWindow</c> is <c>outOfWindow</c>, unless an attribute names it otherwise.</summary>
public static class CamelCase
{
    public static string Of<T>(T member)
        where T : struct, Enum
    {
        var (words, value) = (Words<T>.ByValue, Unsafe.As<T, int>(ref member));
        return (uint)value < (uint)words.Length && words[value] is { } word ? word : member.ToString();
    }

    /// <summary>Returns the words of an enum's members, each at the index of its value; null if no member has the value.</summary>
    // Not generic, because code that is generic over enums is compiled separately for each enum at every start.
    public static string?[] WordsOf(Type type)
    {
        var members = type.GetFields(BindingFlags.Public | BindingFlags.Static);
        var words = new string?[members.Max(member => (int)member.GetRawConstantValue()!) + 1];
        foreach (var member in members)
        {
            words[(int)member.GetRawConstantValue()!] ??= member.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
                ?? JsonNamingPolicy.CamelCase.ConvertName(member.Name);
        }
        return words;
    }

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly string?[] ByValue = WordsOf(typeof(T));
    }
}
