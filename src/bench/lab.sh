#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Speed of the lab: wall-clock seconds per simulated second of a 995 Mbit/s port that DCTCP saturates
# with packets of 1500 bytes, with 1, 16 and 200 concurrent flows; for comparison the same with iperf3,
# which reads each packet when it arrives. Prints the median difference between guests with a long and a
# short transfer, run alternately: it excludes booting, building the testbed and connecting. Load on the
# machine increases it: the last line prints the load.
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

# Prints the wall-clock seconds that a guest takes.
seconds() {
    from=$(date +%s.%N)
    cli/mqecn lab exec --out "$work/out" -- bash "$@" > "$work/output" 2>&1 || { cat "$work/output" >&2; exit 1; }
    echo "$(date +%s.%N) - $from" | bc
}

# median NAME FLOWS SHORT LONG SIMULATED: prints the median difference per simulated second.
median() {
    for _ in $(seq "$rounds"); do
        short=$(seconds "$work/$1.sh" "$2" "$3")
        long=$(seconds "$work/$1.sh" "$2" "$4")
        echo "scale=3; ($long - $short) / $5" | bc
    done | sort -n | sed -n "$((rounds / 2 + 1))p"
}

second=117000000    # payload bytes per second of the port: 995 Mbit/s · 1448 / 1538
for flows in 1 16 200; do
    printf 'lab  %3d flows  %5.1f s per simulated second\n' $flows \
        "$(median flows $flows $((second / 10)) $((second * 31 / 10)) 3)"
done
printf 'lab  iperf3     %5.1f s per simulated second\n' "$(median iperf3 1 1 2 1)"
echo "lab  load average of this machine (1 and 5 minutes): $(cut -d ' ' -f 1-2 /proc/loadavg), $(nproc) processors"
