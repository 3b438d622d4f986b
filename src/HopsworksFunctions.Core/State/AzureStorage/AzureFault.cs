using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Identity;

namespace HopsworksFunctions.Core.State.AzureStorage;

/// <summary>Explanations of failed calls to Azure Storage, with instructions to fix them.</summary>
/// <param name="what">The requested resource, as the subject of a sentence.</param>
/// <param name="setting">The setting that contains its address.</param>
/// <param name="role">The role that the app's identity needs.</param>
public sealed class AzureFault(string what, string setting, string role)
{
    /// <summary>Returns whether Azure caused the failure, and not the caller's cancellation.</summary>
    public static bool Is([NotNullWhen(true)] Exception? e, CancellationToken cancellationToken) =>
        e is RequestFailedException or AggregateException or AuthenticationFailedException
        || e is OperationCanceledException && !cancellationToken.IsCancellationRequested;

    /// <summary>Returns whether a property, the row or the request is larger than the service allows.</summary>
    public static bool IsTooLarge(Exception e) => e is RequestFailedException failed && (failed.Status == 413
        || failed.Status == 400 && failed.ErrorCode?.EndsWith("TooLarge", StringComparison.Ordinal) == true);

    /// <exception cref="StateUnavailableException">Azure caused the call to fail; the message says how to fix it.</exception>
    public async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (Is(e, cancellationToken))
        {
            throw Explain(e);
        }
    }

    public StateUnavailableException Explain(Exception e) =>
        IsTooLarge(LastOf(e))
            ? new StateRefusedException($"{what} cannot store that much for one cluster or message: {FirstLine(LastOf(e).Message)}", e)
            : Unavailable(e);

    private StateUnavailableException Unavailable(Exception e) => new(LastOf(e) switch
    {
        RequestFailedException { Status: 401 or 403 } refused =>
            $"{what} rejected the app ({refused.Status} {refused.ErrorCode}). "
            + $"Give the app's identity the role '{role}' on the storage account, and allow the app in the account's network rules.",
        RequestFailedException { ErrorCode: "QueueNotFound" } =>
            $"{what} does not exist. Create it in the storage account; infra/main.bicep does where the parameter 'accounts' is set.",
        RequestFailedException { Status: > 0 } failed => $"{what} answered {failed.Status} {failed.ErrorCode}: {FirstLine(failed.Message)}",
        AuthenticationFailedException none => $"{what} cannot be opened, because Azure issued no token for the app's identity: "
            + $"{FirstLine(none.Message)} Check that the identity exists and that AZURE_CLIENT_ID, if set, is its client ID.",
        OperationCanceledException => $"{what} did not answer in time after all retries. "
            + $"Check {setting} and the network; if both are right, the storage account is overloaded.",
        var other => $"{what} cannot be reached: {FirstLine(other.Message)} Check {setting}.",
    }, e);

    // The client throws the failures of all attempts together.
    private static Exception LastOf(Exception e) => e is AggregateException { InnerExceptions: [.., var last] } ? last : e;

    // Azure's messages continue with the whole response.
    private static string FirstLine(string message) => message.Split('\n')[0].Trim().TrimEnd('.') + '.';
}
