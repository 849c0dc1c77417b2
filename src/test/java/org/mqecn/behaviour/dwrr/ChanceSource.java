// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

/** Decides what marking schemes leave to chance. */
public interface ChanceSource {
    /** Whether the packet is marked, which has the given probability. */
    boolean marks(int flow, int seq, double probability);

    /** Whether the packet is dropped, which has the given probability. */
    boolean drops(int flow, int seq, double probability);
}
