// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.CodePoints;
import org.mqecn.value.Quantity;
import org.mqecn.value.UserError;

/**
 * A setting of a port: its key on the command line and in tc, its netlink attribute, its type and range. Options,
 * commands, read-back, tables and JSON are derived from the rows of {@link DwrrSetting} and {@link EiffelSetting}.
 */
public interface Setting {
    /** Scopes of settings; those of {@code CREATION} cannot be changed after install. */
    enum Scope {
        PORT,
        QUEUE,
        CREATION
    }

    /**
     * The properties of a setting.
     *
     * @param attribute netlink attribute in the options of the qdisc or, for a queue, in its entry of the queue table
     * @param sysctl name or prefix of the sysctl in {@code /proc/sys/dwrr}; empty if there is none
     * @param min minimum in the base unit of the quantity
     * @param max maximum
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

    /** The key on the command line and in tc. */
    default String key() {
        return spec().key();
    }

    /** The key in JSON, with the unit: {@code port_thresh_bytes}. */
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

    /** Whether the setting cannot be changed after install. */
    default boolean isFixed() {
        return spec().scope() == Scope.CREATION;
    }

    /** Whether there is a sysctl in {@code /proc/sys/dwrr} that sets it for all ports. */
    default boolean hasSysctl() {
        return !spec().sysctl().isEmpty();
    }

    /** The file in {@code /proc/sys/dwrr}; the queue is ignored for settings of the port. */
    default String sysctl(int queue) {
        return isPerQueue() ? spec().sysctl() + queue : spec().sysctl();
    }

    default Quantity quantity() {
        return spec().quantity();
    }

    default String description() {
        return spec().description();
    }

    /** A valid value as a user may type it. */
    default String example() {
        if (isCodePoints()) {
            return quantity().example();
        }
        long usual = quantity().parse(key(), quantity().example());
        return usual >= spec().min() && usual <= spec().max()
                ? quantity().example()
                : quantity().format(spec().min());
    }

    /** Whether the values of queues are sets of code points, each of which belongs to at most one queue. */
    default boolean isCodePoints() {
        return quantity() instanceof CodePoints;
    }

    /** The value that the sysctl has for this number. */
    default long fromSysctl(long number) {
        return number;
    }

    /**
     * The number that the sysctl has for this value.
     *
     * @throws UserError a usage error if it has none
     */
    default long toSysctl(long value) {
        return value;
    }

    /** Minimum and maximum as text: {@code 1mbit to 400gbit}. */
    default String range() {
        return range(spec().min(), spec().max());
    }

    private String range(long min, long max) {
        if (isCodePoints()) {
            return "a list of " + min + " to " + max + ", or none";
        }
        return quantity().format(min) + " to " + quantity().format(max)
                + (quantity().isValid(Quantity.NONE) ? ", or " + quantity().format(Quantity.NONE) : "");
    }

    /** Minimum and maximum of the sysctl as text. */
    default String sysctlRange() {
        return range(sysctlMin(), sysctlMax());
    }

    /** The minimum of the sysctl, whose range may be narrower. */
    default long sysctlMin() {
        return spec().min();
    }

    default long sysctlMax() {
        return spec().max();
    }

    /**
     * Parses a value and checks its range.
     *
     * @throws UserError a usage error
     */
    default long parse(String text) {
        return requireInRange(quantity().parse(key(), text), spec().min(), spec().max(), text);
    }

    /**
     * Checks the range of a value of the sysctl.
     *
     * @throws UserError a usage error with the range
     */
    default long checkSysctl(long value) {
        return requireInRange(value, sysctlMin(), sysctlMax(), quantity().format(value));
    }

    private long requireInRange(long value, long min, long max, String text) {
        if (!isCodePoints() && value != Quantity.NONE && (value < min || value > max)) {
            throw UserError.usage(key() + " " + text + " is out of range", "it goes from " + range(min, max));
        }
        return value;
    }
}
