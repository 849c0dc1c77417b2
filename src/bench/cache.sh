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
$ip addr add 10.255.255.1/8 dev d0
observe_port noqueue
stock_qdiscs 100gbit 1m && observe_port tbf+ets8+8xred
for scheme in none mq-ecn tcn; do add dwrr rate 100gbit ecn-scheme \$scheme && observe_port dwrr/\$scheme; done
for flows in $*; do
    packets=\$((flows * 2))     # at least 50,000, and as many before the first mark
    [ \$packets -ge 50000 ] || packets=50000
    observe_flows noqueue \$flows \$packets
    for kind in fq eiffel; do add_flows \$kind && observe_flows \$kind \$flows \$packets; done
done
echo "RESULT done"
END

tr -d '\r' <"$work/console" | awk -v kernel="$release" '
    /MISSES/ { sub(/.*MISSES/, "MISSES"); for (i = 2; i <= 5; i++) now[i] = $i; next }
    !/RESULT/ { next }
    { sub(/.*RESULT( of)?/, "RESULT") }
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
