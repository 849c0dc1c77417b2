#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Instructions a packet of eiffel beside fq, by the number of flows:
#
#   not-paced	pktgen sends as fast as it can, to flows at random
#   ipv6	the same, to 1024 flows
#   sockets	paced: a socket a flow, held to a rate by SO_MAX_PACING_RATE
#   hashed	paced: one socket sends to all, and maxrate holds each flow
#
# Paced flows send at one rate whatever the qdisc does, 125,000 packets a second between them, and each may send 1.25
# times its share, so that more than half of the packets have to wait; the processor is busy for three quarters of the
# time (paced.c). All that it does counts: system calls, timers, interrupts, the qdisc; without a qdisc the same.
# eiffel-wide has buckets as wide as the paper's, 100 us (20,000 for 2 s), and as much slack for its timer; fq-wide that
# slack. netem has no flows: it holds all packets in one line, and a timer lets them go as often as fq's does. Then how
# late packets are, behind the times that they bring along, and what a flow takes of memory. Takes about ten minutes.
#
#   flows.sh [FLOWS...]
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
[ $# -gt 0 ] || set -- 1 1000 20000 100000
. "$top/src/bench/counted.sh"

count 2048 sch_fq sch_netem >"$work/results" <<END
size=1000                       # of a frame, and the quantum: every packet is paced
each=8000                       # ns from packet to packet, of paced flows
packet d0 "pkt_size \$size"
packet d0 "flag IPDST_RND"
$ip addr add 10.255.255.1/8 dev d0
for cache in fq_flow_cache eiffel_flow; do echo "RESULT memory \$cache \$(cat /sys/kernel/slab/\$cache/object_size)"; done

address() { echo "10.\$((\$1 >> 16 & 255)).\$((\$1 >> 8 & 255)).\$((\$1 & 255))"; }

# put KIND [OPTION...]: with room for all, and without rates that count by the packet anyway
put() {
    case \$1 in
    noqueue) ;;
    pfifo) $tc qdisc add dev d0 root pfifo limit 1000000;;
    fq) shift; $tc qdisc add dev d0 root fq limit 1000000 flow_limit 100000 orphan_mask 1048575 \\
            quantum \$size initial_quantum \$size low_rate_threshold 0 "\$@";;
    eiffel) shift; $tc qdisc add dev d0 root eiffel limit 1000000 flow-limit 100000 orphan-mask 1048575 \\
            quantum \$size initial-quantum \$size low-rate-threshold 0 "\$@";;
    fq-wide) shift; put fq timer_slack 100us "\$@";;
    eiffel-wide) shift; put eiffel granularity 100us timer-slack 100us "\$@";;
    netem) $tc qdisc add dev d0 root netem limit 1000000 slot 52us;;
    esac
}

counter() { $tc -s qdisc show dev d0 | grep -o "\$1 [0-9]*" | tail -1 | tr -dc 0-9 | grep . || echo 0; }
interrupts() { awk '\$1 == "LOC:" { print \$2 }' /proc/interrupts; }

# All packets that the qdisc took: those that it sent and those that wait.
taken() {
    echo \$((\$($tc -s qdisc show dev d0 | tr '\n' ' ' |
        sed 's/.* \([0-9]*\) pkt.* backlog [^ ]* \([0-9]*\)p .*/\1 + \2/')))
}

# result HOW KIND FLOWS PACKETS: of a command that prints ns of work, which are instructions
result() {
    before="\$(counter throttled) \$(interrupts) \$(taken)"
    ns=\$(\$1) || { echo "RESULT failed \$2 \$3"; return; }
    echo "RESULT cost \$2 \$3 \$4 \$ns \$before \$(counter throttled) \$(interrupts) \$(taken) \$(counter dropped)"
    $tc qdisc del dev d0 root 2>/dev/null
}

unpaced() { packet pgctrl start; echo \$((\$(sed -n 's/.*OK: \([0-9]*\).*/\1/p' /proc/net/pktgen/d0) * 1000)); }
paced_sockets() { paced sockets \$flows \$rate \$packets \$each; }
paced_hashed() { paced hashed \$flows \$packets \$each; }

# not_paced HOW FLOWS PACKETS
not_paced() {
    packet d0 "count \$3"
    for kind in noqueue pfifo fq eiffel; do
        put \$kind
        [ \$kind = noqueue ] || unpaced >/dev/null      # the flows are there
        result unpaced \$1/\$kind \$2 \$3
    done
}

unpaced >/dev/null
for flows in $*; do
    packets=\$((flows * 4))     # to each of them, 50,000 at least
    [ \$packets -ge 50000 ] || packets=50000
    rate=\$((size * 1000000000 / each * 5 / 4 / flows))
    packet d0 "dst_min 10.0.0.1"
    packet d0 "dst_max \$(address \$((flows + 1)))"
    not_paced not-paced \$flows \$packets
    for kind in noqueue fq netem fq-wide eiffel eiffel-wide; do
        [ "\$kind \$flows" != "fq-wide 1" ] || continue   # makes a flow alone too late for its rate
        put \$kind
        result paced_sockets sockets/\$kind \$flows \$packets
        [ \$kind != netem ] || continue                  # knows no maxrate
        put \$kind maxrate \$((rate * 8))bit
        result paced_hashed hashed/\$kind \$flows \$packets
    done
done
packet d0 "dst6_min fd00::1:0"
packet d0 "dst6_max fd00::1:3ff"
packet d0 "src6 fd00::2"
not_paced ipv6 1024 50000
for kind in fq fq-wide eiffel eiffel-wide; do
    put \$kind
    echo "RESULT late \$kind \$(paced times 1000 50000 \$each 10000000 d0)"
    $tc qdisc del dev d0 root
done
echo "RESULT done"
END

awk -v kernel="$release" '
    $2 == "cost" {
        split($3, way, "/")
        each = $6 / $5
        turns = way[1] == "sockets" || way[1] == "hashed" ? 2 : 1           # the first of paced.c is not counted, but throttled
        throttled = ($10 - $7) / $5 / turns
        timers = ($11 - $8) / $5 / turns
        if (way[2] != "noqueue" && $12 - $9 < $5 * turns) {
            print "bench: " $3 " of " $4 " flows saw " $12 - $9 " packets of " $5 * turns
            bad = 1
        }
        if (way[2] == "noqueue") { base[way[1]] = each; idle[way[1]] = timers; next }
        cost = each - base[way[1]]
        if (!head++) {
            printf "instructions a packet above noqueue, kernel %s\n", kernel
            printf "  %-19s %7s %7s %6s %10s %10s %8s\n", "", "flows", "instr.", "of fq", "throttled", "timer irq", "dropped"
        }
        if (way[2] == "fq") reference[way[1]] = cost
        of = way[2] ~ /netem|-wide|eiffel/ ? sprintf("%.2f", cost / reference[way[1]]) : ""
        printf "  %-19s %7d %7d %6s %10.3f %10.3f %8d\n", $3, $4, cost, of, throttled, timers - idle[way[1]], $13
    }
    $2 == "failed" { print "bench: " $3 " of " $4 " flows failed"; bad = 1 }
    $2 == "done" { done = 1 }
    $2 == "late" { late[++l] = sprintf("  %-19s earliest %.1f, median %.1f, p99 %.1f, latest %.1f us after its time; %d packets", $3, $4 / 1e3, $5 / 1e3, $6 / 1e3, $7 / 1e3, $8) }
    $2 == "memory" { memory = memory sprintf("  %s %d bytes a flow", $3, $4) }
    END {
        for (i = 1; i <= l; i++) print late[i]
        print memory
        if (!done) { print "bench: the guest did not finish"; bad = 1 }
        exit bad
    }' "$work/results" || { tail -20 "$work/console" >&2; exit 1; }
