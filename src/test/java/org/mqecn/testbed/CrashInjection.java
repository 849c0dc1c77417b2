// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

/**
 * Shell that stands in for the tools of mqecn, and so comes to word at each of its steps: it can fail there, or kill
 * mqecn. The script that uses it says which {@code TOOLS}, and with {@code all} what must be as it was.
 */
public final class CrashInjection {
    /**
     * {@code fake COMMANDS} puts a script in each tool's place that runs these before it, with the number of the call
     * in {@code $n}. {@code steps VERB FILE} kills that verb at each call in turn, each time has {@code down} clean up,
     * and says how many there were; {@code attempt} runs it, and succeeds when it has come to its end.
     */
    public static final String SHELL =
            """
            fake() {
                rm -rf /run/bin; mkdir /run/bin; : > /run/calls
                for tool in $TOOLS; do
                    printf '#!/bin/sh\\necho >> /run/calls\\nn=$(wc -l < /run/calls)\\n%s\\nexec %s "$@"\\n' \\
                        "$1" $(command -v $tool) > /run/bin/$tool
                    chmod +x /run/bin/$tool
                done
            }
            killer='[ $n = $AT ] && kill -9 $(cut -d " " -f 4 /proc/$PPID/stat)'
            attempt() { (env PATH=/run/bin:$PATH mqecn testbed "$@"; exit $?) >/dev/null 2>&1; }
            steps() {
                export AT
                fake "$killer"
                for AT in $(seq 1 40); do
                    [ "$1" = down ] && mqecn testbed up -f $2 >/dev/null
                    : > /run/calls
                    attempt $1 -f $2 && break
                    [ $(wc -l < /run/calls) -lt $AT ] && echo "step $AT was not reached"
                    mqecn testbed down > /run/said 2>&1 || { echo "$1 $AT:"; cat /run/said; }
                    all | diff /run/before - || echo "after $1 was killed at $AT"
                done
                echo "$1 $((AT - 1))"
            }
            """;

    private CrashInjection() {}
}
