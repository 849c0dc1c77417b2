#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Checks the module's sources by the rules of the kernel: no warning at W=1 and from
# sparse, against the lab's kernel and the packaged ones, with and without the legacy
# part; checkpatch --strict; files neither include nor call each other in a circle; and
# tc exports every symbol that the tc plugins import.
set -eu
top=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
# The job server of a calling make would cause warnings in the makes below.
unset MAKEFLAGS

say() { printf 'check-kmod: %s\n' "$*"; }

# A warning is a failure. The note about missing BTF, without vmlinux, is none.
build() {
    name=$1; shift
    rm -rf "$work/kmod"
    cp -r "$top/kmod" "$work/kmod"
    find "$work/kmod" \( -name '*.o' -o -name '*.ko' -o -name '.*.cmd' \) -delete
    if ! make -s "$@" M="$work/kmod" W=1 C=2 CHECK=sparse modules >"$work/log" 2>&1 ||
       grep -Eiq 'warning|error' "$work/log"; then
        say "$name: not clean"
        cat "$work/log"
        failed=1
    else
        say "$name: no warning at W=1 and from sparse"
    fi
}

lab=$("$top/cli/mqecn" lab list -o json | jq -r '[.[] | select(.debug | not)][-1].path')
[ -d "$lab" ] || { say "no lab kernel: mqecn lab build"; exit 1; }
# Prints "caller callee", from the symbols that an object imports and exports.
calls() {
    find "$work/kmod/$1" -name '*.o' ! -name '.*' -exec nm --print-file-name {} + |
        awk '{ sub(/:.*/, "", $1) } $(NF - 1) == "U" { uses[$1, $NF] = 1; next }
             $(NF - 1) ~ /[BCDRT]/ { home[$NF] = $1 }
             END { for (use in uses) { split(use, part, SUBSEP)
                   if (part[2] in home) print part[1], home[part[2]] } }' | sort -u
}

build "lab kernel" -C "$lab" ARCH=um
for module in dwrr eiffel; do
    if calls $module | tsort >/dev/null; then say "$module: no circular calls"; else failed=1; fi
done
build "lab kernel, LEGACY=n" -C "$lab" ARCH=um LEGACY=n
for headers in /usr/src/linux-headers-*-amd64; do
    [ -e "$headers/Makefile" ] && build "${headers##*/}" -C "$headers"
done

# CamelCase names are the kernel's (struct Qdisc); checkpatch knows them only in a full tree.
# kmod/tc and kmod/model are user space. The macros of tracepoints are in a form that it refuses.
checkpatch=$lab/scripts/checkpatch.pl
for file in $(cd "$top" && git ls-files 'kmod/*.[ch]' ':!kmod/tc' ':!kmod/model' ':!kmod/dwrr/trace.h'); do
    (cd "$work" && perl "$checkpatch" --strict --no-tree --terse --no-summary \
        --ignore CAMELCASE -f "$top/$file" 2>/dev/null) || true
done >"$work/style"
if [ -s "$work/style" ]; then
    cat "$work/style"
    failed=1
else
    say "checkpatch --strict: clean"
fi

# Each line of tsort's input is "a file, one that it includes"; it fails on a circle.
if (cd "$top/kmod" && git ls-files 'dwrr/*.[ch]' 'eiffel/*.[ch]' 'common/*.h' 'uapi/*.h') |
   while read -r file; do
       sed -n 's/^#include "\(.*\)"/\1/p' "$top/kmod/$file" | while read -r name; do
           printf '%s %s\n' "$file" \
               "$(realpath -m --relative-to="$top/kmod" "$top/kmod/$(dirname "$file")/$name")"
       done
   done | tsort >/dev/null; then
    say "includes: no circle"
else
    failed=1
fi

make -s -C "$top/kmod/tc" check || failed=1
exit $failed
