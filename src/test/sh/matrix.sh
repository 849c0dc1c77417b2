#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Tests the modules with the kernels of distributions, unchanged, on two processors under QEMU:
#
#   matrix.sh [RELEASE…]          without names: all that mqecn knows
#
# Puts a table into docs/kernels.md, with the rows that earlier runs left in target/matrix/, where the output of each step
# is. A kernel that cannot be had is "not run", one that is too old has to be refused. Needs root; takes about twenty
# minutes for each kernel.
set -u
cd "$(dirname "$0")/../../.."
mqecn=cli/mqecn
results=target/matrix
sources=$PWD/$results/kmod
. src/test/sh/chroot.sh
known=(bullseye bookworm trixie bookworm-backports trixie-backports sid)
releases=(${@:-${known[@]}})
columns="| release | kernel | compiler | W=1 | sparse | tc plugins | verbs, two processors | selftests | commit, date |"
mkdir -p $results

# step RELEASE NAME COMMAND…: runs a command; the result is a word for the table.
step() {
	local log=$results/$1-$2.log
	shift 2
	if "$@" >"$log" 2>&1; then echo passed; else echo "**failed**"; echo "$log:" >&2; tail -n 5 "$log" >&2; fi
}

# make_modules ROOT KERNEL ARGUMENT…: in a release, with a copy of the sources.
make_modules() { MOUNT=$sources in_root "$1" make -C "/lib/modules/$2/build" M=/mnt "${@:3}" modules 2>&1; }

# The release's compiler with all warnings.
modules() {
	local log=$results/make.log status
	rm -rf "$sources" && cp -r kmod "$sources" || return
	make_modules "$1" "$2" W=1 >"$log"
	status=$?
	cat "$log"
	((status == 0)) && ! grep -E '(warning|error):' "$log"
}

# The script of recent kernels that checks whether sparse knows all extensions of C that they use is not in their headers.
checker='echo "static __typeof_unqual__(int) x;" | "$1" - 2>&1 | grep -q . || echo 1'

sparse() {
	local scripts
	scripts=$(echo "$1"/usr/src/linux-headers-"${2%-amd64}"-common/scripts)
	[ -e "$scripts/checker-valid.sh" ] || install -m 755 <(printf '#!/bin/sh\n%s\n' "$checker") "$scripts/checker-valid.sh"
	make_modules "$1" "$2" C=2
}

# Whether sparse finds nothing, in a word for the table.
sparse_step() {
	local log=$results/$1-sparse.log
	sparse "$2" "$3" >"$log"
	if grep -q 'sparse is not available or not up to date' "$log"; then echo "not run: too old for this kernel"
	elif grep -E '(warning|error):' "$log" >&2 || ! grep -q CHECK "$log"; then echo "**failed**"
	else echo passed; fi
}

# The plugins against the release's own iproute2: tc prints what they read back.
plugins() {
	local release=$1 root=$2
	MOUNT=$sources in_root "$root" make -C /mnt/tc clean all &&
	$mqecn lab exec --guest qemu --kernel "$release" -- sh -euc '
		ip link add d0 type dummy
		modprobe sch_dwrr && modprobe sch_eiffel
		mount --bind "$1" "$0/mnt"
		run() { chroot "$0" env TC_LIB_DIR=/mnt/tc tc "$@"; }
		run -V
		run qdisc add dev d0 root handle 1: dwrr rate 1gbit ecn-scheme tcn tcn-thresh 100us
		run -d -j qdisc show dev d0 | jq -e ".[0].kind == \"dwrr\""
		run -s class show dev d0
		run qdisc replace dev d0 root eiffel policy strict
		run -d -j qdisc show dev d0 | jq -e ".[0].kind == \"eiffel\""
	' "$root" "$sources"
}

# Why a release cannot be installed: the error of apt, without the name of a mirror, or else that of mqecn.
reason() { { grep '^E: ' "$1" || cat "$1"; } | tail -n 1 | sed 's|[a-z]*://[^ ]*|its mirror|g; s/^E: //; s/ (invalid since.*//' | cut -c 1-120; }

row() {
	local release=$1 log=$results/$1-kernel.log description root kernel compiler warnings
	if ! $mqecn lab build --stock "$release" >"$log" 2>&1; then
		echo "| $release | | | not run: $(reason "$log") | | | | |"
		return
	fi
	description=$(sed -n 's/.*kernel \(.*\) in \(.*\)/\1 \2/p' "$log")
	kernel=${description% *} root=${description#* }/root
	compiler=$(sed -n 's/^CONFIG_CC_VERSION_TEXT=".*) \([0-9.]*\).*/\1/p' "$root/boot/config-$kernel")
	warnings=$(step "$release" modules modules "$root" "$kernel")
	if grep -q 'mqecn needs Linux' "$results/$release-modules.log"; then
		echo "| $release | $kernel | gcc $compiler | refused: $(grep -o 'mqecn needs Linux [0-9.]*' \
			"$results/$release-modules.log" | head -n 1) | | | | |"
		return
	fi
	echo "| $release | $kernel | gcc $compiler | $warnings | $(sparse_step "$release" "$root" "$kernel")" \
		"| $(step "$release" tc plugins "$release" "$root")" \
		"| $(step "$release" verbs mvn -B -ntp surefire:test -Dgroups=lab -DexcludedGroups= \
			-Dtest=StockGuestLabTest -Dmqecn.stock="$release")" \
		"| $(step "$release" selftests src/test/selftests/all.sh --guest qemu --kernel "$release" --cpus 2) |"
}

table=$results/table.md
origin="$(git describe --always --dirty), $(date --utc +%F)"
for release in "${releases[@]}"; do echo "$(row "$release") $origin |" | tee "$results/$release.row"; done
{
	echo "$columns"
	echo "$columns" | sed 's/[^|]\+/---/g'
	for release in "${known[@]}"; do cat "$results/$release.row" 2>/dev/null; done
} >$table
src/test/sh/put-section.sh docs/kernels.md matrix $table
! for release in "${releases[@]}"; do cat "$results/$release.row"; done | grep -q failed
