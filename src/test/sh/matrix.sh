#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Tests the modules with the kernels of distributions, unchanged, on two processors under QEMU:
#
#   matrix.sh [RELEASE…]          without names: all that mqecn knows
#
# Prints a table in Markdown; the output of each step is in target/matrix/. A kernel that cannot be had is
# "not run", one that is too old has to be refused. Needs root; takes about ten minutes for each kernel.
set -u
cd "$(dirname "$0")/../../.."
mqecn=cli/mqecn
results=target/matrix
releases=(${@:-bookworm trixie bookworm-backports trixie-backports sid bullseye})
mkdir -p $results
failed=0

# step RELEASE NAME COMMAND…: runs a command; the result is a word for the table.
step() {
	local log=$results/$1-$2.log
	shift 2
	if "$@" >"$log" 2>&1; then echo passed; else echo "FAILED ($log)"; fi
}

# The release's compiler with all warnings, and sparse.
modules() {
	local root=$1 kernel=$2
	unshare --mount --propagation private bash -euc '
		rm -rf "$0/root/mqecn" && cp -r kmod "$0/root/mqecn" && mount -t proc proc "$0/proc"
		chroot "$0" apt-get -q update && chroot "$0" apt-get -q -y --no-install-recommends install sparse libc6-dev
		chroot "$0" make -C "/lib/modules/$1/build" M=/root/mqecn W=1 C=2 modules
	' "$root" "$kernel" >"$3" 2>&1 || { cat "$3"; return 1; }
	cat "$3"
	! grep -E '(warning|error):' "$3"
}

# The plugins against the release's own iproute2: tc prints what they read back.
plugins() {
	local release=$1 root=$2
	chroot "$root" make -C /root/mqecn/tc clean all &&
	$mqecn lab exec --guest qemu --kernel "$release" -- sh -euc '
		ip link add d0 type dummy
		modprobe sch_dwrr && modprobe sch_eiffel
		run() { chroot "$0" env TC_LIB_DIR=/root/mqecn/tc tc "$@"; }
		run -V
		run qdisc add dev d0 root handle 1: dwrr rate 1gbit ecn-scheme tcn tcn-thresh 100us
		run -d -j qdisc show dev d0 | jq -e ".[0].kind == \"dwrr\""
		run -s class show dev d0
		run qdisc replace dev d0 root eiffel policy strict
		run -d -j qdisc show dev d0 | jq -e ".[0].kind == \"eiffel\""
	' "$root"
}

row() {
	local release=$1 log=$results/$1-kernel.log description root kernel
	if ! $mqecn lab build --stock "$release" >"$log" 2>&1; then
		echo "| $release | not run: $(tail -n 1 "$log") | | | | | |"
		return
	fi
	description=$(sed -n 's/.*kernel \(.*\) in \(.*\)/\1 \2/p' "$log")
	kernel=${description% *} root=${description#* }/root
	modules=$(step "$release" modules modules "$root" "$kernel" "$results/$release-make.log")
	if grep -q 'mqecn needs Linux' "$results/$release-make.log"; then
		echo "| $release | $kernel | refused: older than 6.1 | | | | |"
		return
	fi
	compiler=$(chroot "$root" gcc --version | head -n 1 | grep -oE '[0-9.]+$')
	printf '| %s | %s | %s | %s | %s | %s | %s |\n' "$release" "$kernel" "$compiler" "$modules" \
		"$(step "$release" tc plugins "$release" "$root")" \
		"$(step "$release" verbs mvn -B -ntp surefire:test -Dgroups=lab -DexcludedGroups= \
			-Dtest=StockGuestLabTest -Dmqecn.stock="$release")" \
		"$(step "$release" selftests src/test/selftests/all.sh --guest qemu --kernel "$release" --cpus 2)"
}

table=$results/table.md
{
	echo "| release | kernel | compiler | modules, W=1, sparse | tc plugins | two processors, verbs | selftests |"
	echo "| --- | --- | --- | --- | --- | --- | --- |"
	for release in "${releases[@]}"; do row "$release"; done
} | tee $table
! grep -q FAILED $table
