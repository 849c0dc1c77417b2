#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Time of the data structures of eiffel and fq on this processor, in ticks of its time-stamp counter per packet, by the
# number of flows; see native/native.c. The kernel's own fq is compiled unchanged, both are compiled with the same
# options; fq-large has a bucket for each flow. Prints the medians of seven rounds, and the lowest and highest ratio of
# a round; no ratio if these differ by more than 10 %: then the machine was too busy. Needs root. Takes two minutes.
#
#   native.sh [FLOWS...]
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
[ $# -gt 0 ] || set -- 1000 20000 100000
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

archive=$(ls -v /usr/src/linux-source-*.tar.xz 2>/dev/null | tail -n 1)
[ -n "$archive" ] || { echo "bench: no kernel source: apt-get install linux-source" >&2; exit 1; }
source=${MQECN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mqecn}/bench/$(basename "$archive" .tar.xz)-$(stat -c %Y "$archive")
if [ ! -e "$source/sch_fq.c" ]; then
    mkdir -p "$source"
    tar -xf "$archive" -O --wildcards '*/net/sched/sch_fq.c' >"$work/sch_fq.c"
    mv "$work/sch_fq.c" "$source"
fi

lab=$("$top/cli/mqecn" lab build 2>&1 | sed -n 's/.* in //p')
[ -d "$lab" ] || { echo "bench: no lab kernel: mqecn lab build" >&2; exit 1; }
cp -r "$top/kmod" "$work/kmod"
find "$work/kmod" \( -name '*.o' -o -name '*.ko' -o -name '.*.cmd' \) -delete
cp -r "$top/src/bench/native" "$source/sch_fq.c" "$work/kmod"
mv "$work/kmod/sch_fq.c" "$work/kmod/native"
cat "$work/kmod/native/Kbuild" >>"$work/kmod/Kbuild"
make -s -C "$lab" ARCH=um M="$work/kmod" modules >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }

# The kernel of a machine has its memory in huge pages; so has the guest, in a file system of its own.
unshare --mount sh -euc 'mount -t tmpfs -o huge=always,size=5g native /dev/shm; exec "$@"' sh \
    nice -n -10 "$top/cli/mqecn" lab exec --memory 4g --out "$work" -- sh -euc "
    cd '$work/kmod'
    insmod native/native.ko
    insmod native/native_fq.ko
    insmod sch_eiffel.ko
    for flows in $*; do echo \$flows >/sys/module/native/parameters/flows; done
    dmesg | sed -n 's/.*native: //p'" >"$work/results" || { cat "$work/results" >&2; exit 1; }
[ -z "${RAW:-}" ] || cat "$work/results"

awk '
    function sorted(list, n,   i, j, x) {
        for (i = 2; i <= n; i++) {
            x = list[i]
            for (j = i - 1; j > 0 && list[j] > x; j--) list[j + 1] = list[j]
            list[j + 1] = x
        }
    }
    # The median of a qdisc, less the loop without a qdisc.
    function cost(flows, name,   i, list) {
        for (i = 1; i <= rounds; i++) list[i] = ticks[flows, i, name] - ticks[flows, i, "none"]
        sorted(list, rounds)
        return list[int((rounds + 1) / 2)]
    }
    function ratio(flows, name,   i, list, low, high, middle) {
        for (i = 1; i <= rounds; i++)
            list[i] = (ticks[flows, i, "eiffel"] - ticks[flows, i, "none"]) / (ticks[flows, i, name] - ticks[flows, i, "none"])
        sorted(list, rounds)
        low = list[1]; high = list[rounds]; middle = list[int((rounds + 1) / 2)]
        if (high > low * 1.1) {
            failed = 1
            return sprintf("not reported: rounds differ by %.0f %%", 100 * (high / low - 1))
        }
        return sprintf("%.2f (%.2f to %.2f)", middle, low, high)
    }
    $1 == "round" {
        if (!($2 in seen)) { seen[$2] = 1; order[++count] = $2 }
        ticks[$2, $3 + 1, $4] = $5
        if ($3 + 1 > rounds) rounds = $3 + 1
    }
    $1 == "state" { sent[$2, $3] = $5; if ($9) { print "bench: " $0; failed = 1 } }
    END {
        for (i = 1; i <= count; i++) {
            flows = order[i]
            printf "%6d flows: fq %.0f, fq-large %.0f, eiffel %.0f ticks; eiffel / fq = %s, eiffel / fq-large = %s\n", flows,
                cost(flows, "fq"), cost(flows, "fq-large"), cost(flows, "eiffel"), ratio(flows, "fq"), ratio(flows, "fq-large")
        }
        if (!count) { print "bench: no result"; failed = 1 }
        exit failed
    }' "$work/results"
