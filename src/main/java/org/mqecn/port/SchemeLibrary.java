// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.List;

/**
 * Schemes that this version of mqecn does not have: those that users added. {@link ModuleSchemes} finds the class that
 * implements it in {@code META-INF/services}, because this package reads no files.
 */
public interface SchemeLibrary {
    /** A C file that declares a scheme. */
    record SchemeFile(String path, String text) {}

    List<SchemeFile> files();
}
