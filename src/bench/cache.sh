#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Cache misses per packet in a model of a processor's caches (cache.c), above those without a qdisc: of ports that pktgen
# sends to, and of eiffel and fq with paced sockets, as in flows.sh, by the number of flows. Everything counts that the
# machine does for a packet. Takes about five minutes.
#
#   cache.sh [FLOWS...]
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
[ $# -gt 0 ] || set -- 1000 20000 100000
. "$top/src/bench/counted.sh"
observe cache

count 2048 sch_tbf sch_ets sch_red sch_fq >"$work/results" <<END
size=1000                       # frame size and quantum in bytes: each packet is paced
each=8000                       # interval between packets of all flows, in ns
$ip addr add 10.255.255.1/8 dev d0
add() { $tc qdisc add dev d0 root "\$@"; }

# result NAME NUMBER PACKETS: the misses were printed before
result() {
    echo "RESULT \$1 \$2 \$3"
    $tc qdisc del dev d0 root 2>/dev/null
}

for setting in "pkt_size 1500" "tos 2" "count 20000"; do packet d0 "\$setting"; done
ports() {
    packet pgctrl start
    mark
    packet pgctrl start
    mark
    result \$1 - 20000
}
ports noqueue
stock_qdiscs 100gbit 1m && ports tbf+ets8+8xred
for scheme in none mq-ecn tcn; do add dwrr rate 100gbit ecn-scheme \$scheme && ports dwrr/\$scheme; done

flows() {
    paced sockets \$flows \$rate \$packets \$each >/dev/null
    result \$1 \$flows \$packets
}
for flows in $*; do
    packets=\$((flows * 2))     # at least 50,000, and as many before the first mark
    [ \$packets -ge 50000 ] || packets=50000
    rate=\$((size * 1000000000 / each * 5 / 4 / flows))
    flows noqueue
    add fq limit 1000000 flow_limit 100000 quantum \$size initial_quantum \$size low_rate_threshold 0 && flows fq
    add eiffel limit 1000000 flow-limit 100000 quantum \$size initial-quantum \$size low-rate-threshold 0 && flows eiffel
done
echo "RESULT done"
END

tr -d '\r' <"$work/console" | awk -v kernel="$release" '
    /MISSES/ { sub(/.*MISSES/, "MISSES"); for (i = 2; i <= 5; i++) now[i] = $i; next }
    !/RESULT/ { next }
    { sub(/.*RESULT/, "RESULT") }
    $2 == "done" { done = 1; next }
    $2 == "noqueue" { for (i = 2; i <= 5; i++) base[i] = now[i] / $4; next }
    {
        if (!head++) {
            printf "per packet above noqueue, kernel %s: data accesses, and misses of caches of 48 KB, 1 MB and 16 MB\n", kernel
            printf "  %-16s %7s %9s %7s %7s %7s\n", "", "flows", "accesses", "48 KB", "1 MB", "16 MB"
        }
        printf "  %-16s %7s %9.1f %7.2f %7.2f %7.2f\n", $2, $3, now[2] / $4 - base[2], now[3] / $4 - base[3], now[4] / $4 - base[4], now[5] / $4 - base[5]
    }
    END { if (!done) { print "bench: the machine did not finish"; exit 1 } }' || { tail -20 "$work/console" >&2; exit 1; }
