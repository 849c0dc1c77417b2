#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs the kernel's own qdisc tests (tools/testing/selftests/net/forwarding),
# unmodified, with dwrr instead of the qdisc under test: marking of RED, shares of ETS,
# rate of TBF, also below prio. replacements.sh replaces the tc commands.
#
#   forwarding.sh [red|ets|tbf]     as root, in a guest with the module sch_dwrr
#   forwarding.sh --fetch           outside of a guest: copies the kernel's tests to the cache
#
# Prints the kernel's own TEST lines; exits non-zero if one failed or is missing.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/linux-source.sh"
need ping jq bc cc
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
cc -O2 -o "$work/mausezahn" "$here/mausezahn.c" || fail "mausezahn.c does not compile"
export PATH=$work:$PATH SUITE REPLACEMENT_FAILED=$work/failed
. "$here/replacements.sh"
suite=${1-all}
failures=0

# run NAME SUITE SCRIPT LINES MBIT TESTS DEVICES…: LINES is the number of tests in
# SCRIPT, so that a script that ends early fails.
run() {
	local name=$1 script=$3 lines=$4 tests_wanted=$6 passed status
	SUITE=$2
	echo "# $script: $name"
	(cd "$tests/net/forwarding" &&
		MZ_MBIT=$5 TESTS=$tests_wanted WAIT_TIME=1 bash "$script" "${@:7}") \
		> "$work/log" 2>&1
	status=$?
	sed "s/^TEST: /&$name: /" "$work/log"
	passed=$(grep -c '^TEST: .*\[ OK \]$' "$work/log")
	if ((status != 0 || passed != lines)) || [[ -e $REPLACEMENT_FAILED ]]; then
		echo "# $script: $name: exit status $status, $passed of $lines passed"
		sed 's/^/# failed: /' "$REPLACEMENT_FAILED" 2>/dev/null
		rm -f "$REPLACEMENT_FAILED"
		((failures++))
	fi
}

red() {
	SCHEME=$1 MARK_AT=$2 run "$1 at $2" red sch_red.sh 5 12 \
		"ping_ipv4 ecn_nodrop_test" h1 swp1 h2 swp2 swp3 h3
}

ets() {
	SCHEDULER=$1 run "$1" ets sch_ets.sh 10 10 \
		"ping_ipv4 classifier_mode ets_test_dwrr" h1 swp1 swp2 h2
}

case $suite in all|red)
	red per-queue enqueue
	red mq-ecn dequeue ;;
esac
case $suite in all|ets)
	ets dwrr ;;
esac
case $suite in all|tbf)
	run "at the root" tbf sch_tbf_root.sh 3 480 "ping_ipv4 tbf_test" h1 swp1 swp2 h2
	run "below prio" tbf sch_tbf_prio.sh 4 900 "ping_ipv4 tbf_test" h1 swp1 swp2 h2 ;;
esac
if ((failures)); then
	fail "$failures of the kernel's scripts failed"
fi
