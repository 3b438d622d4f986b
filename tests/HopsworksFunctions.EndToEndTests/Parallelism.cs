using Xunit.Sdk;
using Xunit.v3;

// The tests mostly wait for processes and retries, and each has its own processes and account.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 8)]
