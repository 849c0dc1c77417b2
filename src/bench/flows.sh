#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Instructions per packet of eiffel and fq, by the number of flows:
#
#   not-paced	pktgen sends at full speed, to random flows
#   ipv6	the same with IPv6, to 1024 flows
#   sockets	paced: one socket per flow, with a rate limit set by SO_MAX_PACING_RATE
#   hashed	paced: one socket sends to all flows, with a rate limit per flow set by maxrate
#
# Paced flows send 125,000 packets per second in total, with every qdisc. The rate limit of a flow is 1.25 times its
# share, so that more than half of the packets are throttled. The processor is busy for three quarters of the time
# (paced.c). The count includes all its work: system calls, timers, interrupts, the qdisc; the count without a qdisc
# (noqueue) is subtracted. eiffel-wide has the bucket width of the paper, 100 us (20,000 buckets for 2 s), and a timer
# slack of 100 us; fq-wide has the same timer slack. netem has no flows: one queue for all packets, with a timer that
# fires as often as the timer of fq. Also prints the lateness of packets relative to their transmission times, and the
# memory per flow. Takes about ten minutes.
#
#   flows.sh [FLOWS...]
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
[ $# -gt 0 ] || set -- 1 1000 20000 100000
. "$top/src/bench/counted.sh"

count 2048 sch_fq sch_netem >"$work/results" <<END
size=1000                       # frame size and quantum in bytes: each packet is paced
each=8000                       # interval between packets of all paced flows, in ns
packet d0 "pkt_size \$size"
packet d0 "flag IPDST_RND"
$ip addr add 10.255.255.1/8 dev d0
for cache in fq_flow_cache eiffel_flow; do echo "RESULT memory \$cache \$(cat /sys/kernel/slab/\$cache/object_size)"; done

address() { echo "10.\$((\$1 >> 16 & 255)).\$((\$1 >> 8 & 255)).\$((\$1 & 255))"; }

# put KIND [OPTION...]: adds a qdisc with high limits; low-rate-threshold 0: slow flows keep their quantum
put() {
    case \$1 in
    noqueue) ;;
    pfifo) $tc qdisc add dev d0 root pfifo limit 1000000;;
    fq) shift; add_flows fq orphan_mask 1048575 "\$@";;
    eiffel) shift; add_flows eiffel orphan-mask 1048575 "\$@";;
    fq-wide) shift; put fq timer_slack 100us "\$@";;
    eiffel-wide) shift; put eiffel granularity 100us timer-slack 100us "\$@";;
    netem) $tc qdisc add dev d0 root netem limit 1000000 slot 52us;;
    esac
}

counter() { $tc -s qdisc show dev d0 | grep -o "\$1 [0-9]*" | tail -1 | tr -dc 0-9 | grep . || echo 0; }
interrupts() { awk '\$1 == "LOC:" { print \$2 }' /proc/interrupts; }

# Packets that the qdisc accepted: sent and queued.
taken() {
    echo \$((\$($tc -s qdisc show dev d0 | tr '\n' ' ' |
        sed 's/.* \([0-9]*\) pkt.* backlog [^ ]* \([0-9]*\)p .*/\1 + \2/')))
}

# result COMMAND KIND FLOWS PACKETS: runs a command that prints its CPU time in ns, which are instructions
result() {
    before="\$(counter throttled) \$(interrupts) \$(taken)"
    ns=\$(\$1) || { echo "RESULT failed \$2 \$3"; return; }
    echo "RESULT cost \$2 \$3 \$4 \$ns \$before \$(counter throttled) \$(interrupts) \$(taken) \$(counter dropped)"
    $tc qdisc del dev d0 root 2>/dev/null
}

unpaced() { packet pgctrl start; echo \$((\$(sed -n 's/.*OK: \([0-9]*\).*/\1/p' /proc/net/pktgen/d0) * 1000)); }
paced_sockets() { paced sockets \$flows \$rate \$packets \$each; }
paced_hashed() { paced hashed \$flows \$packets \$each; }

# not_paced TRAFFIC FLOWS PACKETS
not_paced() {
    packet d0 "count \$3"
    for kind in noqueue pfifo fq eiffel; do
        put \$kind
        [ \$kind = noqueue ] || unpaced >/dev/null      # creates the flows
        result unpaced \$1/\$kind \$2 \$3
    done
}

unpaced >/dev/null
for flows in $*; do
    packets=\$((flows * 4))     # four per flow, but at least 50,000
    [ \$packets -ge 50000 ] || packets=50000
    rate=\$((size * 1000000000 / each * 5 / 4 / flows))
    packet d0 "dst_min 10.0.0.1"
    packet d0 "dst_max \$(address \$((flows + 1)))"
    not_paced not-paced \$flows \$packets
    for kind in noqueue fq netem fq-wide eiffel eiffel-wide; do
        [ "\$kind \$flows" != "fq-wide 1" ] || continue   # a single flow would be later than its rate allows
        put \$kind
        result paced_sockets sockets/\$kind \$flows \$packets
        [ \$kind != netem ] || continue                  # has no maxrate
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
        split($3, name, "/")
        each = $6 / $5
        runs = name[1] == "sockets" || name[1] == "hashed" ? 2 : 1           # paced.c sends twice: its CPU time is that of the second run, the counters are of both
        throttled = ($10 - $7) / $5 / runs
        timers = ($11 - $8) / $5 / runs
        if (name[2] != "noqueue" && $12 - $9 < $5 * runs) {
            print "bench: " $3 " with " $4 " flows accepted " $12 - $9 " of " $5 * runs " packets"
            failed = 1
        }
        if (name[2] == "noqueue") { base[name[1]] = each; idle[name[1]] = timers; next }
        cost = each - base[name[1]]
        if (!head++) {
            printf "instructions per packet above noqueue, kernel %s\n", kernel
            printf "  %-19s %7s %7s %6s %10s %10s %8s\n", "", "flows", "instr.", "/ fq", "throttled", "timer irq", "dropped"
        }
        if (name[2] == "fq") reference[name[1]] = cost
        of = name[2] ~ /netem|-wide|eiffel/ ? sprintf("%.2f", cost / reference[name[1]]) : ""
        printf "  %-19s %7d %7d %6s %10.3f %10.3f %8d\n", $3, $4, cost, of, throttled, timers - idle[name[1]], $13
    }
    $2 == "failed" { print "bench: " $3 " with " $4 " flows failed"; failed = 1 }
    $2 == "done" { done = 1 }
    $2 == "late" { late[++n] = sprintf("  %-19s earliest %.1f, median %.1f, p99 %.1f, latest %.1f us after the transmission time; %d packets", $3, $4 / 1e3, $5 / 1e3, $6 / 1e3, $7 / 1e3, $8) }
    $2 == "memory" { memory = memory sprintf("  %s %d bytes per flow", $3, $4) }
    END {
        for (i = 1; i <= n; i++) print late[i]
        print memory
        if (!done) { print "bench: the guest did not finish"; failed = 1 }
        exit failed
    }' "$work/results" || { tail -20 "$work/console" >&2; exit 1; }
