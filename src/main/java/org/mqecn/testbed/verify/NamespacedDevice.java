// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

/**
 * A network device.
 *
 * @param namespace its network namespace; empty for the initial one
 */
record NamespacedDevice(String namespace, String name) {
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : name + " in " + namespace;
    }

    /** Returns the command of ip or tc to type for the namespace of this device. */
    String commandLine(String program, String arguments) {
        return program + (namespace.isEmpty() ? " " : " -n " + namespace + " ") + arguments;
    }
}
