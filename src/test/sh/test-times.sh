#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Sums up surefire's reports, after the slowest tests:
#
#   test-times.sh COUNT REPORTS
#
# A test is a method; all values of a parameterised one are added up. Time that a class takes before its first
# test (a guest that all its tests read) is listed as the class.
set -eu
count=$1
reports=$2

sed -n 's/.*<testsuite .* name="\([^"]*\)" time="\([^"]*\)" tests="\([0-9]*\)" errors="\([0-9]*\)" skipped="\([0-9]*\)" failures="\([0-9]*\)".*/S \1 \2 \3 \4 \5 \6/p
	s/.*<testcase name="\([^"({ ]*\)[^"]*" classname="\([^"]*\)" time="\([^"]*\)".*/T \2 \3 \1/p' "$reports"/TEST-*.xml |
awk -v count="$count" '
	{ sub(/^org\.mqecn\./, "", $2); gsub(/,/, "", $3) }
	$1 == "S" { suite[$2] += $3; tests += $4; failed += $5 + $7; skipped += $6; total += $3 }
	$1 == "T" { test[$2 " " $4] += $3; in_tests[$2] += $3 }
	END {
		for (name in suite)
			test[name] = suite[name] - in_tests[name]
		if (count > 0) {
			print "slowest, s:"
			sort = "sort -rn | head -n " count
			for (name in test)
				printf "%8.1f  %s\n", test[name], name | sort
			close(sort)
		}
		printf "sum of all test times: %.0f s\n", total
		printf "%d passed, %d failed, %d skipped\n", tests - failed - skipped, failed, skipped
	}'
