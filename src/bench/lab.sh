#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the lab costs: wall seconds a simulated second of a 995 Mbit/s port full of DCTCP's packets of
# 1500 bytes, with 1, 16 and 200 flows at a time; beside it what iperf3 costs, which reads each packet
# as it comes. Guests of a long and a short transfer are timed in turn, so that booting, building the
# testbed and connecting drop out: the median of the differences. A busy machine takes longer: the last
# line says how busy it was.
#
#   src/bench/lab.sh [ROUNDS]
set -eu
cd "$(dirname "$0")/../.."
rounds=${1:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/bench.yaml" <<'EOF'
star: {hosts: 2, rate: 995mbit, base-rtt: 250us}
qdiscs: {per-queue: {dwrr: {ecn-scheme: per-queue, queue-thresh: 32k}}}
defaults:
  link: {qdisc: per-queue}
  host: {congestion-control: dctcp, rto-min: 10ms}
EOF
cat > "$work/flows.sh" <<'EOF'
set -e
flows=$1 bytes=$2
mqecn testbed up -f "${0%/*}/bench.yaml" > /dev/null
mqecn traffic server bench-h2=10.0.2.2 --congestion-control dctcp &
sleep 1
printf '%s 0\n%s 1\n' $bytes $bytes > /run/sizes
mqecn traffic client -n bench-h1 --server $(yes 10.0.2.2 | head -$flows) --fan-in $flows --sizes /run/sizes \
    --requests 1 --connections 0 --rate 995mbit --congestion-control dctcp
kill %1
EOF
cat > "$work/iperf3.sh" <<'EOF'
set -e
mqecn testbed up -f "${0%/*}/bench.yaml" > /dev/null
mqecn testbed exec h1 -- iperf3 --server --one-off > /dev/null &
sleep 1
mqecn testbed exec h2 -- iperf3 --client 10.0.1.2 --parallel $1 --time $2
EOF

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
echo "lab  load of this machine: $(cut -d ' ' -f 1-2 /proc/loadavg) in the last 1 and 5 minutes, $(nproc) processors"
