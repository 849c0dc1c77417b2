#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs the tests of this folder in parallel, each in its own guest (`mqecn lab exec`).
#
#   all.sh            in the lab's plain kernel
#   all.sh --debug    in the debug kernel; without the kernel's scripts, which test
#                     rates and shares
#   all.sh --guest qemu --kernel trixie --cpus 2
#                     in a distribution's kernel; without them as well
#
# Needs python3, jq, bc, gcc, iperf3, iputils-ping and linux-source. Prints the
# output of each test as a block; exits non-zero if one failed.
set -e
here=$(cd "$(dirname "$0")" && pwd)
export here mqecn=$here/../../../cli/mqecn options="$*"
"$here/tdc.sh" --fetch
# A virtual machine has several processors.
parallel=$(nproc)
[[ $options != *qemu* ]] || parallel=1

run() {
	local output status=0
	output=$("$mqecn" lab exec $options --timeout 900 -- $here/$1 2>&1) || status=$?
	printf '== %s\n%s\n' "$1" "$output"
	((status == 0)) || echo "== $1 failed: exit status $status"
	return $status
}
export -f run

{
	if [[ -z $options ]]; then
		printf '%s\n' "forwarding.sh tbf" "forwarding.sh ets" "forwarding.sh red"
	fi
	printf '%s\n' parents.sh tdc.sh netlink.py
} | xargs -P "$parallel" -I{} bash -c 'run "{}"'
