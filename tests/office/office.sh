#!/usr/bin/env bash
# An office in a box: N computers (network namespaces pc1 to pcN) on one or two Ethernet segments. Root only.
#
#   office.sh N [--subnets 2]
#
# builds it, prints `ready PID` and reads commands, one a line, from standard input; each is answered by `ok` or
# `failed: why`. At the end of input everything that runs in the office is killed and the office is gone, whatever
# became of who fed it: the namespaces are named only in this process's own mount namespace, so nothing is left behind.
#
#   exec I COMMAND...    run a command on computer I (words are split at spaces)
#   loss PERCENT [I...]  every computer, or those named, loses so many of the frames sent to it
#   cut I | plug I       pull, or plug in, the cable of computer I
#   narrow I BYTES         frames with packets larger than that neither come to computer I nor leave it
#   isolate on|off [I...]  no frames between computers, or between those named, as some wireless networks do
#   mcast on|off         the segment carries multicast, or drops it
#
# With two subnets, odd computers are on 10.77.1.0/24 and even ones on 10.77.2.0/24; a router joins them, for unicast
# only. Computer I has the address 10.77.SEGMENT.(I + 10).
set -euo pipefail

die() { printf 'office.sh: %s\n' "$*" >&2; exit 1; }

if [ "${1:-}" != --inside ]; then
    [ "$(id -u)" -eq 0 ] || die "only root can make network namespaces"
    exec unshare --net --mount "${BASH_SOURCE[0]}" --inside "$@"
fi
shift
trap '' INT  # Ctrl-C is for who feeds us; we end with the input.

computers_that_learn_max=24
count=${1:?how many computers?} subnets=1
if [ "${2:-}" = --subnets ]; then subnets=${3:?how many subnets?}; fi
[[ $count =~ ^[0-9]+$ && $count -ge 1 && $count -le 240 ]] || die "between 1 and 240 computers"
[[ $subnets =~ ^[12]$ ]] || die "one subnet or two"

segment_of() { printf '%d' $(( subnets == 2 ? ($1 + 1) % 2 + 1 : 1 )); }
is_computer() { [[ ${1:-} =~ ^[0-9]+$ ]] && [ "$1" -ge 1 ] && [ "$1" -le "$count" ]; }
setting() { ip netns exec "$1" tee "/proc/sys/net/$2" <<<"$3" >/dev/null; }

build_segments() {
    local segment
    echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6  # The switch is no computer.
    for segment in $(seq "$subnets"); do
        ip link add "segment$segment" type bridge stp_state 0 forward_delay 0 mcast_snooping 0
        ip link set "segment$segment" up
    done
}

build_router() {
    local segment
    ip netns add router
    for segment in 1 2; do
        ip link add "up$segment" type veth peer name "lan$segment" netns router
        ip link set "up$segment" master "segment$segment" up
        ip -n router addr add "10.77.$segment.1/24" dev "lan$segment"
        ip -n router link set "lan$segment" up
    done
    setting router ipv4/ip_forward 1
}

build_computer() {
    local i=$1 pc=pc$1 segment
    segment=$(segment_of "$i")
    ip netns add "$pc"
    ip link add "port$i" type veth peer name eth0 address "02:00:00:4d:0$segment:$(printf %02x "$i")" netns "$pc"
    ip link set "port$i" master "segment$segment" up
    ip -n "$pc" link set lo up
    [ ! -e /proc/sys/net/ipv6 ] || setting "$pc" ipv6/conf/eth0/accept_dad 0  # Addresses work at once.
    ip -n "$pc" addr add "10.77.$segment.$(( i + 10 ))/24" brd + dev eth0
    ip -n "$pc" link set eth0 up
    [ "$subnets" -eq 1 ] || ip -n "$pc" route add default via "10.77.$segment.1"
}

# One kernel has room for 1024 neighbours that its computers, all together, learned the hardware address of. Those that
# they were told do not count.
introduce() {
    local i=$1 other segment
    segment=$(segment_of "$i")
    for other in $(seq "$count"); do
        if [ "$other" -eq "$i" ] || [ "$(segment_of "$other")" -ne "$segment" ]; then continue; fi
        local last mac
        last=$(printf %02x "$other")
        mac="02:00:00:4d:0$segment:$last"
        echo "neigh add 10.77.$segment.$(( other + 10 )) lladdr $mac dev eth0 nud permanent"
        echo "neigh add fe80::ff:fe4d:$segment$last lladdr $mac dev eth0 nud permanent"
    done | ip -n "pc$i" -batch -
}

# filter I TABLE RULES: replaces the rules for frames that come in at computer I; none takes them off.
filter() {
    ip netns exec "pc$1" nft delete table netdev "$2" 2>/dev/null || true
    [ -n "$3" ] || return 0
    ip netns exec "pc$1" nft -f - <<NFT
table netdev $2 {
    chain incoming {
        type filter hook ingress device "eth0" priority 0;
        $3
    }
}
NFT
}

do_loss() {
    local percent=${1:-} i rules='' computers=("${@:2}")
    [ "${#computers[@]}" -gt 0 ] || mapfile -t computers < <(seq "$count")
    [[ $percent =~ ^[0-9]+$ && $percent -le 100 ]] || { echo "a whole percentage"; return 1; }
    [ "$percent" -eq 0 ] || rules="numgen random mod 100 < $percent drop;"
    for i in "${computers[@]}"; do
        is_computer "$i" || { echo "no computer $i"; return 1; }
        filter "$i" loss "$rules" || return 1
    done
}

do_cable() { is_computer "${1:-}" || { echo "no computer ${1:-}"; return 1; }; ip link set "port$1" "$2"; }

# What is larger than that many bytes neither comes nor goes, and nobody is told.
do_narrow() { is_computer "${1:-}" || { echo "no computer ${1:-}"; return 1; }; ip link set "port$1" mtu "$2"; }

do_isolate() {
    local i computers=("${@:2}")
    [ "${#computers[@]}" -gt 0 ] || mapfile -t computers < <(seq "$count")
    for i in "${computers[@]}"; do
        is_computer "$i" || { echo "no computer $i"; return 1; }
        bridge link set dev "port$i" isolated "$1" || return 1
    done
}

# A bridge floods 224.0.0.0/24 whatever it is told, so the computers themselves do not listen. Neighbour discovery
# stays.
do_mcast() {
    local i rules=
    if [ "$1" = off ]; then
        rules="ip daddr 224.0.0.0/4 drop; ip6 daddr ff00::/8 icmpv6 type 130-136 accept; ip6 daddr ff00::/8 drop;"
    fi
    for i in $(seq "$count"); do filter "$i" mcast "$rules" || return 1; done
}

do_exec() {
    local i=${1:-}
    is_computer "$i" || { echo "no computer $i"; return 1; }
    ip netns exec "pc$i" "${@:2}" </dev/null
}

obey() {
    case $1 in
        exec) do_exec "${@:2}" ;;
        loss) do_loss "${@:2}" ;;
        cut) do_cable "${2:-}" down ;;
        plug) do_cable "${2:-}" up ;;
        narrow) do_narrow "${@:2}" ;;
        isolate) do_isolate "${@:2}" ;;
        mcast) do_mcast "${2:-}" ;;
        *) echo "unknown command $1"; return 1 ;;
    esac
}

kill_all() {
    local i
    for i in $(seq "$count"); do
        ip netns pids "pc$i" 2>/dev/null | xargs -r kill -9 2>/dev/null || true
    done
}

mount -t tmpfs tmpfs /run  # Ours alone: this is where names of network namespaces live.
trap kill_all EXIT
build_segments
[ "$subnets" -eq 1 ] || build_router
for i in $(seq "$count"); do build_computer "$i"; done
[ "$count" -le "$computers_that_learn_max" ] || for i in $(seq "$count"); do introduce "$i"; done
echo "ready $$"

while read -r -a words; do
    [ "${#words[@]}" -gt 0 ] || continue
    if said=$(obey "${words[@]}" 2>&1); then
        [ -z "$said" ] || printf '%s\n' "$said"
        echo ok
    else
        printf 'failed: %s\n' "${said//$'\n'/; }"
    fi
done
