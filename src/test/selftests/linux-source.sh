# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts that run the kernel's tests. These tests are not part of this
# project: they come from the kernel source package of the distribution
# (linux-source-X.Y), and the cache has one folder per package version.
#
# Sets $tests, the folder tools/testing/selftests. A guest discards what it writes to
# the cache: fill it with --fetch outside of a guest.

fail() { echo "${0##*/}: $*" >&2; exit 1; }

need() {
	for tool; do
		command -v "$tool" >/dev/null || fail "$tool is missing (package ${package[$tool]:-$tool})"
	done
}
declare -A package=([ping]=iputils-ping [cc]=gcc)

source_archive() {
	local newest
	newest=$(ls -v /usr/src/linux-source-*.tar.xz 2>/dev/null | tail -n 1)
	[[ $newest ]] || fail "no kernel source: apt-get install linux-source"
	echo "$newest"
}

fetch_tests() {
	local archive=$1 folder=$2 part
	local -a wanted=()
	for part in net/forwarding/'*sch_*.sh' net/forwarding/lib.sh \
		net/forwarding/forwarding.config.sample tc-testing/'*'; do
		wanted+=("*/tools/testing/selftests/$part")
	done
	rm -rf "$folder.part" && mkdir -p "$folder.part"
	echo "${0##*/}: extracting the kernel's tests from $archive" >&2
	tar -xf "$archive" -C "$folder.part" --strip-components=4 \
		--wildcards "${wanted[@]}" || fail "$archive has no selftests"
	rm -rf "$folder" && mv "$folder.part" "$folder"
}

archive=$(source_archive) || exit
cache=${MQECN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mqecn}
tests=$cache/selftests/$(basename "$archive" .tar.xz)-$(stat -c %Y "$archive")
[[ -d $tests ]] || fetch_tests "$archive" "$tests"
if [[ ${1-} == --fetch ]]; then
	exit 0
fi
