// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.List;

/** A set of values, one of which a packet must have. The same set is always written in the same manner. */
sealed interface Values permits Names, Ranges {
    /** Whether all of another set is in this one. */
    boolean covers(Values other);

    /** Its parts as a user writes them. */
    List<String> words();

    /** Its parts as nft reads them. */
    List<String> nft();
}
