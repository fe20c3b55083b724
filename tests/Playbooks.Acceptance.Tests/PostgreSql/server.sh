#!/bin/sh
# A PostgreSQL server for tests: in a folder of its own, reached through a socket in it, gone with the process that it serves.
#   PGPASSWORD=… server.sh FOLDER OWNER     OWNER: the id of the process without which there is no use for it
set -eu
folder=$1
owner=$2
# Debian keeps the server's programs out of PATH, a folder for each version.
for bin in /usr/lib/postgresql/*/bin; do PATH="$PATH:$bin"; done

umask 077
mkdir "$folder"
trap 'rm -rf "$folder"' EXIT
printf '%s' "$PGPASSWORD" > "$folder/password"
initdb --pgdata="$folder/data" --username=playbooks --pwfile="$folder/password" --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync > "$folder/initdb.log" 2>&1 \
  || { cat "$folder/initdb.log" >&2; exit 1; }

# Nothing of it outlives the tests, so the disk need not have it.
postgres -D "$folder/data" -k "$folder" -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60 &
server=$!
trap 'kill -INT "$server"' TERM INT
# What kills the tests may kill no child of theirs: the server ends when they are gone.
while [ -d "/proc/$owner" ] && kill -0 "$server" 2> /dev/null; do
  sleep 1 &
  wait $! || true
done
kill -INT "$server" 2> /dev/null || true
wait "$server" || true
