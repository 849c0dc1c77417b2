#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Verifies that TC can use PLUGIN: tc or the C library exports every symbol that the
# plugin imports (lazy binding would hide a missing one until it is called), tc loads
# the plugin, and a batch goes on after an argument that the plugin refuses.
# Usage: check.sh PLUGIN TC
set -eu
plugin=$1 tc=$2

libc=$(ldd "$plugin" | awk '$1 ~ /^libc\.so/ { print $3 }')
exported=$(nm -D --defined-only "$tc" "$libc" | sed -n 's/.* [A-Za-z] \([^@]*\).*/\1/p' | sort -u)
wanted=$(nm -D --undefined-only "$plugin" | sed -n 's/.* U \([^@]*\).*/\1/p' | sort -u)
missing=$(printf '%s\n' "$wanted" | while read -r symbol; do
	printf '%s\n' "$exported" | grep -qxF -- "$symbol" || printf ' %s' "$symbol"
done)
if [ -n "$missing" ]; then
	echo "not ok: $tc does not export:$missing" >&2
	exit 1
fi
echo "ok: $tc exports every symbol that $(basename "$plugin") imports"

# LD_BIND_NOW makes a missing symbol a loading error; help needs no privileges.
kind=$(basename "$plugin" .so) kind=${kind#q_}
help=$(LD_BIND_NOW=1 TC_LIB_DIR=$(cd "$(dirname "$plugin")" && pwd) "$tc" qdisc add "$kind" help 2>&1 || true)
case $help in
"Usage: ... $kind "*) echo "ok: $tc loads $(basename "$plugin")" ;;
*)
	echo "not ok: $tc does not load $plugin: $help" >&2
	exit 1
	;;
esac

batch=$(printf 'qdisc add dev lo root %s nonsense\nqdisc add %s help\n' "$kind" "$kind" |
	LD_BIND_NOW=1 TC_LIB_DIR=$(cd "$(dirname "$plugin")" && pwd) "$tc" -force -batch - 2>&1 || true)
case $batch in
*'"nonsense" is wrong'*"Usage: ... $kind "*) echo "ok: tc -force -batch goes on after an error" ;;
*)
	echo "not ok: a batch ends at an argument that $plugin refuses: $batch" >&2
	exit 1
	;;
esac
