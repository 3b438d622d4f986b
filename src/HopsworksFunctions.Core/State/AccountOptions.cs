namespace HopsworksFunctions.Core.State;

/// <summary>The setting <c>Account</c>: the name under which state is kept.</summary>
public static class AccountOptions
{
    public const string Setting = "Account";
    public const string Default = "default";
}
