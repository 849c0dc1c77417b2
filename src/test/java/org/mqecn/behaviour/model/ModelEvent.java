// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.model;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What happens to a qdisc at a known time.
 *
 * @param at time in ns
 * @param action the same for the model; returns how the qdisc differs from the model, if it was observed and does
 * @param dequeues whether the device then dequeues, as it does after each enqueue
 */
public record ModelEvent<M extends QdiscModel>(long at, Function<M, Optional<String>> action, boolean dequeues) {
    /** A packet arrives. */
    public static <M extends QdiscModel> ModelEvent<M> arrival(long at, Consumer<M> enqueue) {
        return new ModelEvent<>(at, silently(enqueue), true);
    }

    /** The configuration changes. */
    public static <M extends QdiscModel> ModelEvent<M> change(long at, Consumer<M> change) {
        return new ModelEvent<>(at, silently(change), false);
    }

    /** The qdisc is observed. */
    public static <M extends QdiscModel> ModelEvent<M> observation(long at, Function<M, Optional<String>> comparison) {
        return new ModelEvent<>(at, comparison, false);
    }

    private static <M> Function<M, Optional<String>> silently(Consumer<M> action) {
        return model -> {
            action.accept(model);
            return Optional.empty();
        };
    }
}
