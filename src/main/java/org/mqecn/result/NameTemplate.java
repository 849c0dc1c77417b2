// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names with placeholders in capitals: {@code TRAFFIC}, the name of a traffic with {@code _} for {@code -}; {@code PORT},
 * that of a port, {@code leaf1_h3}; {@code N}, a number; {@code BIN}, a bin of flow sizes.
 *
 * @param text {@code fct_BIN_avg_us}
 * @param pattern of the names
 */
public record NameTemplate(String text, Pattern pattern) {
    private static final String TRAFFIC = "TRAFFIC";
    private static final String PORT = "PORT";
    /** Not that of BIN. */
    private static final String NUMBER = "(?<![A-Z])N(?![A-Z])";

    private static final String BIN = "BIN";

    static NameTemplate of(String text) {
        return new NameTemplate(
                text,
                Pattern.compile(text.replace(TRAFFIC, "[A-Za-z0-9_.]+")
                        .replace(PORT, "[A-Za-z0-9]+_[A-Za-z0-9_]+")
                        .replace(BIN, "(all|small|medium|large)")
                        .replaceAll(NUMBER, "[0-9]+")));
    }

    /** Whether a name is one of the template. */
    public boolean matches(String name) {
        return pattern.matcher(name).matches();
    }

    /** Whether it has no placeholders. */
    public boolean isName() {
        return pattern.pattern().equals(text);
    }

    /** Whether it has the number of a queue. */
    public boolean isOfQueue() {
        return text.contains("_queue_N_");
    }

    /** The only name of a template without placeholders. */
    String name() {
        if (isName()) {
            return text;
        }
        throw new IllegalStateException(text + " has placeholders");
    }

    NameTemplate withTraffic(String traffic) {
        return of(text.replace(TRAFFIC, trafficInNames(traffic)));
    }

    NameTemplate withPort(String port) {
        return of(text.replace(PORT, port.replaceAll("[:-]", "_")));
    }

    /** The form that a traffic's name has in the names of metrics and samples. */
    public static String trafficInNames(String traffic) {
        return traffic.replace('-', '_');
    }

    NameTemplate withNumber(int number) {
        return of(text.replaceAll(NUMBER, Integer.toString(number)));
    }

    NameTemplate withBin(Enum<?> bin) {
        return of(text.replace(BIN, bin.name().toLowerCase(Locale.ROOT)));
    }
}
