// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

/**
 * Shell functions that replace the tools of mqecn by wrappers, which can fail or kill mqecn at each call. The script
 * that uses it sets {@code TOOLS} and defines {@code all}, which prints the state that must be restored.
 */
public final class CrashInjection {
    /**
     * {@code fake COMMANDS} wraps each tool by a script that runs the commands first, with the number of the call in
     * {@code $n}. {@code steps VERB FILE [N]} kills the verb at each (Nth) call in turn, runs {@code down} after each, and
     * prints the number of calls; {@code attempt} runs the verb and succeeds if it is not killed.
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
                for AT in $(seq 1 $3 40); do
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
