using HopsworksFunctions.Access;
using HopsworksFunctions.Core.Accounts;

namespace HopsworksFunctions.Functions;

/// <summary>The accounts of the app.</summary>
public sealed class AccountsFunctions(AccountList accounts)
{
    /// <summary><c>GET accounts</c>: the accounts that the caller may see, with the outcomes of their last runs.</summary>
    [Function("Accounts")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "accounts")] HttpRequest request, CancellationToken cancellationToken)
    {
        var all = await accounts.ReadAsync(cancellationToken);
        return TypedResults.Json(new AccountsAnswer([.. all.Where(account => Caller.Of(request)!.MaySee(account.Name))]));
    }
}

internal sealed record AccountsAnswer(IReadOnlyList<AccountListing> Accounts);
