using System.Text.Json;
using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Timelines;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using Microsoft.Azure.Functions.Worker;
using NodaTime;

namespace HopsworksFunctions.Functions;

/// <summary>When clusters were up and were to be.</summary>
public sealed class TimelineFunctions(TimelineReader timelines, TimeProvider time)
{
    private const int MostDays = 31;

    /// <summary><c>GET timeline?from=&amp;to=</c>: the windows of the schedules, and when each cluster was seen up and was held; six days back and one ahead, if nothing else is asked for.</summary>
    [Function("Timeline")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "timeline")] HttpRequest request, CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var (range, problem) = RangeQuery.Read(request.Query, now - Duration.FromDays(6), now + Duration.FromDays(1), MostDays);
        return problem ?? await Problems.UnlessStateIsOutOfReachAsync(async () =>
            JsonAnswer.Of(await timelines.ReadAsync(range.Start, range.End, cancellationToken), TimelineJson.Default.FleetTimeline));
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    Converters = [typeof(InstantConverter), typeof(CamelCaseEnumConverter<Cause>), typeof(CamelCaseEnumConverter<HoldState>)])]
[JsonSerializable(typeof(FleetTimeline))]
internal sealed partial class TimelineJson : JsonSerializerContext;
