namespace HopsworksFunctions.Core.Http;

/// <summary>A reader of streams that may be too long.</summary>
internal static class BoundedRead
{
    /// <summary>Reads to the end, or to <paramref name="max"/> bytes if there are more.</summary>
    public static async Task<byte[]> AllAsync(Stream content, int max, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var part = new byte[64 * 1024];
        while (max > bytes.Length)
        {
            var wanted = (int)Math.Min(part.Length, max - bytes.Length);
            var read = await content.ReadAsync(part.AsMemory(0, wanted), cancellationToken);
            if (read == 0)
                break;
            bytes.Write(part, 0, read);
        }
        return bytes.ToArray();
    }
}
