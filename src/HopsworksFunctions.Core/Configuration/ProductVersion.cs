using System.Reflection;

namespace HopsworksFunctions.Core.Configuration;

/// <summary>The version of this build, from <c>Directory.Build.props</c>.</summary>
public static class ProductVersion
{
    /// <summary>The version, such as <c>0.2.0</c>, without the commit.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
