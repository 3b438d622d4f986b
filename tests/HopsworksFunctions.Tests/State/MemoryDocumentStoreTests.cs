using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;

namespace HopsworksFunctions.Tests.State;

public sealed class MemoryDocumentStoreTests : DocumentStoreContract
{
    private readonly MemoryDocumentStore store = new();

    protected override Task<IDocumentStore> OpenAsync() => Task.FromResult<IDocumentStore>(store);
}
