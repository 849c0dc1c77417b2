// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Removes from a text what says whose machine it is from: addresses, the host's name, the user's home. */
public final class Redaction {
    private static final Pattern MAC = Pattern.compile("(?i)\\b[0-9a-f]{2}(:[0-9a-f]{2}){5}\\b");
    private static final Pattern IPV4 = Pattern.compile("(?<![\\d.])\\d{1,3}(\\.\\d{1,3}){3}(?![\\d.])");
    /** At least three colons: a handle of tc has one, a time two. */
    private static final Pattern IPV6 =
            Pattern.compile("(?i)(?<![0-9a-z:])[0-9a-f]{0,4}(:[0-9a-f]{0,4}){3,7}(?![0-9a-z:])");
    /** A shorter name could be a word of the text. */
    private static final int MIN_NAME = 3;

    private final Map<Pattern, String> replacements = new LinkedHashMap<>();

    /**
     * @param hostName of this machine
     * @param home folder of the user
     */
    public Redaction(String hostName, String home) {
        replacements.put(MAC, "<mac>");
        replacements.put(IPV6, "<ipv6>");
        replacements.put(IPV4, "<ipv4>");
        if (hostName.length() >= MIN_NAME) {
            replacements.put(Pattern.compile("\\b" + Pattern.quote(hostName) + "\\b"), "<host>");
        }
        if (home.length() >= MIN_NAME) {
            replacements.put(Pattern.compile(Pattern.quote(home) + "(?=[/\\s'\"]|$)"), "<home>");
        }
    }

    public String apply(String text) {
        String redacted = text;
        for (Map.Entry<Pattern, String> each : replacements.entrySet()) {
            redacted = each.getKey().matcher(redacted).replaceAll(each.getValue());
        }
        return redacted;
    }
}
