#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Compares the start-up time of mqecn with that of a Java program that prints hello: the fastest of ROUNDS runs of each,
# run alternately to reduce the effect of other load. Fails if a command takes more than 4 times as long as hello.
set -eu
rounds=${ROUNDS:-20}
limit=4
top=$(cd "${0%/*}/../.." && pwd -P)
launcher=${1:-$top/cli/mqecn}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/Hello.java" <<'END'
public class Hello {
    public static void main(String[] args) {
        System.out.println("hello");
    }
}
END
javac -d "$work" "$work/Hello.java"

names=(hello help stats)
hello() { java -cp "$work" Hello; }
help() { "$launcher" --help; }
stats() { "$launcher" stats; }

declare -A best
for ((round = 0; round < rounds; round++)); do
    for name in "${names[@]}"; do
        begin=$(date +%s%N)
        "$name" >/dev/null 2>&1 || :
        took=$((($(date +%s%N) - begin) / 1000))
        [ "${best[$name]:-$took}" -lt "$took" ] || best[$name]=$took
    done
done

status=0
for name in "${names[@]}"; do
    awk -v name="$name" -v us="${best[$name]}" -v hello="${best[hello]}" \
        'BEGIN { printf "start-up  %-6s  %4.0f ms  %.2f times hello\n", name, us / 1000, us / hello }'
    [ $((best[$name])) -le $((limit * best[hello])) ] || status=1
done
exit $status
