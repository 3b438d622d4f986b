using Azure.Data.Tables;
using HopsworksEmulator.Faults;

namespace HopsworksFunctions.Tests.Golden;

/// <summary>The words that others rely on stay as they are; new ones may be added.</summary>
public sealed class GoldenWordTests
{
    private const string Account = "words";

    [Fact]
    public async Task No_word_is_lost()
    {
        var words = GoldenWords.All.Concat(await StoredAsync()).Distinct().Order(StringComparer.Ordinal);

        Golden.Check(
            "words.expected", string.Concat(words.Select(word => $"{word}\n")),
            "Words may be added. Removing or renaming one breaks users: their settings, policies, scripts, alerts and stored state.");
    }

    /// <summary>Returns the app's names in a storage account: tables, containers, blobs, kinds of rows and their properties.</summary>
    private static async Task<IReadOnlyList<string>> StoredAsync()
    {
        await using var storage = await GoldenStorage.StartAsync();
        await using var app = await GoldenApp.StartAsync(storage.Settings.Append(new("Account", Account)));
        await app.AskAsync("POST reconcile");
        app.Hopsworks.Faults.Add(Fault.Envelope(400, "out of order"));
        app.Slack.Answering(500);
        await app.AskAsync("POST reconcile");
        app.Hopsworks.Faults.Clear();
        await app.AskAsync("PUT clusters/office-up/hold", """{"state":"up","until":"2h"}""");
        await GoldenConversation.SendAsync(app);

        var words = new List<string>();
        var stop = TestContext.Current.CancellationToken;
        await foreach (var table in storage.Tables.QueryAsync(cancellationToken: stop))
        {
            words.Add($"table: {table.Name}");
            var rows = storage.Tables.GetTableClient(table.Name);
            await foreach (var row in rows.QueryAsync<TableEntity>(row => row.PartitionKey == Account, cancellationToken: stop))
            {
                words.Add($"kind of rows: {row.RowKey.Split(':')[0]}");
                words.AddRange(row.Keys.Select(property => $"property of rows: {property}"));
            }
        }
        await foreach (var container in storage.Blobs.GetBlobContainersAsync(cancellationToken: stop))
        {
            await foreach (var blob in storage.Blobs.GetBlobContainerClient(container.Name).GetBlobsAsync(cancellationToken: stop))
                words.Add($"blob: {container.Name}/{blob.Name}");
        }
        return words;
    }
}
