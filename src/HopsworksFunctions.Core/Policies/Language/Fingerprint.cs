using System.Security.Cryptography;
using System.Text;

namespace HopsworksFunctions.Core.Policies.Language;

/// <summary>A short text that differs between sequences of words that differ.</summary>
internal static class Fingerprint
{
    public static string Of(IEnumerable<string> words) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', words))))[..12];
}
