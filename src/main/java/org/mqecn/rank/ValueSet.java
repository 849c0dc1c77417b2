// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.List;

/** A set of values, one of which a packet must have. Equal sets have the same canonical literals. */
sealed interface ValueSet permits NameSet, RangeSet {
    /** Whether this set contains all of another. */
    boolean containsAll(ValueSet other);

    /** Whether both sets have no value in common. */
    boolean isDisjoint(ValueSet other);

    /** Its elements as users write them. */
    List<String> literals();

    /** Its elements in nft's syntax. */
    List<String> nftLiterals();
}
