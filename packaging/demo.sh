#!/usr/bin/env bash
# Two people on this machine find each other through mDNS alone and talk. Everything is real: two daemons, two
# profiles, no address told to either. `./run demo` builds and runs it; nothing is left behind.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=${1:-build/release/bin}  # Where the programs are.
earshot=$bin/earshot
folder=$(mktemp -d)
anna=$folder/anna
ben=$folder/ben
watcher=

as_anna() { "$earshot" --profile-dir "$anna" --no-start "$@"; }
as_ben() { "$earshot" --profile-dir "$ben" --no-start "$@"; }

daemons=()
clean_up() {
    local code=$?
    trap - EXIT INT TERM
    [ -z "$watcher" ] || kill "$watcher" 2>/dev/null || true
    local pid
    for pid in "${daemons[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${daemons[@]}"; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$folder"
    exit "$code"
}
trap clean_up EXIT INT TERM

start() {
    local name=$1 profile=$2
    mkdir -p "$profile"
    "$earshot" --profile-dir "$profile" daemon run --name "$name" >"$profile/ready" 2>"$profile/log" &
    daemons+=($!)
    local _
    for _ in $(seq 100); do
        if grep -q '^ready ' "$profile/ready" 2>/dev/null; then
            printf '  %s: %s\n' "$name" "$(cat "$profile/ready")"
            return
        fi
        kill -0 "${daemons[-1]}" 2>/dev/null || break
        sleep 0.1
    done
    printf 'demo: the daemon of %s did not start:\n' "$name" >&2
    cat "$profile/log" >&2
    exit 1
}

wait_for() {  # wait_for WHO-LOOKS NAME: until NAME is there
    local _
    for _ in $(seq 150); do
        if "$1" people --json | grep -q "\"name\":\"$2\".*\"presence\":\"online\""; then return; fi
        sleep 0.1
    done
    printf 'demo: %s was not found within 15 seconds; what the daemon says:\n' "$2" >&2
    cat "$anna/log" "$ben/log" >&2
    exit 1
}

printf 'Two daemons start, each with a profile of its own:\n'
start Anna "$anna"
start Ben "$ben"

printf '\nThey look for each other by mDNS; neither was told an address:\n'
wait_for as_anna Ben
wait_for as_ben Anna
as_anna people | sed 's/^/  Anna sees: /'
as_ben people | sed 's/^/  Ben sees:  /'

printf '\nThey talk. This is what Ben'\''s computer sees as it happens:\n'
as_ben tail 2>/dev/null | sed -u 's/^/  /' &
watcher=$!
sleep 0.3
as_anna send Ben 'Hello Ben! No server, no account, no set-up.' --wait delivered >/dev/null
as_ben send Anna 'Hello Anna! And nobody between us can read this.' --wait delivered >/dev/null
as_anna send Ben 'It waits for you when you are away, too. Bye!' --wait delivered >/dev/null
sleep 0.5

printf '\nThe conversation as Anna reads it:\n'
as_anna read Ben | sed 's/^/  /'

cat <<'NEXT'

On two computers of one network, on each of them:
  ./run
  build/release/bin/earshot config set name NAME
and then, from either one:
  build/release/bin/earshot people
  build/release/bin/earshot send NAME 'hello'
NEXT
