#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs the tests of this folder in guests (`mqecn lab exec`), in parallel:
#
#   all.sh            in the lab's plain kernel
#   all.sh --debug    in the debug kernel, where allocations can fail; without the
#                     kernel's scripts, which test rates and shares
#   all.sh --guest qemu --kernel trixie --cpus 2
#                     in a distribution's kernel, without them as well; in one
#                     guest, because an emulated machine boots slowly
#
# MQECN_COVERAGE is the folder for counters, in guests that count lines (make coverage).
#
# Needs python3, jq, bc, gcc, iperf3, iputils-ping and linux-source. Prints the
# output of each test as a block; exits non-zero if one failed.
set -e
here=$(cd "$(dirname "$0")" && pwd)
export here mqecn=$here/../../../cli/mqecn options="$*"
tests=(parents.sh tdc.sh netlink.py dumps.py flows.py)
[[ $options != *--debug* ]] || tests+=(allocations.py)
"$here/tdc.sh" --fetch

# run TEST: prints its output as a block. The array `guest` is the command that starts a guest; within one, nothing.
run() {
	local output status=0
	output=$("${guest[@]}" $here/$1 2>&1) || status=$?
	printf '== %s\n%s\n' "$1" "$output"
	((status == 0)) || echo "== $1 failed: exit status $status"
	return $status
}

if [[ $options == *qemu* ]]; then
	"$mqecn" lab exec $options --timeout 2700 -- bash -c "$(declare -p here; declare -f run)"'
		failed=0
		for test; do run "$test" || failed=1; done
		exit $failed' bash "${tests[@]}"
	exit
fi

run_in_guest() {
	guest=("$mqecn" lab exec $options --timeout 2700 -- ${MQECN_COVERAGE:+"$here/../coverage/save.sh" "$MQECN_COVERAGE"})
	run "$1"
}
export -f run run_in_guest

{
	if [[ -z $options ]]; then
		printf '%s\n' "forwarding.sh tbf" "forwarding.sh ets" "forwarding.sh red"
	fi
	printf '%s\n' "${tests[@]}"
} | xargs -P "$(nproc)" -I{} bash -c 'run_in_guest "{}"'
