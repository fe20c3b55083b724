# shellcheck shell=bash
# What the scripts of this folder share: the way to the repository's root, and the tools that it takes. Sourced, not run.

# The rest of a script runs in the root folder, wherever it was called from.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$ROOT" || exit

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# What pipx and pip install for one user is found too.
export PATH="$PATH:$HOME/.local/bin"

# A command, the package that has it in Debian and Ubuntu, and the one in the Python index ("-": there is none).
TOOLS=(
  "ansible-playbook ansible-core ansible-core"
  "ansible-runner python3-ansible-runner ansible-runner"
)
# What only the tests need: a JSON Schema validator from npm, ansible-lint, and servers of PostgreSQL and ssh, which they start themselves.
if [[ ${NEEDS:-} == tests ]]; then
  TOOLS+=("ansible-lint ansible-lint ansible-lint" "node nodejs -" "npm npm -" "initdb postgresql -" "sshd openssh-server -")
fi

# Debian keeps PostgreSQL's programs out of PATH, in a folder for each version, and sshd out of an ordinary user's.
have() {
  command -v "$1" > /dev/null || [[ -x /usr/sbin/$1 ]] || compgen -G "/usr/lib/postgresql/*/bin/$1" > /dev/null
}

fail() {
  echo "error: $*" >&2
  exit 1
}

require_dotnet() {
  command -v dotnet > /dev/null || fail "the .NET 10 SDK is missing: install the package dotnet-sdk-10.0, or see https://dot.net"
  # Run here, where global.json says which one it takes.
  dotnet --version > /dev/null 2>&1 || fail "no .NET 10 SDK was found, only: $(cd / && dotnet --list-sdks 2> /dev/null | tr '\n' ' ')"
}

# Runs a command as root, where that takes no password.
as_root() {
  if [[ $EUID -eq 0 ]]; then
    "$@"
  elif command -v sudo > /dev/null; then
    sudo -n "$@"
  else
    return 1
  fi
}

apt_install() {
  command -v apt-get > /dev/null && as_root true 2> /dev/null || return 1
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends)
  # The package lists of a fresh machine are empty or old: only then are they fetched.
  as_root "${install[@]}" "$@" || { as_root apt-get update --quiet && as_root "${install[@]}" "$@"; }
}

python_install() {
  local package
  for package in "$@"; do
    [[ $package != - ]] || return 1
    if command -v pipx > /dev/null; then
      pipx install "$package" || return 1
    else
      python3 -m pip install --user "$package" || return 1
    fi
  done
}

# The package makes a cluster of its own when it is installed, and starts it where it can, unless it is told not to.
prepare_postgresql() {
  local setting=/etc/postgresql-common/createcluster.conf
  apt_install postgresql-common || return 1
  as_root grep --quiet '^create_main_cluster' "$setting" 2> /dev/null \
    || echo 'create_main_cluster = false' | as_root tee --append "$setting" > /dev/null
}

# Installs the tools that are missing, and only those.
require_tools() {
  local tool command apt python missing=() debian=() index=()
  for tool in "${TOOLS[@]}"; do
    read -r command apt python <<< "$tool"
    if ! have "$command"; then
      missing+=("$command")
      debian+=("$apt")
      index+=("$python")
    fi
  done

  [[ ${#missing[@]} -gt 0 ]] || return 0
  echo "installing what is missing: ${missing[*]}" >&2
  # Standard output belongs to the script's own results.
  if [[ " ${debian[*]} " == *" postgresql "* ]]; then
    prepare_postgresql >&2 || true
  fi
  apt_install "${debian[@]}" >&2 || python_install "${index[@]}" >&2 || true
  hash -r
  for command in "${missing[@]}"; do
    have "$command" \
      || fail "'$command' is missing and could not be installed; as root: apt-get install ${debian[*]} (or, as a user: pipx install ${index[*]})"
  done
}

require_dotnet
require_tools
