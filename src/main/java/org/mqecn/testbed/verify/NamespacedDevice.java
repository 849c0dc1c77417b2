// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

/**
 * A network device.
 *
 * @param namespace where it is; empty for the machine's own
 */
record NamespacedDevice(String namespace, String name) {
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : name + " in " + namespace;
    }

    /** A command of ip or tc as a person types it for this device's namespace. */
    String commandLine(String program, String words) {
        return program + (namespace.isEmpty() ? " " : " -n " + namespace + " ") + words;
    }
}
