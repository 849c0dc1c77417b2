// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.Optional;
import org.mqecn.value.Bytes;

/**
 * What a virtual machine is made of.
 *
 * @param image name of an image that 'mqecn testbed image' made, or the path of a qcow2 file; never written to
 * @param memory its main memory
 * @param processors how many
 * @param dataDisk size of a second disk, empty and formatted at first; none where empty
 * @param vnc whether its screen can be looked at over VNC, on a socket of this machine
 */
public record VirtualMachine(String image, Bytes memory, int processors, Optional<Bytes> dataDisk, boolean vnc) {}
