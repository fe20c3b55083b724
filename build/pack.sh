#!/usr/bin/env bash
# Packs the libraries and the console app.
#   build/pack.sh [FOLDER [VERSION]]    into build/packages by default, with the version of Directory.Build.props
set -euo pipefail
# A folder is relative to where the script was called.
folder=$(realpath -m -- "${1:-$(dirname "${BASH_SOURCE[0]}")/packages}")
version=${2:-}
cd "$(dirname "${BASH_SOURCE[0]}")/.."

arguments=(--configuration Release --output "$folder" --nologo --verbosity quiet)
if [[ -n $version ]]; then
  arguments+=("-p:Version=$version")
fi

for project in src/*/*.csproj examples/Playbooks.Cli/Playbooks.Cli.csproj; do
  dotnet pack "$project" "${arguments[@]}"
done
find "$folder" -name "*${version}.nupkg" | sort
