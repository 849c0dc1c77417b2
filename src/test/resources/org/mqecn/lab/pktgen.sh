# SPDX-License-Identifier: Apache-2.0
# Sourced: functions that send packets from two processors with pktgen, and that check the counters of ports.
. "$(dirname "${BASH_SOURCE[0]}")/network.sh"
controls=/proc/net/pktgen
# ns between two packets of a device. A processor serves the device that is due first, and a packet moves that time by the
# delay, no more. With several devices it has to be longer than a packet takes: with 1 ns, a device that started 1 ms later
# than another waits for a million packets.
delay=0

pktgen() { echo "$2" >"$controls/$1" || fail "pktgen $1: $2"; }

# sender PROCESSOR DEVICE TOS COUNT: the processor will send packets with that TOS (hexadecimal) through the device, as
# well as through its other devices; COUNT 0: until pktgen is stopped.
sender() {
    pktgen "kpktgend_$1" "add_device $2@$1"
    for setting in "count $4" "pkt_size 1496" "delay $delay" "xmit_mode queue_xmit" "tos $3" \
            "dst 10.9.9.$1" "queue_map_min $1" "queue_map_max $1"; do
        pktgen "$2@$1" "$setting"
    done
}

# traffic COUNT DEVICE…: sends from both processors in the background; `wait` waits for the end.
traffic() {
    local count=$1 device
    shift
    for processor in 0 1; do pktgen "kpktgend_$processor" rem_device_all; done
    for device; do
        sender 0 "$device" 02 "$count"
        sender 1 "$device" 06 "$count"
    done
    echo start >$controls/pgctrl &
}

# Sums of counters over all dwrr qdiscs of a device: arrived, sent, backlog, dropped.
counters() {
    tc -s -j qdisc show dev "$1" | jq -r '[.[] | select(.kind == "dwrr")] | {
        arrived: map(.arrived_packets) | add, sent: map(.sent_packets) | add,
        backlog: map(.backlog_packets) | add,
        dropped: map(to_entries | map(select(.key | startswith("dropped_")).value) | add) | add }
        | "\(.arrived) \(.sent) \(.backlog) \(.dropped)"'
}

# balanced DEVICE WHAT: no port of the device has lost count of a packet, whether or not it is in use.
balanced() {
    local arrived sent backlog dropped
    read -r arrived sent backlog dropped <<<"$(counters "$1")"
    [ "$arrived" -eq $((sent + backlog + dropped)) ] ||
        fail "$2: arrived $arrived, sent $sent, backlog $backlog, dropped $dropped"
    echo "$2: arrived $arrived sent $sent dropped $dropped"
}

# Waits until the ports of a device are empty.
drain() { until [ "$(counters "$1" | cut -d' ' -f3)" = 0 ]; do sleep 0.1; done; }
