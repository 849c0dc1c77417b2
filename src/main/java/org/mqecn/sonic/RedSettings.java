// SPDX-License-Identifier: Apache-2.0
package org.mqecn.sonic;

import org.mqecn.port.DwrrScheme;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.Setting;

/** The scheme that a WRED profile becomes, with its parameters. */
final class RedSettings {
    static final DwrrScheme SCHEME = ModuleSchemes.find("red").orElseThrow();
    static final Setting MARK = setting("red-mark");
    static final Setting MIN = setting("red-min");
    static final Setting MAX = setting("red-max");
    static final Setting PROB = setting("red-prob");
    static final Setting DROP = setting("red-drop");
    static final Setting DROP_MIN = setting("red-drop-min");
    static final Setting DROP_MAX = setting("red-drop-max");
    static final Setting DROP_PROB = setting("red-drop-prob");

    private RedSettings() {}

    private static Setting setting(String key) {
        return SCHEME.setting(key).orElseThrow();
    }
}
