// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mqecn.schema.Key;
import org.mqecn.schema.Located;
import org.mqecn.schema.ParsedObject;

/** Reads sysctls from a file, in its order. */
final class SysctlSettings {
    private SysctlSettings() {}

    static Map<String, String> of(Optional<Map<Located<String>, String>> parsed) {
        Map<String, String> sysctls = new LinkedHashMap<>();
        parsed.ifPresent(all -> all.forEach((name, value) -> sysctls.put(name.value(), value)));
        return sysctls;
    }

    /** Returns the default sysctls, each overridden by the object's own value if it has one. */
    static Map<String, String> merge(ParsedObject defaults, ParsedObject own, Key<Map<Located<String>, String>> key) {
        Map<String, String> sysctls = of(defaults.get(key));
        sysctls.putAll(of(own.get(key)));
        return sysctls;
    }
}
