#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The module's sources held to the kernel's own rules: no warning at W=1 and from
# sparse, in the lab's kernel and in the packaged one; checkpatch --strict; and
# every symbol that the tc plugin wants is one that tc has.
set -eu
top=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
# A calling make's jobs are not for the makes below, which would warn of that.
unset MAKEFLAGS

say() { printf 'check-kmod: %s\n' "$*"; }

# A warning is a failure. Without vmlinux there is no BTF, which is no warning.
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
build "lab kernel" -C "$lab" ARCH=um
for headers in /usr/src/linux-headers-*-amd64; do
    [ -e "$headers/Makefile" ] && build "${headers##*/}" -C "$headers"
done

# CamelCase names are the kernel's own (struct Qdisc); checkpatch knows them only in a full tree.
# kmod/tc is user space and has no __noreturn.
checkpatch=$lab/scripts/checkpatch.pl
for file in $(cd "$top" && git ls-files 'kmod/*.[ch]' ':!kmod/tc'); do
    (cd "$work" && perl "$checkpatch" --strict --no-tree --terse --no-summary \
        --ignore CAMELCASE -f "$top/$file" 2>/dev/null) || true
done >"$work/style"
if [ -s "$work/style" ]; then
    cat "$work/style"
    failed=1
else
    say "checkpatch --strict: clean"
fi

make -s -C "$top/kmod/tc" check || failed=1
exit $failed
