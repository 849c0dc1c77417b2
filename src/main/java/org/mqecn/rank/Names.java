// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** A set of names: of devices, of a control group. */
record Names(List<String> words) implements Values {
    Names {
        words = List.copyOf(new TreeSet<>(words));
    }

    static Names of(Collection<String> words) {
        return new Names(List.copyOf(words));
    }

    @Override
    public boolean covers(Values other) {
        return words.containsAll(other.words());
    }

    @Override
    public List<String> nft() {
        return words.stream().map(word -> '"' + word + '"').toList();
    }
}
