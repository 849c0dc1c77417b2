#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs Maven, and says in a few words if it cannot get its libraries: maven.sh mvn ARGUMENT…
set -u
output=$(mktemp)
trap 'rm -f "$output"' EXIT
"$@" >"$output" 2>&1 && { cat "$output"; exit 0; }
status=$?
missing=$(sed -n 's/.*Could not transfer \(artifact [^ ]*\) from.*(\(http[^)]*\)).*/\1 from \2/p' "$output" | head -n 1)
if [ -n "$missing" ]; then
    echo "Maven cannot get its libraries: $missing" >&2
    echo "  the first build needs the network; ~/.m2/settings.xml can name a proxy or a mirror" >&2
else
    cat "$output" >&2
fi
exit $status
