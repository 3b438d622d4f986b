using System.Runtime.CompilerServices;
using HopsworksFunctions.Core.Accounts;
using HopsworksFunctions.Core.State;
using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Tests.Accounts;

/// <summary>The services of accounts are kept for reuse, and released when there are too many.</summary>
public sealed class AccountServicesTests
{
    [Fact]
    public async Task Services_that_are_let_go_leave_nothing_behind()
    {
        string[] accounts = [.. Enumerable.Range(0, AccountServices.MostKept + 10).Select(i => $"a{i}")];
        await using var rig = await AccountRig.StartAsync(accounts[..2], inProcess: 2, more: [.. accounts[2..].Select(name =>
            ($"Accounts:{name}:ApiKeySecretName", $"{name}-key"))]);
        var first = await RunAsync(rig, accounts[0]);
        foreach (var name in accounts[2..])
            await using (rig.Open(name))
            {
            }

        // Yielding leaves the stack that still refers to what was awaited.
        await Task.Yield();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(first.TryGetTarget(out _));
    }

    /// <summary>Runs an account's first tick, and returns a weak reference to one of its services.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference<object>> RunAsync(AccountRig rig, string account)
    {
        await rig.DeliverAsync(new AccountMessage(account, NodaTime.Instant.FromDateTimeOffset(AccountRig.Night)).ToJson());
        Assert.NotEmpty(rig.ActionsOf(account));
        await using var scope = rig.Open(account);
        return new(scope.Services.GetRequiredService<IAccountStore>());
    }
}
