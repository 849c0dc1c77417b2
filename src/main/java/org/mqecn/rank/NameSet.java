// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** A set of names, of devices or of a control group. */
record NameSet(List<String> literals) implements ValueSet {
    NameSet {
        literals = List.copyOf(new TreeSet<>(literals));
    }

    static NameSet of(Collection<String> names) {
        return new NameSet(List.copyOf(names));
    }

    @Override
    public boolean containsAll(ValueSet other) {
        return literals.containsAll(other.literals());
    }

    @Override
    public boolean isDisjoint(ValueSet other) {
        return Collections.disjoint(literals, other.literals());
    }

    @Override
    public List<String> nftLiterals() {
        return literals.stream().map(word -> '"' + word + '"').toList();
    }
}
