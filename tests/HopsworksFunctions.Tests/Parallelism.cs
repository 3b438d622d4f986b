using Xunit.Sdk;
using Xunit.v3;

// Many tests wait for processes or for a lease to run out; meanwhile others can compute.
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 4)]
