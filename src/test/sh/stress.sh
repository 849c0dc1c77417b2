#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Tests the modules on two processors under QEMU with the kernel's checkers:
#
#   stress.sh [SECONDS [KERNEL…]]     of the guest; KERNEL is debug (KASAN, lockdep, kmemleak) or kcsan (data races)
#
# Puts a table into docs/kernels.md; the output is in target/stress/. Builds the kernels first (twenty minutes each).
set -u
cd "$(dirname "$0")/../../.."
seconds=${1:-300}
shift
kernels=(${@:-debug kcsan})
results=target/stress
mkdir -p $results

row() {
	local log=$results/$1.log status
	cli/mqecn lab exec --guest qemu --kernel "$1" --cpus 2 --timeout $((seconds * 4 + 600)) -- \
		bash src/test/resources/org/mqecn/lab/stress.sh "$seconds" >"$log" 2>&1
	status=$?
	if ((status == 0)); then
		echo "| $1 | $(sed -n 's/^result: //p' "$log") |"
	else
		echo "| $1 | **failed**: $(grep -E 'FAILED|BUG:|WARNING:|unreferenced|mqecn:' "$log" | head -n 1) |"
	fi
}

table=$results/table.md
{
	echo "\`make stress S=$seconds\`, commit $(git describe --always --dirty), $(date --utc +%F):"
	echo
	echo "| kernel | result |"
	echo "| --- | --- |"
	for kernel in "${kernels[@]}"; do row "$kernel"; done
} | tee $table
src/test/sh/put-section.sh docs/kernels.md stress $table
! grep -q 'failed' $table
