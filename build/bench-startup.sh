#!/usr/bin/env bash
# Measures how long 'playbooks validate' of a small file takes as a whole process, against a hello-world console app of the same build.
#   build/bench-startup.sh [RUNS]    40 alternating runs of each by default; prints the medians and their ratio
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

runs=${1:-40}
rid=$(dotnet --info | sed --quiet 's/^ *RID: *//p' | head -1)
work=$(mktemp --directory -t playbooks-startup.XXXXXX)
trap 'rm -rf "$work"' EXIT

publish() {
  dotnet publish "$1" --configuration Release --runtime "$rid" --self-contained false -p:PublishReadyToRun=true --output "$2" --nologo --verbosity quiet \
    > "$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
}

mkdir "$work/hello" "$work/library" "$work/verified"
cat > "$work/hello/hello.csproj" << 'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <InvariantGlobalization>true</InvariantGlobalization>
    <TieredPGO>false</TieredPGO>
    <EventSourceSupport>false</EventSourceSupport>
  </PropertyGroup>
</Project>
END
echo 'System.Console.WriteLine("Hello, World!");' > "$work/hello/Program.cs"
cat > "$work/library/hello.yaml" << 'END'
name: "Hello"
parameters:
  - { name: who, type: string, default: "world" }
steps:
  - { id: say, name: "Say hello", type: utility.log, parameters: { message: "Hello, {{ parameter.who }}!" } }
outputs: { said: "{{ step.say.message }}" }
END
cp "$work/library/hello.yaml" "$work/verified"
publish "$work/hello" "$work/hello-app"
publish examples/Playbooks.Cli "$work/playbooks-app"
"$work/playbooks-app/playbooks" verify hello.yaml --library "$work/verified" > "$work/verify.log"

python3 - "$runs" "$work" << 'END'
import statistics, subprocess, sys, time
runs, work = int(sys.argv[1]), sys.argv[2]
commands = {
    "hello world": [f"{work}/hello-app/hello"],
    "playbooks validate": [f"{work}/playbooks-app/playbooks", "validate", f"{work}/library/hello.yaml", "--library", f"{work}/library"],
    "playbooks validate, with verification records": [f"{work}/playbooks-app/playbooks", "validate", f"{work}/verified/hello.yaml", "--library", f"{work}/verified"],
}
times = {name: [] for name in commands}
for round in range(runs + 3):
    for name, command in commands.items():
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        # The first ones warm the file cache.
        if round >= 3:
            times[name].append((time.perf_counter() - start) * 1000)
hello = statistics.median(times["hello world"])
for name, all in times.items():
    print(f"{name:<46} {statistics.median(all):7.1f} ms  {statistics.median(all) / hello:5.2f}")
END
