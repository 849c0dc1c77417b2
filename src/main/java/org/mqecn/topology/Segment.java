// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.List;
import java.util.Optional;
import org.mqecn.document.Located;
import org.mqecn.document.Place;

/**
 * What shares one subnet: a cable between hosts and routers, or bridges with all that hangs on them.
 *
 * @param place of its first link
 * @param machine the addresses that this machine has on its bridges
 * @param seats where hosts and routers are on it, in the order of the links
 */
record Segment(Place place, List<Located<Address>> machine, List<Seat> seats) {
    /**
     * The end of a link at a host or router.
     *
     * @param link number of the link
     * @param given the address that the file gives it
     */
    record Seat(int link, String node, boolean isRouter, Optional<Located<Address>> given) {}

    Segment {
        machine = List.copyOf(machine);
        seats = List.copyOf(seats);
    }
}
