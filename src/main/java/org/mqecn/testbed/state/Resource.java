// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.state;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;

/**
 * One component of a testbed: a namespace, a link, a qdisc, a virtual machine, a service. It holds the desired state,
 * compares it with the observed state, and plans the commands that lead from one to the other. Resources are immutable
 * and do not run commands.
 *
 * <p>Resources are ordered: each depends only on earlier ones. They are created in this order and removed in the
 * reverse order.
 */
public interface Resource {
    /** The name, unique in the testbed, used in messages and in the journal: {@code namespace star-h1}. */
    String name();

    /** Compares the observed state with the desired state. */
    ResourceStatus observe(ObservedState state);

    /** The commands that create the resource; called if it is missing. */
    List<Command> create(ObservedState state);

    /**
     * The commands that repair the resource; called if it is present and differs.
     *
     * @return an empty list if the resource has to be removed and created again
     */
    List<Command> repair(ObservedState state);

    /**
     * What is recorded before the resource is created, to find and remove it later; empty if it is removed with another
     * resource.
     */
    Optional<ResourceHandle> handle();
}
