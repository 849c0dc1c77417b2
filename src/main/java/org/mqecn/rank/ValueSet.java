// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.List;

/** A set of values, one of which a packet must have. The same set is always written in the same manner. */
sealed interface ValueSet permits NameSet, RangeSet {
    /** Whether all of another set is in this one. */
    boolean containsAll(ValueSet other);

    /** Its parts as a user writes them. */
    List<String> literals();

    /** Its parts as nft reads them. */
    List<String> nftLiterals();
}
