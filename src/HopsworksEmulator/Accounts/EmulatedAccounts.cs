using HopsworksEmulator.Faults;

namespace HopsworksEmulator.Accounts;

/// <summary>The accounts of an emulator, at least one.</summary>
internal sealed class EmulatedAccounts(IReadOnlyList<EmulatedAccount> all)
{
    public IReadOnlyList<EmulatedAccount> All => all;

    /// <summary>Returns the account that a key opens; null if it opens none.</summary>
    public EmulatedAccount? Of(string? key) => all.FirstOrDefault(account => account.ApiKeys.Accepts(key));

    /// <summary>Logs a call without a valid key or route. It belongs to no account, so it goes to the log of the first.</summary>
    public void Refuse(Operation operation, string? cluster, string outcome) =>
        all[0].Calls.Add(new(all[0].ControlPlane.Now, operation, cluster, outcome, Done: false));
}
