#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Sends packets from two processors at once through ports that are changed, dumped and removed meanwhile, and checks that
# no port loses count of a packet: arrived = sent + backlog + dropped.
set -eu
. "$(dirname "$0")/pktgen.sh"
packets=20000           # of each processor and step

# conserved DEVICE WHAT: all packets arrived, and none is missing.
conserved() {
    drain "$1"
    balanced "$1" "$2"
    [ "$(counters "$1" | cut -d' ' -f1)" -ge $((2 * packets)) ] || fail "$2: packets did not arrive"
}

modprobe pktgen
echo 0 >/proc/sys/net/ipv6/conf/default/autoconf
ip link add root numtxqueues 2 type dummy
ip link add mq numtxqueues 2 type dummy
ip link set root up
ip link set mq up

tc qdisc add dev root root handle 1: dwrr rate 400gbit shared-buffer 200k
traffic "$packets" root
# The port and its namespace's defaults change while it works.
for scheme in per-queue per-port mq-ecn tcn codel none; do
    tc qdisc change dev root root dwrr ecn-scheme "$scheme" rate 300gbit quantum 1:3076
    tc -s class show dev root >/dev/null
    echo 64000 >/proc/sys/dwrr/queue_thresh_bytes_0
    tc qdisc change dev root root dwrr scheduler wrr rate 400gbit mark-at dequeue
    tc qdisc change dev root root dwrr scheduler dwrr mark-at enqueue
done
rmmod sch_dwrr 2>/dev/null && fail "the module was removed under a port"
wait
conserved root "one port, two senders"

tc qdisc add dev mq root handle 9: mq
tc qdisc add dev mq parent 9:1 handle 91: dwrr rate 400gbit ecn-scheme mq-ecn
tc qdisc add dev mq parent 9:2 handle 92: dwrr rate 400gbit ecn-scheme tcn
traffic "$packets" mq
wait
conserved mq "a port for each transmit queue"

traffic "$packets" root
sleep 0.2
tc qdisc del dev root root
wait
tc qdisc add dev root root dwrr rate 400gbit
traffic "$packets" root
sleep 0.2
ip link del root
wait
ip link del mq
rmmod sch_dwrr
echo "ports, device and module removed under traffic"
