#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Replaces a section of a document by the content of a file:
#
#   put-section.sh DOCUMENT NAME FILE
#
# The section is between the lines <!-- NAME: begin … --> and <!-- NAME: end -->.
set -eu
new=$(mktemp)
awk -v name="$2" -v file="$3" '
    $0 ~ "^<!-- " name ": end" { while ((getline line < file) > 0) print line; print ""; inside = 0 }
    !inside
    $0 ~ "^<!-- " name ": begin" { print ""; inside = 1; found = 1 }
    END { exit !found }
' "$1" >"$new" || { echo "$1 has no section $2" >&2; rm "$new"; exit 1; }
cat "$new" >"$1"
rm "$new"
