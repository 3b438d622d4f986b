using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Core.Secrets;

/// <summary>
/// Caches one secret for a lifetime. Only one read happens at a time, and the last good value is used while Key Vault cannot be read.
/// </summary>
internal sealed partial class CachedSecret(
    string name, VaultReader vault, SecretsOptions options, TimeProvider time, Func<double> random, ILogger logger)
{
    private static readonly TimeSpan RereadInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(1);
    // The alert checks for warnings in the last two hours.
    private static readonly TimeSpan WarningInterval = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private Task<Secret>? reading;
    private Secret? served;
    private SecretStatus status = new(vault.Vault.ToString());
    private DateTimeOffset freshUntil;
    private DateTimeOffset rereadOn = DateTimeOffset.MinValue;
    private (string Version, bool Expired, DateTimeOffset On)? warned;

    public SecretStatus Status
    {
        get
        {
            lock (gate) return status;
        }
    }

    public ValueTask<Secret> GetAsync(CancellationToken cancellationToken)
    {
        Secret fresh;
        lock (gate)
        {
            if (served is null || time.GetUtcNow() >= freshUntil) return new(Reading().WaitAsync(cancellationToken));
            fresh = served;
        }
        WarnOfExpiry(fresh);
        return new(fresh);
    }

    public async Task<Secret?> RereadAsync(Secret refused, CancellationToken cancellationToken)
    {
        Task<Secret> current;
        lock (gate)
        {
            if (served is not null && served.Version != refused.Version) return served;
            if (reading is null)
            {
                if (time.GetUtcNow() - rereadOn < RereadInterval) return null;
                rereadOn = time.GetUtcNow();
            }
            current = Reading();
        }
        try
        {
            var secret = await current.WaitAsync(cancellationToken).ConfigureAwait(false);
            return secret.Version == refused.Version ? null : secret;
        }
        catch (SecretUnavailableException e)
        {
            Log.NotReread(logger, name, e.Message);
            return null;
        }
    }

    // Independent of the first caller's token: when that caller is cancelled, the others still wait.
    private Task<Secret> Reading() => reading ??= Task.Run(ReadAsync, CancellationToken.None);

    private async Task<Secret> ReadAsync()
    {
        var start = time.GetTimestamp();
        try
        {
            using var deadline = new CancellationTokenSource(options.ReadTimeout, time);
            var secret = await vault.ReadAsync(name, deadline.Token).ConfigureAwait(false);
            var now = time.GetUtcNow();
            lock (gate)
            {
                served = secret;
                freshUntil = now + (options.CacheLifetime * (0.9 + (0.2 * random())));
                status = new(status.Source, secret.Version, secret.ExpiresOn, now, time.GetElapsedTime(start), CreatedOn: secret.CreatedOn);
            }
            WarnOfExpiry(secret);
            return secret;
        }
        catch (SecretUnavailableException e)
        {
            lock (gate)
            {
                if (e.IsWithdrawn) served = null;
                freshUntil = time.GetUtcNow() + RetryInterval;
                status = served is null
                    ? new(status.Source, ReadTook: time.GetElapsedTime(start), Problem: e.Message)
                    : status with { ReadTook = time.GetElapsedTime(start), Problem = e.Message };
                if (served is null) throw;
                Log.Kept(logger, name, served.Version, status.ReadOn, e.Message);
                WarnOfExpiry(served);
                return served;
            }
        }
        finally
        {
            lock (gate) reading = null;
        }
    }

    private void WarnOfExpiry(Secret secret)
    {
        var now = time.GetUtcNow();
        if (secret.ExpiresOn is not { } end || end - now > options.ExpiryWarning) return;
        lock (gate)
        {
            if (warned is { } last && last.Version == secret.Version && last.Expired == end <= now
                && now - last.On < WarningInterval) return;
            warned = (secret.Version, end <= now, now);
        }
        if (end <= now) Log.Expired(logger, name, secret.Version, end);
        else Log.ExpiresSoon(logger, name, secret.Version, end, (int)(end - now).TotalDays);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Secret {Secret} could not be read; using version {Version}, read {ReadOn:u}. {Problem}")]
        public static partial void Kept(ILogger logger, string secret, string version, DateTimeOffset? readOn, string problem);

        [LoggerMessage(LogLevel.Warning, "Secret {Secret} was rejected and could not be read again. {Problem}")]
        public static partial void NotReread(ILogger logger, string secret, string problem);

        [LoggerMessage(EventName = "SecretExpiresSoon", Level = LogLevel.Warning,
            Message = "Secret {Secret} (version {Version}) expires on {ExpiresOn:u}, in {Days} days; store a new version before that")]
        public static partial void ExpiresSoon(ILogger logger, string secret, string version, DateTimeOffset expiresOn, int days);

        [LoggerMessage(EventName = "SecretExpired", Level = LogLevel.Warning,
            Message = "Secret {Secret} (version {Version}) expired on {ExpiresOn:u} and is still used; store a new version")]
        public static partial void Expired(ILogger logger, string secret, string version, DateTimeOffset expiresOn);
    }
}
