#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Instructions a packet of eiffel beside fq, by the number of flows: not paced, and
# paced by maxrate near saturation, where most packets have to wait for their time.
# Packets go to flows at random. Each flow's rate is 1.25 times what the generator
# then offers it: the rate is set by what a first run of the same length took, which
# fills the queues as well. Takes about ten minutes.
#
#   flows.sh [FLOWS...]
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
[ $# -gt 0 ] || set -- 1 1000 20000 100000
. "$top/src/bench/counted.sh"

count 2048 sch_fq >"$work/results" <<END
size=300                        # of a frame, and the quantum: every packet is paced
packet d0 "pkt_size \$size"
packet d0 "flag IPDST_RND"

address() { echo "10.\$((\$1 >> 16 & 255)).\$((\$1 >> 8 & 255)).\$((\$1 & 255))"; }

# many FLOWS: four packets to each of them, 100,000 at least
many() {
    packets=\$((\$1 * 4))
    [ \$packets -ge 100000 ] || packets=100000
    packet d0 "count \$packets"
    packet d0 "dst_min 10.0.0.1"
    packet d0 "dst_max \$(address \$((\$1 + 1)))"
}

# Sets \$each: ns, which are instructions, a packet.
run() {
    packet pgctrl start
    each=\$((\$(sed -n 's/.*OK: \([0-9]*\).*/\1/p' /proc/net/pktgen/d0) * 1000 / packets))
}

counter() { $tc -s qdisc show dev d0 | grep -o "\$1 [0-9]*" | tail -1 | tr -dc 0-9 | grep . || echo 0; }
interrupts() { awk '\$1 == "LOC:" { print \$2 }' /proc/interrupts; }

# result NAME FLOWS BASE: of a run with what stands there
result() {
    throttled=\$(counter throttled) dropped=\$(counter dropped) timers=\$(interrupts)
    run
    echo "RESULT \$1 \$2 \$3 \$each \$packets \$(counter flows) \$((\$(counter throttled) - throttled))" \\
        "\$((\$(interrupts) - timers)) \$((\$(counter dropped) - dropped))"
}

# paced: the rate at which a flow's packets take 0.8 of the time in which they come
paced() { echo "maxrate \$((size * 8 * 1000000000 / (each * 8 / 10 * flows)))bit"; }

for flows in $*; do
    many \$flows
    run
    base=\$each
    for kind in pfifo fq eiffel; do
        case \$kind in
        pfifo) options="limit 1000000";;
        fq) options="limit 1000000 flow_limit 100000 orphan_mask 1048575 quantum \$size initial_quantum \$size";;
        eiffel) options="limit 1000000 flow-limit 100000 orphan-mask 1048575 quantum \$size initial-quantum \$size";;
        esac
        $tc qdisc add dev d0 root \$kind \$options
        run
        result \$kind \$flows \$base
        if [ \$kind != pfifo ]; then
            $tc qdisc change dev d0 root \$kind \$(paced)
            run
            $tc qdisc change dev d0 root \$kind \$(paced)
            result \$kind-paced \$flows \$base
        fi
        $tc qdisc del dev d0 root
    done
done
END

awk -v kernel="$release" -v runs=$(($# * 5)) '
    /^RESULT/ {
        cost = $5 - $4
        if (!n++) {
            printf "instructions a packet above noqueue, kernel %s\n", kernel
            printf "  %-14s %7s %7s %7s %10s %10s %8s\n", "qdisc", "flows", "instr.", "of fq", "throttled", "timer irq", "dropped"
        }
        of = ""
        if ($2 ~ /^fq/) reference[$2, $3] = cost
        if (sub(/^eiffel/, "fq", $2)) { of = sprintf("%.2f", cost / reference[$2, $3]); sub(/^fq/, "eiffel", $2) }
        printf "  %-14s %7d %7d %7s %10.3f %10.3f %8d\n", $2, $3, cost, of, $8 / $6, $9 / $6, $10
    }
    END { if (n < runs) { print "bench: the guest did not finish"; exit 1 } }' "$work/results" || { tail -20 "$work/console" >&2; exit 1; }
