// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

/** The commit from which this mqecn was built. */
public final class BuildCommit {
    private BuildCommit() {}

    /** As {@code git describe} has it; {@code -dirty} if files were changed. Empty if it was not built in a repository. */
    public static String read() {
        return ClasspathResources.readText(BuildCommit.class, "commit").strip();
    }
}
