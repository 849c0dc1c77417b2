#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Packets per second through one port from one processor and from two that send at once, relative to tbf. A qdisc has one
# lock, for which senders wait. The processors are emulated, in real time: only ratios mean something,
# and only on a machine with two idle processors. Qdiscs take turns; a line whose rounds differ by more than 20 % says so.
#
#   two-processors.sh [ROUNDS]      default 7; takes some seconds each
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
rounds=${1:-7}
. "$top/src/bench/counted.sh"
processors="-smp 2"

count 512 sch_tbf sch_ets sch_red >"$work/results" <<END
packet kpktgend_0 rem_device_all
# senders NUMBER: a pktgen on each processor
senders() {
    for cpu in 0 1; do packet kpktgend_\$cpu rem_device_all; done
    for cpu in \$(seq 0 \$((\$1 - 1))); do
        packet kpktgend_\$cpu "add_device d0@\$cpu"
        pktgen_device d0@\$cpu
        for setting in "count 50000" "pkt_size 1500" "tos 2"; do packet d0@\$cpu "\$setting"; done
    done
}
# Packets a second of all senders.
measure() {
    for n in 1 2; do
        senders \$n
        packet pgctrl start
        echo "RESULT \$1 \$n \$(cat /proc/net/pktgen/d0@* | sed -n 's/.* \([0-9]*\)pps.*/\1/p' | awk '{ sum += \$1 } END { print sum }')"
    done
    $tc qdisc del dev d0 root 2>/dev/null
}
for round in \$(seq $rounds); do
    measure noqueue
    $tc qdisc add dev d0 root tbf rate 100gbit burst 1m limit 2m && measure tbf
    stock_qdiscs 100gbit 1m
    measure tbf+ets8+8xred
    for scheme in none mq-ecn; do
        $tc qdisc add dev d0 root dwrr rate 100gbit ecn-scheme \$scheme && measure dwrr/\$scheme
    done
done
END

# The median of the rounds, and between which values three of four lie.
sort -k2,2 -k3,3n -k4,4n "$work/results" | awk '
    function at(part) { return value[1 + int((n - 1) * part + 0.5)] }
    function line() {
        if (!n) return
        median[name] = at(0.5)
        if (at(0.875) - at(0.125) > 0.2 * at(0.5)) unsure[name] = "  (rounds differ by more than 20 %)"
        names[++lines] = name
    }
    { key = $2 " " $3; if (key != name) { line(); n = 0; name = key } value[++n] = $4 }
    END {
        line()
        if (lines < 10) { print "bench: the guest did not finish"; exit 1 }
        for (i = 1; i <= lines; i++) {
            split(names[i], of, " ")
            printf "  %-16s %d sender%s %8d packets/s  %.2f times tbf%s\n", of[1], of[2], (of[2] > 1 ? "s" : " "),
                median[names[i]], median[names[i]] / median["tbf " of[2]], unsure[names[i]]
        }
    }' || { tail -20 "$work/console" >&2; exit 1; }
