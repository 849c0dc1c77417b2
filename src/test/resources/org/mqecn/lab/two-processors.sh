# SPDX-License-Identifier: Apache-2.0
# Sends packets from two processors at once through ports that are changed, dumped and removed meanwhile, and checks that
# no port loses count of a packet: arrived = sent + backlog + dropped.
#
#   two-processors.sh PACKETS       packets of each processor and step
set -eu
controls=/proc/net/pktgen
packets=$1

fail() { echo "FAILED: $*"; exit 1; }

pktgen() { echo "$2" >"$controls/$1" || fail "pktgen $1: $2"; }

# sender PROCESSOR DEVICE TOS: the processor will send packets with that TOS (hexadecimal) through the device.
sender() {
    pktgen "kpktgend_$1" rem_device_all
    pktgen "kpktgend_$1" "add_device $2@$1"
    for setting in "count $packets" "pkt_size 1496" "delay 0" "xmit_mode queue_xmit" "tos $3" \
            "dst 10.9.9.$1" "queue_map_min $1" "queue_map_max $1"; do
        pktgen "$2@$1" "$setting"
    done
}

# traffic DEVICE: sends from both processors in the background; `wait` waits for the end.
traffic() {
    sender 0 "$1" 02
    sender 1 "$1" 06
    echo start >$controls/pgctrl &
}

# Sums of a counter over all dwrr qdiscs of a device.
counters() {
    tc -s -j qdisc show dev "$1" | jq -r '[.[] | select(.kind == "dwrr")] | {
        arrived: map(.arrived_packets) | add, sent: map(.sent_packets) | add,
        backlog: map(.backlog_packets) | add,
        dropped: map(to_entries | map(select(.key | startswith("dropped_")).value) | add) | add }
        | "\(.arrived) \(.sent) \(.backlog) \(.dropped)"'
}

# Waits for an empty port and compares its counters.
conserved() {
    until [ "$(counters "$1" | cut -d' ' -f3)" = 0 ]; do sleep 0.1; done
    counters "$1" | {
        read -r arrived sent backlog dropped
        echo "$2: arrived $arrived sent $sent dropped $dropped"
        [ "$arrived" -ge $((2 * packets)) ] || fail "$2: $arrived packets arrived"
        [ "$arrived" -eq $((sent + backlog + dropped)) ] || fail "$2: packets are missing"
    }
}

modprobe pktgen
echo 0 >/proc/sys/net/ipv6/conf/default/autoconf
ip link add root numtxqueues 2 type dummy
ip link add mq numtxqueues 2 type dummy
ip link set root up
ip link set mq up

tc qdisc add dev root root handle 1: dwrr rate 400gbit shared-buffer 200k
traffic root
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
traffic mq
wait
conserved mq "a port for each transmit queue"

traffic root
sleep 0.2
tc qdisc del dev root root
wait
tc qdisc add dev root root dwrr rate 400gbit
traffic root
sleep 0.2
ip link del root
wait
ip link del mq
rmmod sch_dwrr
echo "ports, device and module removed under traffic"
