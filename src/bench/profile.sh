#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Where the instructions of a packet go: the functions of the kernel, then the inlined functions of the qdisc.
#
#   profile.sh [QDISC OPTION...]      default: dwrr rate 100gbit ecn-scheme mq-ecn
#
# The instructions are those of instructions.sh, counted by a plugin of QEMU (profile.c). Takes a minute.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
[ $# -gt 0 ] || set -- dwrr rate 100gbit ecn-scheme mq-ecn
packets=${PACKETS:-20000}
. "$top/src/bench/counted.sh"
observe profile

count 512 sch_tbf sch_ets sch_red sch_fq >"$work/results" <<END
for setting in "count $packets" "pkt_size 1500" "tos 2"; do packet d0 "\$setting"; done
$tc qdisc add dev d0 root $*
mark
packet pgctrl start
mark
awk '\$2 ~ /[tT]/ { print "RESULT", \$1, \$3, \$4 }' /proc/kallsyms
END

# Functions: the symbol at or below each address. Symbols and counts are hexadecimal numbers of 16 digits: text.
awk '/COUNT/ { sub(/.*COUNT/, ""); printf "%16s c %s\n", $1, $2 }' "$work/console" | tr -d '\r' >"$work/counts"
awk '{ print $2, "a", $3, $4 }' "$work/results" >"$work/symbols"
sort "$work/symbols" "$work/counts" >"$work/sorted"
echo "instructions per packet, $*: $packets packets of 1500 bytes, kernel $release"
awk -v packets="$packets" '
    $2 == "a" { name = $3 " " $4 }
    $2 == "c" { sum[name] += $3; total += $3 }
    END {
        printf "  %7.1f  all\n", total / packets
        for (name in sum) if (sum[name] / packets >= 0.5) printf "  %7.1f  %s\n", sum[name] / packets, name
    }' "$work/sorted" | sort -k1,1nr

# Inlined functions and lines of each module of mqecn: addresses relative to its first function.
for module in "$work"/kmod/sch_*.ko; do
    name=${module##*/}
    name=${name%.ko}
    first=$(objdump -t "$module" | awk '/ g +F \.text\t/ { print $NF, $1; exit }')
    at=${first#* } first=${first% *}
    base=$(awk -v name="$first" -v module="[$name]" '$3 == name && $4 == module { print $1 }' "$work/symbols")
    [ -n "$base" ] || continue
    size=$(size -A "$module" | awk '$1 == ".text" { print $2 }')
    while read -r address _ count; do
        [ "$address" != "${address#ffffffff}" ] || continue	# the program's own
        offset=$((0x${address#ffffffff} - 0x${base#ffffffff} + 0x$at))
        [ $offset -ge 0 ] && [ $offset -lt $size ] && printf '%x %s\n' $offset "$count"
    done <"$work/counts" >"$work/own"
    [ -s "$work/own" ] || continue
    cut -d' ' -f1 "$work/own" | addr2line -a -f -i -j .text -e "$module" >"$work/lines"
    for by in function line; do
        echo "$name, by $by:"
        # Of each address: itself, then a pair of lines, function and place, for each function inlined there, innermost first.
        awk -v packets="$packets" -v by=$by '
            FNR == NR { count[++n] = $2; next }
            /^0x/ { i++; pair = 0; next }
            pair++ { next }
            { name = $0; getline place; sub(/ \(discriminator.*/, "", place); sub(/.*\//, "", place) }
            { key = by == "line" ? sprintf("%-30s %s", name, place) : name; sum[key] += count[i] }
            END {
                for (key in sum) if (sum[key] / packets >= 0.5) printf "  %7.1f  %s\n", sum[key] / packets, key
            }' "$work/own" "$work/lines" | sort -k1,1nr
    done
done
