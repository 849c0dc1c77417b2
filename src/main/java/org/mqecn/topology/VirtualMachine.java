// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.Optional;
import org.mqecn.value.Bytes;

/**
 * The hardware of a virtual machine.
 *
 * @param image name of an image that 'mqecn testbed image' made, or path of a qcow2 file; it is never written to
 * @param memory size of the main memory
 * @param dataDisk size of a second disk, formatted when it is created; empty for no such disk
 * @param vnc whether its screen is served over VNC, on a local socket
 */
public record VirtualMachine(String image, Bytes memory, int processors, Optional<Bytes> dataDisk, boolean vnc) {}
