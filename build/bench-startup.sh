#!/usr/bin/env bash
# Measures how long 'playbooks validate' of a small file takes as a whole process, against a hello-world console app of the same build.
#   build/bench-startup.sh [RUNS]    40 alternating runs of each by default
# It prints the median of the time and the mean of the processor time, each with its ratio to hello world: on a busy machine the second one is the truer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

runs=${1:-40}
rid=$(dotnet --info | sed --quiet 's/^ *RID: *//p' | head -1)
work=$(mktemp --directory -t playbooks-startup.XXXXXX)
trap 'rm -rf "$work"' EXIT

# With folders of its own: what is built here for one platform is nothing for other builds to find.
publish() {
  dotnet publish "$1" --artifacts-path "$work/artifacts" --configuration Release --runtime "$rid" --self-contained true -p:PublishReadyToRun=true -p:PublishReadyToRunComposite=true --output "$2" --nologo --verbosity quiet \
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
import os, statistics, subprocess, sys, time
runs, work = int(sys.argv[1]), sys.argv[2]
commands = {
    "hello world": [f"{work}/hello-app/hello"],
    "playbooks validate": [f"{work}/playbooks-app/playbooks", "validate", f"{work}/library/hello.yaml", "--library", f"{work}/library"],
    "playbooks validate, with verification records": [f"{work}/playbooks-app/playbooks", "validate", f"{work}/verified/hello.yaml", "--library", f"{work}/verified"],
}
times = {name: [] for name in commands}
processor = {name: [] for name in commands}
for round in range(runs + 3):
    for name, command in commands.items():
        start, before = time.perf_counter(), os.times()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        elapsed, after = time.perf_counter() - start, os.times()
        # The first ones warm the file cache.
        if round >= 3:
            times[name].append(elapsed * 1000)
            processor[name].append((after.children_user + after.children_system - before.children_user - before.children_system) * 1000)
for name in commands:
    # The clock of processor time ticks too slowly for medians.
    shown = [(statistics.median(times[name]), statistics.median(times["hello world"])), (statistics.mean(processor[name]), statistics.mean(processor["hello world"]))]
    print(f"{name:<46}" + "".join(f" {own:8.1f} ms {own / hello:5.2f}" for own, hello in shown))
END
