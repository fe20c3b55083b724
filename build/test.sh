#!/usr/bin/env bash
# Builds everything, checks its format and runs every test. It installs what they need and is missing.
#   build/test.sh                              all of it
#   build/test.sh --filter 'FullyQualifiedName~Cli'   further arguments go to 'dotnet test'
# Its last line: N passed, N failed, N skipped
set -euo pipefail
# shellcheck disable=SC2034
NEEDS=tests
# shellcheck source=build/_setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/_setup.sh"

results="$ROOT/artifacts/test-results"
rm -rf "$results"

# One compiler for all projects makes the build take half the time. It would wait for more work for minutes: it is ended here.
export UseSharedCompilation=true
trap 'dotnet build-server shutdown --vbcscompiler > /dev/null || true' EXIT

# To profile code for a better one, as the runtime does, pays for itself after minutes: no process of the tests lives so long.
export DOTNET_TieredPGO=0

echo "== build"
dotnet build Playbooks.sln --nologo --verbosity quiet -consoleLoggerParameters:NoSummary
echo "== format"
# Whitespace and the order of usings (which is no rule, but comes with 'style'). All rules are errors of the build already: for
# 'dotnet format' to check them again takes a minute.
dotnet format whitespace Playbooks.sln --verify-no-changes --no-restore
dotnet format style Playbooks.sln --verify-no-changes --no-restore --diagnostics IMPORTS

# One project after the other: their timings are about processes, and should not compete.
status=0
for project in tests/*.Tests/*.csproj examples/testing/*.csproj; do
  name=$(basename "$project" .csproj)
  echo "== $name"
  # A script that starts this one in the background ignores SIGINT and SIGHUP: the programs under test must hear them.
  env --default-signal=HUP,INT dotnet test "$project" --no-build --nologo --verbosity quiet \
    --logger "trx;LogFileName=$name.trx" --results-directory "$results" "$@" || status=1
done

# What failed and why, once more and all together: the log of a build is read from its end.
# <UnitTestResult … testName="NAME" … outcome="Failed" …> … <Message>WHY</Message><StackTrace>WHERE</StackTrace> …
print_failures() {
  find "$results" -name '*.trx' -exec awk '
    /<UnitTestResult / { failed = /outcome="Failed"/; if (failed) { name = $0; sub(/.* testName="/, "", name); sub(/".*/, "", name); print "\n== failed: " name } }
    failed && /<Message>/ { told = 1 }
    told { print }
    /<\/StackTrace>/ || /<\/ErrorInfo>/ { told = 0 }
  ' {} + 2> /dev/null \
    | sed --regexp-extended 's/<[/]?(Message|StackTrace|ErrorInfo)>//g; s/&#x[DA];//g; s/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/\&/g'
}

# What the loggers counted: <Counters total="3" executed="2" passed="2" failed="0" …
count() {
  find "$results" -name '*.trx' -exec grep --only-matching --no-filename --max-count=1 "<Counters [^>]*" {} + 2> /dev/null \
    | sed --quiet "s/.* $1=\"\([0-9]*\)\".*/\1/p" | awk '{ sum += $1 } END { print sum + 0 }'
}

print_failures
total=$(count total)
executed=$(count executed)
passed=$(count passed)
if [[ $total -eq 0 ]]; then
  echo "error: no test ran" >&2
  status=1
elif [[ $passed -ne $executed ]]; then
  status=1
fi

echo "$passed passed, $((executed - passed)) failed, $((total - executed)) skipped"
exit $status
