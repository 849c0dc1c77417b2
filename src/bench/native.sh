#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Time of qdiscs on this processor, in ticks of its time-stamp counter per packet, see native/native.c: of eiffel and fq
# by the number of flows, and of dwrr and tbf with ets and red by the number of packets that stay in the port. The kernel's
# own qdiscs are compiled unchanged, with the same options; fq-large has a bucket for each flow. Prints the medians of
# seven rounds, and the lowest and highest ratio of a round; no ratio if these differ by more than 10 %: then the machine
# was too busy. Needs root. Takes three minutes.
#
#   native.sh [flows N... | standing N...]
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
stock="fq tbf ets red"

archive=$(ls -v /usr/src/linux-source-*.tar.xz 2>/dev/null | tail -n 1)
[ -n "$archive" ] || { echo "bench: no kernel source: apt-get install linux-source" >&2; exit 1; }
source=${MQECN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mqecn}/bench/$(basename "$archive" .tar.xz)-$(stat -c %Y "$archive")-qdiscs
if [ ! -d "$source" ]; then
    mkdir -p "$work/source" "$(dirname "$source")"
    tar -xf "$archive" -C "$work/source" --strip-components 3 --wildcards $(for kind in $stock; do echo "*/net/sched/sch_$kind.c"; done)
    mv "$work/source" "$source"
fi

lab=$("$top/cli/mqecn" lab build 2>&1 | sed -n 's/.* in //p')
[ -d "$lab" ] || { echo "bench: no lab kernel: mqecn lab build" >&2; exit 1; }
cp -r "$top/kmod" "$work/kmod"
find "$work/kmod" \( -name '*.o' -o -name '*.ko' -o -name '.*.cmd' \) -delete
cp -r "$top/src/bench/native" "$work/kmod"
cp "$source"/sch_*.c "$work/kmod/native"
cat "$work/kmod/native/Kbuild" >>"$work/kmod/Kbuild"
make -s -C "$lab" ARCH=um M="$work/kmod" modules >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }

# Runs the benchmark PARAMETER of the module for each NUMBER. The kernel of a machine has its memory in huge pages; so has
# the guest, in a file system of its own.
measure() {
    parameter=$1
    shift
    unshare --mount sh -euc 'mount -t tmpfs -o huge=always,size=5g native /dev/shm; exec "$@"' sh \
        nice -n -10 "$top/cli/mqecn" lab exec --memory 4g --out "$work" -- sh -euc "
        cd '$work/kmod'
        insmod native/native_bench.ko
        for kind in $stock; do insmod native/native_\$kind.ko; done
        insmod sch_eiffel.ko
        insmod sch_dwrr.ko
        for number in $*; do echo \$number >/sys/module/native_bench/parameters/$parameter; done
        dmesg | sed -n 's/.*native: //p'" >"$work/results" || { cat "$work/results" >&2; exit 1; }
    [ -z "${RAW:-}" ] || cat "$work/results"
}

# report UNIT NUMERATORS DENOMINATORS: names of qdiscs.
report() {
    awk -v unit="$1" -v numerators="$2" -v denominators="$3" '
        function sorted(list, n,   i, j, x) {
            for (i = 2; i <= n; i++) {
                x = list[i]
                for (j = i - 1; j > 0 && list[j] > x; j--) list[j + 1] = list[j]
                list[j + 1] = x
            }
        }
        # A qdisc in a round, less the loop without a qdisc.
        function own(number, i, name) { return ticks[number, i, name] - ticks[number, i, "none"] }
        function median(number, name,   i, list) {
            for (i = 1; i <= rounds; i++) list[i] = own(number, i, name)
            sorted(list, rounds)
            return list[int((rounds + 1) / 2)]
        }
        function ratio(number, above, below,   i, list, low, high) {
            for (i = 1; i <= rounds; i++) list[i] = own(number, i, above) / own(number, i, below)
            sorted(list, rounds)
            low = list[1]; high = list[rounds]
            if (high > low * 1.1) {
                failed = 1
                return sprintf("not reported: rounds differ by %.0f %%", 100 * (high / low - 1))
            }
            return sprintf("%.2f (%.2f to %.2f)", list[int((rounds + 1) / 2)], low, high)
        }
        $1 == "round" {
            if (!($2 in seen)) { seen[$2] = 1; order[++count] = $2 }
            if (!($4 in named) && $4 != "none") { named[$4] = 1; names[++kinds] = $4 }
            ticks[$2, $3 + 1, $4] = $5
            if ($3 + 1 > rounds) rounds = $3 + 1
        }
        $1 == "state" && $9 { print "bench: " $0; failed = 1 }
        END {
            above = split(numerators, numerator, " ")
            below = split(denominators, denominator, " ")
            for (i = 1; i <= count; i++) {
                printf "%6d %s:", order[i], unit
                for (k = 1; k <= kinds; k++) printf " %s %.0f", names[k], median(order[i], names[k])
                printf " ticks"
                for (a = 1; a <= above; a++) for (b = 1; b <= below; b++)
                    printf "; %s / %s = %s", numerator[a], denominator[b], ratio(order[i], numerator[a], denominator[b])
                print ""
            }
            if (!count) { print "bench: no result"; failed = 1 }
            exit failed
        }' "$work/results"
}

only=${1:-}
[ $# -eq 0 ] || shift
status=0
if [ "$only" != standing ]; then
    measure flows ${*:-1000 20000 100000}
    report flows eiffel "fq fq-large" || status=1
fi
if [ "$only" != flows ]; then
    measure standing ${*:-0 64}
    report standing "dwrr-none dwrr-mq-ecn dwrr-tcn" stock || status=1
fi
exit $status
