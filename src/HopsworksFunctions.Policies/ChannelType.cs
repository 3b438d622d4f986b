namespace HopsworksFunctions.Policies;

/// <summary>The formats of notification channels.</summary>
public enum ChannelType
{
    Slack,
    Teams,
    Generic,
}
