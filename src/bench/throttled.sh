#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Instructions and timer interrupts per packet while the rate of the port throttles: a burst arrives as fast as one
# processor sends, and leaves at the rate. All instructions count, until the last packet has left; those without a qdisc
# (noqueue) are subtracted. The packets are for eight queues in turn, or for 1 and 64 queues (dwrr/mq-ecn/64). The buckets
# of tbf are as large as that of dwrr, 20 us, or as a packet. Rates above 5 Gbit/s are not throttled: a packet takes two
# thousand instructions, one a nanosecond. Takes a minute.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/src/bench/counted.sh"
count_between_marks
cc -O2 -Wall -Wextra -static -o "$root/bin/burst" "$top/src/bench/burst.c"

count 512 sch_tbf sch_ets sch_red >"$work/results" <<END
# measure NAME BYTES PACKETS [DSCPS]: sends them to the qdisc, and waits until all have left
measure() {
    echo "RESULT \$1 \$3"
    mark
    burst d0 \$2 \$3 \${4:-8}
    sleep 0.2
    mark
    echo "RESULT sent \$($tc -s qdisc show dev d0 | sed -n 's/.* \([0-9]*\) pkt.*/\1/p' | head -1)"
    $tc qdisc del dev d0 root 2>/dev/null
}

# throttle RATE BYTES PACKETS BUCKET
throttle() {
    $ip link set d0 mtu \$((\$2 - 14))
    measure noqueue/\$1/\$2 \$2 \$3
    $tc qdisc add dev d0 root tbf rate \$1 burst \$4 limit 2m && measure tbf \$2 \$3
    stock_qdiscs \$1 \$4
    measure tbf+ets8+8xred \$2 \$3
    for scheme in none mq-ecn tcn; do
        $tc qdisc add dev d0 root dwrr rate \$1 ecn-scheme \$scheme && measure dwrr/\$scheme \$2 \$3
    done
    for queues in 1 64; do
        $tc qdisc add dev d0 root dwrr queues \$queues rate \$1 ecn-scheme mq-ecn &&
            measure dwrr/mq-ecn/\$queues \$2 \$3 \$queues
    done
}
grep ' hrtimer_interrupt\$' /proc/kallsyms | sed 's/^/RESULT interrupt /'
throttle 100mbit 1500 1000 1600
throttle 1gbit 1500 1000 2500
END

tr -d '\r' <"$work/console" | awk -v kernel="$release" '
    { sub(/.*RESULT/, "RESULT"); sub(/.*COUNT/, "COUNT") }
    /^RESULT interrupt/ { interrupt = $3 }
    /^COUNT/ { sum += $3; if ($2 == interrupt) timers += $3 }
    /^RESULT sent/ {
        if (name ~ /noqueue/) { base = sum / packets; split(name, of, "/"); printf "%s, packets of %d bytes, kernel %s:\n", of[2], of[3], kernel; next }
        if ($3 + 0 < packets) { print "bench: " name " sent " $3 + 0 " of " packets " packets"; failed = 1 }
        cost = sum / packets - base
        if (name ~ /ets/) reference = cost
        printf "  %-17s %6.0f instructions, %.2f timer interrupts%s\n", name, cost, timers / packets,
            name ~ /dwrr/ ? sprintf(", %.2f times tbf+ets8+8xred", cost / reference) : ""
        rows++
    }
    /^RESULT/ && $2 !~ /^(sent|interrupt)$/ { name = $2; packets = $3; sum = timers = 0 }
    END { if (rows < 14) { print "bench: the guest did not finish"; exit 1 } exit failed }' ||
    { tail -20 "$work/console" >&2; exit 1; }
