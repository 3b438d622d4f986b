using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Core.Calendars;

/// <summary>The location of the policies, to which a source's location may be relative.</summary>
public abstract record PolicyOrigin
{
    /// <param name="Path">The folder of the policy file.</param>
    public sealed record Folder(string Path) : PolicyOrigin;

    /// <param name="Address">The blob with the policies.</param>
    public sealed record Blob(Uri Address) : PolicyOrigin;

    /// <summary>Returns the address of a blob with a calendar; null if it is a file.</summary>
    /// <exception cref="CalendarSourceException">The address is not a blob's. The app's token goes to no other host.</exception>
    internal Uri? AddressOf(CalendarSource.Ics ics)
    {
        var own = (this as Blob)?.Address;
        if (!ics.IsWeb && own is null)
            return null;
        if (!Uri.TryCreate(own, ics.Location, out var address) || address.Scheme != Uri.UriSchemeHttps)
            throw new CalendarSourceException("that is no address");
        return IsAzure(address.Host) || address.Host == own?.Host ? address
            : throw new CalendarSourceException("only blobs are read: https://ACCOUNT.blob.core.windows.net/CONTAINER/NAME.ics. "
                + "Copy the calendar to one, or to a file beside the policies");
    }

    private static bool IsAzure(string host) => ((string[])
        [".blob.core.windows.net", ".blob.storage.azure.net", ".blob.core.chinacloudapi.cn", ".blob.core.usgovcloudapi.net"])
        .Any(end => host.EndsWith(end, StringComparison.OrdinalIgnoreCase));
}
