// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

/** Something that is still done where this JVM is ended from outside (Ctrl-C, SIGTERM), unless it is called off. */
public final class ShutdownHook {
    private final Thread hook;

    public ShutdownHook(Runnable task) {
        hook = new Thread(task);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Calls it off.
     *
     * @return false where the JVM is ending and it is being done, or was
     */
    public boolean cancel() {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
