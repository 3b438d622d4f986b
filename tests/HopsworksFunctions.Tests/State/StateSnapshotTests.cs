using System.Text;
using System.Text.Json.Nodes;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Tests.State;

public sealed class StateSnapshotTests
{
    private static readonly Instant Now = FullRecord.Now;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<JsonObject> TakenAsync()
    {
        var state = new MemoryAccountStore("test");
        await state.SaveAsync(FullRecord.Create(), Stop);
        await state.SaveAsync(new Hold("c1", HoldState.Up, Now, Now + Duration.FromHours(1), "anna", "demo"), Stop);
        await state.SaveAsync(new Freeze("dev", Now, Hold.Never, "bo", "audit"), Stop);
        await state.OpenAsync(new(EventKind.Limit, null, Now, "Too many."), Stop);
        return JsonNode.Parse(StateSnapshot.Of(state, "test", Now).ToJson())!.AsObject();
    }

    private static StateSnapshot? Read(JsonNode snapshot, out string? problem) =>
        StateSnapshot.Read(Encoding.UTF8.GetBytes(snapshot.ToJsonString()), "test", out problem);

    [Fact]
    public async Task Is_read_as_it_was_taken()
    {
        var read = Read(await TakenAsync(), out var problem)!;

        Assert.Null(problem);
        Assert.Equal((Now, "test"), (read.TakenAt, read.Account));
        Assert.Equal([FullRecord.Create()], read.Records);
        Assert.Equal([new Hold("c1", HoldState.Up, Now, Now + Duration.FromHours(1), "anna", "demo")], read.Holds);
        Assert.Equal([new Freeze("dev", Now, Hold.Never, "bo", "audit")], read.Freezes);
        Assert.Equal([new(EventKind.Limit, null, Now, "Too many.")], read.Incidents);
    }

    [Fact]
    public async Task One_of_an_earlier_version_is_brought_up_to_date()
    {
        var snapshot = await TakenAsync();
        snapshot["schema"] = 1;
        snapshot["records"]![0]!["pending"]!.AsObject().Remove("runId");

        Assert.Null(Read(snapshot, out _)!.Records[0].Pending!.RunId);
    }

    [Theory]
    [InlineData("schema", "3", "has schema 3, but this version of the app reads up to 2; deploy the newer version")]
    [InlineData("schema", "0", "has schema 0, which does not exist")]
    [InlineData("schema", "null", "has no schema number, so this app did not write it")]
    [InlineData("schema", "\"two\"", "is damaged: ")]
    [InlineData("account", "\"prod\"", "is of the account 'prod', not of 'test'")]
    [InlineData("account", "null", "is damaged: ")]
    [InlineData("takenAt", "\"noon\"", "is damaged: ")]
    [InlineData("records", "null", "is damaged: It has no list 'records'")]
    [InlineData("holds", "[null]", "is damaged: A hold is null")]
    [InlineData("holds", "[{}]", "is damaged: ")]
    public async Task One_that_cannot_be_used_says_why(string member, string json, string expected)
    {
        var snapshot = await TakenAsync();
        snapshot[member] = JsonNode.Parse(json);

        Assert.Null(Read(snapshot, out var problem));
        Assert.StartsWith(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"schema\":2,")]
    public void What_is_no_JSON_object_is_damaged(string text)
    {
        Assert.Null(StateSnapshot.Read(Encoding.UTF8.GetBytes(text), "test", out var problem));
        Assert.StartsWith("is damaged: ", problem, StringComparison.Ordinal);
    }
}
