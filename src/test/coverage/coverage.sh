#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Measures which lines of the modules the tests run: builds them in a copy of the sources with counters (gcov), runs the
# tests of the debug guest, and puts tables into docs/coverage.md; then which lines of Java the unit tests run. The other
# results are in target/coverage/. The variable parallel may have options for mvn.
#
# The lab's kernel has no gcov, but calls the constructors of modules, as KASAN wants: the kernel's own gcov is built as a
# module.
set -eu
cd "$(dirname "$0")/../../.."
work=$PWD/target/coverage
home=$work/home
export MQECN_COVERAGE=$work/guests
# Schemes that the user of this machine has added are not measured.
export MQECN_SCHEMES=$work/schemes
# Without those that send random patterns or measure rates, which take long and run no other lines.
tests='org.mqecn.behaviour.**,KUnitTest,!DwrrGuestModelTest,!EiffelModelTest,!AttackTest#randomRequests,!RateTest'
tests+=',!BandwidthShareTest,!MarkingTest'
commit=$(git describe --always --dirty --exclude='*')

# A checkout whose modules count.
prepare() {
	local archive
	archive=$(ls -v /usr/src/linux-source-*.tar.xz | tail -n 1)
	rm -rf "$home" "$MQECN_COVERAGE"
	mkdir -p "$home/src/test/resources/org/mqecn" "$MQECN_COVERAGE"
	cp -r cli kmod "$home"
	cp -r src/test/selftests src/test/coverage "$home/src/test"
	cp -r src/test/resources/org/mqecn/lab "$home/src/test/resources/org/mqecn"
	ln -s ../../../target "$home/target"
	cat src/test/coverage/kmod/Kbuild >>"$home/kmod/Kbuild"
	[ -d "$work/gcov" ] || { mkdir -p "$work/gcov.part" &&
		tar -xf "$archive" -C "$work/gcov.part" --strip-components=3 --wildcards '*/kernel/gcov/*.[ch]' &&
		mv "$work/gcov.part" "$work/gcov"; }
	cp -r "$work/gcov" "$home/kmod"
	cp src/test/coverage/kmod/module.c "$home/kmod/gcov"
	cp src/test/coverage/kmod/gcov.mk "$home/kmod/gcov/Makefile"
}

run_tests() {
	"$home/src/test/selftests/all.sh" --debug >"$work/selftests.log" 2>&1 || report_failure selftests
	mvn -B -ntp test-compile surefire:test -Dgroups=lab -DexcludedGroups=long -Dtest="$tests" -Dmqecn.guest=debug \
		-Dmqecn.home="$home" -Dmqecn.coverage="$MQECN_COVERAGE" \
		${parallel:-} -Dsurefire.reportNameSuffix=coverage >"$work/tests.log" 2>&1 || report_failure tests
}

report_failure() {
	tail -n 40 "$work/$1.log" >&2
	exit 1
}

written_by() {
	echo "\`make coverage\`, commit $commit, $(date --utc +%F):"
	echo
}

table=$work/table.md
prepare
run_tests
{
	written_by
	src/test/coverage/report.py "$MQECN_COVERAGE" kmod src/test/coverage/not-covered.txt
} >"$table" || status=$?
src/test/sh/put-section.sh docs/coverage.md modules "$table"

mvn -q -B -ntp -Pcoverage test -DexcludedGroups=lab,tools,architecture
{
	written_by
	src/test/coverage/java.sh target/site/jacoco/jacoco.csv
} >"$work/java.md"
src/test/sh/put-section.sh docs/coverage.md java "$work/java.md"
exit ${status:-0}
