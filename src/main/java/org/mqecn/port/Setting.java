// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Quantity;
import org.mqecn.value.UserError;

/**
 * Something that can be set on a port, once: the word for it (on the command line and in tc), its netlink attribute,
 * its values and their range. Options, commands, read-back, tables and JSON all follow from the rows of
 * {@link DwrrSetting} and {@link EiffelSetting}.
 */
public interface Setting {
    /** What a setting belongs to. */
    enum Scope {
        PORT,
        QUEUE,
        CREATION
    }

    /**
     * What is known of one.
     *
     * @param attribute number in the kind's options, of a queue in its table of queues
     * @param sysctl its name under {@code /proc/sys/dwrr}; empty where it has none
     * @param min least value, in the base unit of its quantity
     * @param max greatest value
     */
    record SettingSpec(
            String key,
            int attribute,
            Scope scope,
            String sysctl,
            Quantity quantity,
            long min,
            long max,
            String description) {}

    SettingSpec spec();

    /** The word on the command line and in tc. */
    default String key() {
        return spec().key();
    }

    /** The word with its unit, for JSON: {@code port_thresh_bytes}. */
    default String jsonName() {
        String unit = quantity().unit().replace("bit/s", "bits_per_second");
        return key().replace('-', '_') + (unit.isEmpty() ? "" : "_" + unit);
    }

    default int attribute() {
        return spec().attribute();
    }

    default boolean isPerQueue() {
        return spec().scope() == Scope.QUEUE;
    }

    /** Whether it cannot be changed later. */
    default boolean isFixed() {
        return spec().scope() == Scope.CREATION;
    }

    /** Whether {@code /proc/sys/dwrr} has it, so that it can be set for every port at once. */
    default boolean hasSysctl() {
        return !spec().sysctl().isEmpty();
    }

    /** Its file under {@code /proc/sys/dwrr}; the queue is ignored where it belongs to the port. */
    default String sysctl(int queue) {
        return isPerQueue() ? spec().sysctl() + queue : spec().sysctl();
    }

    default Quantity quantity() {
        return spec().quantity();
    }

    default String description() {
        return spec().description();
    }

    /** A value as a user may type it, one that it can be. */
    default String example() {
        long usual = quantity().parse(key(), quantity().example());
        return usual >= spec().min() && usual <= spec().max()
                ? quantity().example()
                : quantity().format(spec().min());
    }

    /** The least and the most that it can be, in words: {@code 1mbit to 400gbit}. */
    default String range() {
        return range(spec().min(), spec().max());
    }

    private String range(long least, long most) {
        return quantity().format(least) + " to " + quantity().format(most)
                + (quantity().isValid(Quantity.NONE) ? ", or " + quantity().format(Quantity.NONE) : "");
    }

    /** Its sysctl may have a narrower range. */
    default long sysctlMin() {
        return spec().min();
    }

    default long sysctlMax() {
        return spec().max();
    }

    /**
     * Reads a value and holds it to the range of this setting.
     *
     * @throws UserError a usage error
     */
    default long parse(String text) {
        return requireInRange(quantity().parse(key(), text), spec().min(), spec().max(), text);
    }

    /**
     * Holds a value to the range of its sysctl.
     *
     * @throws UserError a usage error that tells the range
     */
    default long checkSysctl(long value) {
        return requireInRange(value, sysctlMin(), sysctlMax(), quantity().format(value));
    }

    private long requireInRange(long value, long least, long most, String text) {
        if (value != Quantity.NONE && (value < least || value > most)) {
            throw UserError.usage(key() + " " + text + " is out of range", "it goes from " + range(least, most));
        }
        return value;
    }
}
