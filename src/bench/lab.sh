#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the lab costs: wall seconds a simulated second of a 995 Mbit/s port full of DCTCP's packets of
# 1500 bytes, with 1, 16 and 200 flows at a time; beside it what iperf3 costs, which reads each packet
# as it comes. Guests of a long and a short transfer are timed in turn, so that booting, building the
# testbed and connecting drop out: the median of the differences.
#
#   src/bench/lab.sh [ROUNDS]
set -eu
cd "$(dirname "$0")/../.."
rounds=${1:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/star.sh" <<'EOF'
set -e
modprobe sch_dwrr
sysctl -qw net.ipv4.ip_forward=1
host() {
    ip netns add $1
    ip link add $2 type veth peer name eth0 netns $1
    ip addr add $3.1/24 dev $2
    ip link set $2 up
    ip -n $1 addr add $3.2/24 dev eth0
    ip -n $1 link set eth0 up gso_max_segs 1
    ip -n $1 route add default via $3.1 rto_min 10ms
    ip netns exec $1 sysctl -qw net.ipv4.tcp_congestion_control=dctcp net.ipv4.tcp_ecn=1
    tc -n $1 qdisc add dev eth0 root netem delay 125us limit 100000
}
host r p0 10.0.0; host h p1 10.0.1
tc qdisc add dev p0 root handle 1: dwrr rate 995mbit ecn-scheme per-queue queue-thresh all:32k
EOF
cat > "$work/flows.sh" <<'EOF'
. "$0.star"
flows=$1 bytes=$2
mqecn traffic server h=10.0.1.2 --congestion-control dctcp &
sleep 1
printf '%s 0\n%s 1\n' $bytes $bytes > /run/sizes
mqecn traffic client -n r --server $(yes 10.0.1.2 | head -$flows) --fan-in $flows --sizes /run/sizes \
    --requests 1 --connections 0 --rate 995mbit --congestion-control dctcp
kill %1
EOF
cat > "$work/iperf3.sh" <<'EOF'
. "$0.star"
ip netns exec r iperf3 --server --one-off > /dev/null &
sleep 0.1
ip netns exec h iperf3 --client 10.0.0.2 --parallel $1 --time $2
EOF
cp "$work/star.sh" "$work/flows.sh.star"
cp "$work/star.sh" "$work/iperf3.sh.star"

# Wall seconds of a guest.
seconds() {
    from=$(date +%s.%N)
    cli/mqecn lab exec --out "$work/out" -- bash "$@" > "$work/said" 2>&1 || { cat "$work/said" >&2; exit 1; }
    echo "$(date +%s.%N) - $from" | bc
}

# median NAME FLOWS SHORT LONG SIMULATED: of the differences, for each simulated second between them.
median() {
    for _ in $(seq "$rounds"); do
        short=$(seconds "$work/$1.sh" "$2" "$3")
        long=$(seconds "$work/$1.sh" "$2" "$4")
        echo "scale=3; ($long - $short) / $5" | bc
    done | sort -n | sed -n "$((rounds / 2 + 1))p"
}

second=117000000    # bytes that the port carries in a second: 995 Mbit/s · 1448 / 1538
for flows in 1 16 200; do
    printf 'lab  %3d flows  %5.1f s wall a simulated second\n' $flows \
        "$(median flows $flows $((second / 10)) $((second * 31 / 10)) 3)"
done
printf 'lab  iperf3     %5.1f s wall a simulated second\n' "$(median iperf3 1 1 2 1)"
