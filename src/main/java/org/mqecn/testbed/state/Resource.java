// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.state;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;

/**
 * One thing that a testbed consists of: a namespace, a link, a qdisc, a virtual machine, a service. It knows what it
 * should be, how to tell what it is, and the commands between. Immutable; a part does not run anything.
 *
 * <p>Parts come in an order in which each finds what it needs, and go in the reverse of it.
 */
public interface Resource {
    /** What it is, unique in the testbed, for people and for the record: {@code namespace star-h1}. */
    String name();

    /** How it stands, from what is really there. */
    ResourceStatus observe(ObservedState state);

    /** What makes it, where it is missing. */
    List<Command> create(ObservedState state);

    /**
     * What makes it right, where it is there and differs.
     *
     * @return nothing where only removing it and making it anew will do
     */
    List<Command> repair(ObservedState state);

    /** What is recorded before it is made, to find and remove it later; empty where it goes with another part. */
    Optional<ResourceHandle> handle();
}
