using BenchmarkDotNet.Running;

// See build/bench.sh; "--quick" there makes short jobs.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
