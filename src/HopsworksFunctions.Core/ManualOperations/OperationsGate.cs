using HopsworksFunctions.Core.State;
using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>The door to what people may ask for. Invalid settings and a state out of reach end here, as refusals that say what to do.</summary>
public sealed class OperationsGate(IServiceProvider services)
{
    /// <param name="ask">What is asked of the service, which is made only when all settings are valid.</param>
    public async Task<Asked<T>> AskAsync<TService, T>(Func<TService, Task<Asked<T>>> ask)
        where TService : notnull
        where T : class
    {
        if (Settings.Problem(services) is { } problem)
            return new Refusal(RefusalKind.Settings, problem);
        try
        {
            return await ask(services.GetRequiredService<TService>());
        }
        catch (StateUnavailableException e)
        {
            return new Refusal(RefusalKind.StateUnavailable, e.Message);
        }
        catch (StateConflictException e)
        {
            return new Refusal(RefusalKind.StateConflict, $"{e.Message} Try again.");
        }
    }
}
