// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * Selects packets by their headers: {@code src=10.0.0.1,dport=80,proto=tcp}. Without conditions it selects every packet,
 * otherwise IP packets only.
 */
public record FlowFilter(Map<String, String> conditions) {
    private static final Set<String> KEYS = Set.of("src", "dst", "sport", "dport", "proto");
    private static final String EXAMPLE = "write for example --flow src=10.0.0.1,dport=80,proto=tcp";
    private static final Map<String, Integer> PROTOCOLS = Map.of("tcp", FrameHeaders.TCP, "udp", FrameHeaders.UDP);

    /** @throws UserError a usage error if a condition has no such key or a value that is none */
    public static FlowFilter parse(String text) {
        Map<String, String> conditions = new LinkedHashMap<>();
        for (String condition : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
            String[] parts = condition.split("=", 2);
            if (parts.length != 2 || !KEYS.contains(parts[0])) {
                throw UserError.usage(
                        "--flow " + text + ": '" + condition + "' is no condition",
                        Suggestion.nearest(parts[0], KEYS)
                                .map(key -> "did you mean '" + key + "'? (keys: src, dst, sport, dport, proto)")
                                .orElse(EXAMPLE));
            }
            if (conditions.put(parts[0], normalized(parts[0], parts[1])) != null) {
                throw UserError.usage("--flow " + text + ": " + parts[0] + " is given twice", EXAMPLE);
            }
        }
        return new FlowFilter(conditions);
    }

    /** Addresses in the form in which the JVM prints them, protocols as numbers. */
    private static String normalized(String key, String value) {
        try {
            if (key.equals("src") || key.equals("dst")) {
                if (!value.matches("[0-9a-fA-F:]*:[0-9a-fA-F:.]*|\\d+\\.\\d+\\.\\d+\\.\\d+")) {
                    throw new UnknownHostException(value); // a name would be looked up
                }
                return InetAddress.getByName(value).getHostAddress();
            }
            int number = PROTOCOLS.containsKey(value) ? PROTOCOLS.get(value) : Integer.parseInt(value);
            if (number < 0 || number > (key.equals("proto") ? 255 : 65535)) {
                throw new NumberFormatException(value);
            }
            return Integer.toString(number);
        } catch (UnknownHostException | NumberFormatException e) {
            throw UserError.usage("--flow: " + key + " cannot be '" + value + "'", EXAMPLE);
        }
    }

    /** Whether the packet of a frame is selected. */
    public boolean selects(Optional<FrameHeaders> headers) {
        return conditions.isEmpty()
                || headers.isPresent()
                        && conditions.entrySet().stream()
                                .allMatch(each -> each.getValue().equals(value(headers.get(), each.getKey())));
    }

    private static String value(FrameHeaders headers, String key) {
        return switch (key) {
            case "src" -> headers.source().getHostAddress();
            case "dst" -> headers.destination().getHostAddress();
            case "sport" -> text(headers.sourcePort());
            case "dport" -> text(headers.destinationPort());
            default -> Integer.toString(headers.protocol());
        };
    }

    private static String text(OptionalInt port) {
        return port.isEmpty() ? "" : Integer.toString(port.getAsInt());
    }
}
