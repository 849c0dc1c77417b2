#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs the cases of dwrr.json and eiffel.json with the kernel's tc-testing (tdc.py).
#
#   tdc.sh            as root, in a guest with the modules
#   tdc.sh --fetch    outside of a guest: copies tdc.py to the cache
#
# Prints one line per case; exits non-zero if one failed or was skipped.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/linux-source.sh"
need python3
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
cp -r "$tests/tc-testing/." "$work"
rm -rf "$work/tc-tests"

# tdc empties the environment of what it runs; tc needs TC_LIB_DIR.
echo 'import os; ENVIR = dict(os.environ)' > "$work/tdc_config_local.py"
cd "$work" && python3 tdc.py -f "$here"/*.json --outfile results.tap > log 2>&1
status=$?
cases=$(cat "$here"/*.json | grep -c '"id":')
passed=$(grep -c '^ok [0-9]* [^#]*$' results.tap 2>/dev/null)
cat results.tap 2>/dev/null || cat log
if ((status != 0 || passed != cases)); then
	fail "$passed of $cases cases passed"
fi
