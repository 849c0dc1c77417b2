#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Writes a table of the lines and branches of each package from JaCoCo's report: java.sh REPORT.csv
echo "| package | lines | | branches | |"
echo "|---|---|---|---|---|"
tail -n +2 "$1" | sort | awk -F, '
    function share(ran, missed) { return ran + missed ? sprintf("%d of %d | %.1f %%", ran, ran + missed, 100 * ran / (ran + missed)) : "0 of 0 | " }
    function row(name) { print "| " name " | " share(line[name], line_missed[name]) " | " share(branch[name], branch_missed[name]) " |" }
    function add(name) {
        branch_missed[name] += $6; branch[name] += $7; line_missed[name] += $8; line[name] += $9
    }
    package && package != $2 { row("`" package "`") }
    { package = $2; add("`" package "`"); add("**all**") }
    END { row("`" package "`"); row("**all**") }'
