#!/usr/bin/env bash
# Runs the example of examples/quickstart: a composed playbook over a real HTTP gateway and real Ansible.
# It installs what is missing, and leaves nothing running and nothing in the temporary folder.
set -euo pipefail
# shellcheck source=build/_setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/_setup.sh"

work=$(mktemp --directory -t playbooks-demo.XXXXXX)
gateway=
clean_up() {
  if [[ -n $gateway ]]; then
    kill "$gateway" 2> /dev/null || true
    wait "$gateway" 2> /dev/null || true
  fi
  rm -rf "$work"
}
trap clean_up EXIT
# The demo's runs are nobody's history.
export PLAYBOOKS_HISTORY="$work/history.db"
trap 'exit 130' INT
trap 'exit 143' TERM

title() {
  printf '\n== %s\n' "$*"
}

# Shows a command before it runs it, as somebody would type it.
playbooks() {
  printf '$ playbooks %s\n' "$*"
  dotnet "$ROOT/artifacts/bin/Playbooks.Cli/debug/playbooks.dll" "$@"
}

title "Building"
for project in examples/Playbooks.Cli examples/quickstart/Gateway; do
  dotnet build "$project" --nologo --verbosity quiet > "$work/build.log" || fail "$project does not build: $(cat "$work/build.log")"
done

title "Starting the gateway"
# The password of this one demo; the playbook asks for the credential gateway_admin, and nobody writes it down.
PLAYBOOKS_CREDENTIAL_GATEWAY_ADMIN__USERNAME=demo
PLAYBOOKS_CREDENTIAL_GATEWAY_ADMIN__PASSWORD=$(od --address-radix=n --format=x8 --read-bytes=16 /dev/urandom | tr -d ' \n')
export PLAYBOOKS_CREDENTIAL_GATEWAY_ADMIN__USERNAME PLAYBOOKS_CREDENTIAL_GATEWAY_ADMIN__PASSWORD
# It exists before it is read, however slowly the gateway starts.
: > "$work/gateway.log"
GATEWAY_USERNAME=$PLAYBOOKS_CREDENTIAL_GATEWAY_ADMIN__USERNAME GATEWAY_PASSWORD=$PLAYBOOKS_CREDENTIAL_GATEWAY_ADMIN__PASSWORD \
  dotnet artifacts/bin/Gateway/debug/gateway.dll --urls http://127.0.0.1:0 > "$work/gateway.log" 2>&1 &
gateway=$!
url=
for ((i = 0; i < 300; i++)); do
  url=$(sed --quiet 's/^gateway listening on //p' "$work/gateway.log")
  if [[ -n $url ]] || ! kill -0 "$gateway" 2> /dev/null; then
    break
  fi
  sleep 0.1
done
[[ -n $url ]] || fail "the gateway did not start: $(cat "$work/gateway.log")"
echo "$url"

cd examples/quickstart
title "The library: building blocks, verified, and what is composed of them"
playbooks list
title "Everything is checked before anything runs"
playbooks validate site_setup.yaml
playbooks plan site_setup.yaml
title "The first run: each building block is one step"
playbooks run site_setup.yaml -p gateway_url="$url" -p folder="$work/site"
title "The second run, expanded: nothing is left to change"
playbooks run site_setup.yaml -p gateway_url="$url" -p folder="$work/site" --expand
title "What Ansible wrote"
(cd "$work/site" && tail -n +1 site.conf reloads.log)
