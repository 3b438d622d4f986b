using HopsworksFunctions.Core.State;
using Moq;
using NodaTime;

namespace HopsworksFunctions.Tests.Reconciliation;

/// <summary>An empty audit log. A test decides what happens when entries are appended.</summary>
internal static class EmptyAudit
{
    public static Mock<IAuditLog> Mock()
    {
        var audit = new Mock<IAuditLog>(MockBehavior.Strict);
        audit.Setup(a => a.ReadAsync(It.IsAny<AuditQuery>(), It.IsAny<CancellationToken>())).ReturnsAsync(new AuditPage([], null, []));
        audit.Setup(a => a.AppendAllAsync(It.IsAny<IReadOnlyList<AuditEntry>>(), It.IsAny<CancellationToken>())).CallBase();
        audit.Setup(a => a.PruneAsync(It.IsAny<Instant>(), It.IsAny<CancellationToken>())).Returns(Task.CompletedTask);
        return audit;
    }
}
