// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mqecn.document.Filled;
import org.mqecn.document.Key;
import org.mqecn.document.Located;

/** Sysctls as they stand in a file, in its order. */
final class Sysctls {
    private Sysctls() {}

    static Map<String, String> of(Optional<Map<Located<String>, String>> given) {
        Map<String, String> sysctls = new LinkedHashMap<>();
        given.ifPresent(all -> all.forEach((name, value) -> sysctls.put(name.value(), value)));
        return sysctls;
    }

    /** Those by default, with its own over them one by one. */
    static Map<String, String> merged(Filled defaults, Filled own, Key<Map<Located<String>, String>> key) {
        Map<String, String> sysctls = of(defaults.get(key));
        sysctls.putAll(of(own.get(key)));
        return sysctls;
    }
}
