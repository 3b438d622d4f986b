using Xunit.Sdk;
using Xunit.v3;

// The tests wait for processes and for retries far more than they compute, and each has its own processes and account.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 8)]
