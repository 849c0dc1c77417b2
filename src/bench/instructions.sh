#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Counts the instructions per packet of each qdisc. Takes about two minutes.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
packets=${PACKETS:-100000}
. "$top/src/bench/counted.sh"

count 512 sch_tbf sch_ets sch_red sch_fq >"$work/results" <<END
for setting in "count $packets" "pkt_size 1500" "tos 2"; do packet d0 "\$setting"; done
measure() {
    packet pgctrl start
    echo "RESULT \$1 \$(sed -n 's/.*OK: \([0-9]*\).*/\1/p' /proc/net/pktgen/d0) \$($tc -s qdisc show dev d0 | sed -n 's/.* \([0-9]*\) pkt.*/\1/p' | head -1)"
    $tc qdisc del dev d0 root 2>/dev/null
}
rate=100gbit
measure noqueue
$tc qdisc add dev d0 root pfifo && measure pfifo
$tc qdisc add dev d0 root fq && measure fq
$tc qdisc add dev d0 root tbf rate \$rate burst 1m limit 2m && measure tbf
stock_qdiscs \$rate 1m
measure tbf+ets8+8xred
for scheme in none per-queue per-port mq-ecn tcn codel red; do
    $tc qdisc add dev d0 root dwrr rate \$rate ecn-scheme \$scheme && measure dwrr/\$scheme
done
$tc qdisc add dev d0 root dwrr rate \$rate ecn-scheme tcn scheduler wfq && measure dwrr/tcn/wfq
END

# Times are in microseconds for all packets; each instruction takes one nanosecond.
awk -v packets="$packets" -v kernel="$release" '
    /^RESULT/ {
        each = $3 * 1000 / packets
        if ($2 == "noqueue") base = each
        else if ($4 + 0 < packets) { print "bench: " $2 " sent only " $4 + 0 " of " packets " packets"; failed = 1 }
        name[++n] = $2; cost[n] = each - base
        if ($2 == "tbf+ets8+8xred") reference = cost[n]
    }
    END {
        if (n < 13) { print "bench: the guest did not finish"; exit 1 }
        printf "instructions per packet above noqueue (%.0f), kernel %s, %d packets of 1500 bytes\n", base, kernel, packets
        for (i = 2; i <= n; i++)
            printf "  %-16s %6.0f   %.2f times tbf+ets8+8xred\n", name[i], cost[i], cost[i] / reference
        exit failed
    }' "$work/results" || { tail -20 "$work/console" >&2; exit 1; }
