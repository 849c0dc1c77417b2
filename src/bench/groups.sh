#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Whose instructions a packet takes: those of the qdisc, and those that the kernel takes because there is one. Ports get
# packets from pktgen as in instructions.sh, eiffel and fq from paced sockets as in flows.sh. A plugin of QEMU counts each
# instruction (profile.c); those of the same traffic without a qdisc are subtracted, function by function. Two minutes.
#
#   groups.sh [FLOWS]       default: 1000
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
flows=${1:-1000}
. "$top/src/bench/counted.sh"
observe profile

count 1024 sch_tbf sch_ets sch_red sch_fq >"$work/results" <<END
$ip addr add 10.255.255.1/8 dev d0
awk '\$2 ~ /[tT]/ { print "RESULT symbol", \$1, \$3, \$4 }' /proc/kallsyms
observe_port noqueue
add tbf rate 100gbit burst 1m limit 2m && observe_port tbf
stock_qdiscs 100gbit 1m && observe_port tbf+ets8+8xred
for scheme in none mq-ecn tcn; do add dwrr rate 100gbit ecn-scheme \$scheme && observe_port dwrr/\$scheme; done
observe_flows noqueue $flows 50000
for kind in fq eiffel; do add_flows \$kind && observe_flows \$kind $flows 50000; done
echo "RESULT done"
END

# Addresses are hexadecimal numbers of 16 digits: text. First the symbols in order, then the runs.
tr -d '\r' <"$work/console" >"$work/lines"
awk '/RESULT symbol/ { sub(/.*RESULT symbol /, ""); print $1, $2, $3 }' "$work/lines" | sort >"$work/symbols"
awk -v flows="$flows" -v kernel="$release" '
    # The last symbol at or below an address.
    function symbol(address,   low, high, middle) {
        low = 1; high = symbols
        while (low < high) {
            middle = int((low + high + 1) / 2)
            if (at[middle] <= address) low = middle; else high = middle - 1
        }
        return at[low] <= address ? name[low] : "program"
    }
    function group(function_name) {
        if (function_name ~ /sch_(dwrr|eiffel|tbf|ets|red|fq)\]$/ || function_name ~ /^(rb_|__rb_|fifo_|bfifo_|qdisc_peek)/) return "own"
        if (function_name ~ /^(ktime_get|read_tsc|__?read_seq|timekeeping|kvm_clock|pvclock)/) return "clock"
        if (function_name ~ /slab|kmem_cache|kfree|kmalloc|skb_(release|free|head)|page_frag|cache_from_obj|cmpxchg_double|sock_wfree|put_cpu_partial/) return "slab"
        if (function_name ~ /hrtimer|timer|clockevent|tick_|lapic|apic|irq|softirq|timerqueue|watchdog|net_tx_action|sched|idle|rcu|wake|x86_pmu|update_process|nohz|jiffies|asm_|error_|sysvec|exc_/) return "timers"
        return "framework"
    }
    FNR == NR { at[++symbols] = $1; name[symbols] = $2 " " $3; next }
    /COUNT/ { sub(/.*COUNT/, "COUNT"); count[symbol(sprintf("%16s", $2))] += $3; next }
    !/RESULT of/ { next }
    {
        sub(/.*RESULT of/, "")
        if ($1 != "noqueue" && !($2 in head)) {
            head[$2] = 1
            printf "instructions per packet above noqueue, kernel %s, %s\n", kernel, $2 == "port" ? "pktgen, 1500 bytes" : flows " paced sockets"
            printf "  %-16s %7s %7s %9s %7s %7s %7s %7s\n", "", "sum", "own", "framework", "slab", "timers", "clock", "floor"
        }
        split("", sum)
        if ($1 == "noqueue") { split("", base); for (f in count) base[f] = count[f] / $3 }
        else {
            for (f in count) if (f != "program") sum[group(f)] += count[f] / $3 - base[f]
            for (f in base) if (!(f in count) && f != "program") sum[group(f)] -= base[f]
            floor = sum["framework"] + sum["slab"] + sum["timers"] + sum["clock"]
            printf "  %-16s %7.0f %7.0f %9.0f %7.0f %7.0f %7.0f %7.0f\n", $1, floor + sum["own"], sum["own"], sum["framework"], sum["slab"], sum["timers"], sum["clock"], floor
        }
        split("", count)
    }' "$work/symbols" "$work/lines"
grep -q 'RESULT done' "$work/lines" || { tail -20 "$work/console" >&2; exit 1; }
