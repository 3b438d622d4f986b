using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Core.Accounts;

/// <summary>The app's log, with the account appended to each line.</summary>
internal sealed class AccountLog(ILoggerFactory log, string account) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Logger(log.CreateLogger(categoryName), $" (account {account})");

    public void AddProvider(ILoggerProvider provider) => log.AddProvider(provider);

    /// <summary>Does nothing, because the log belongs to the app.</summary>
    public void Dispose()
    {
    }

    private sealed class Logger(ILogger log, string suffix) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Log(logLevel, eventId, state, exception, (of, because) => formatter(of, because) + suffix);
    }
}
