#!/usr/bin/env bash
# Runs the benchmarks: all of them, or those that a filter names.
#   build/bench.sh                      every benchmark, long jobs
#   build/bench.sh --quick              every benchmark, short jobs: for a first look
#   build/bench.sh --filter '*Engine*'  further arguments go to BenchmarkDotNet
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

arguments=()
if [[ "${1:-}" == --quick ]]; then
  shift
  arguments+=(--job short)
fi
# Without a filter BenchmarkDotNet asks which ones to run.
if [[ " $* " != *" --filter "* ]]; then
  arguments+=(--filter '*')
fi

exec dotnet run -c Release --project tests/Playbooks.Benchmarks -- "${arguments[@]}" "$@"
