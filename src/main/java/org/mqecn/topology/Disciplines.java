// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.mqecn.document.Filled;
import org.mqecn.document.Key;
import org.mqecn.document.Located;
import org.mqecn.document.Place;
import org.mqecn.document.Problems;
import org.mqecn.port.Assignment;
import org.mqecn.port.Bytes;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.Rate;
import org.mqecn.port.Request;
import org.mqecn.port.Suggestion;
import org.mqecn.port.UserError;
import org.mqecn.topology.Discipline.Dwrr;
import org.mqecn.topology.Discipline.Layer;
import org.mqecn.topology.Discipline.Stock;
import org.mqecn.topology.Qdiscs.Qdisc;
import org.mqecn.topology.Words.PortChoice;

/**
 * Makes what a file says of a port complete: the rate is that of the link where it is not the port's own, and what
 * does not shape stands below a tbf then.
 *
 * <p>That tbf gets the bucket that a dwrr port has, 20 µs at its rate, though never less than two frames, so that a
 * late timer costs no bandwidth and yet a burst is no longer than the queue behind it can tell; and room for as much
 * as a dwrr port's buffer, which matters only while nothing stands below it.
 */
final class Disciplines {
    private static final long BUCKET_NANOSECONDS = 20_000;
    private static final long BITS_AND_NANOSECONDS = 8_000_000_000L;
    private static final String BUFFER = "2000000";
    private static final int ETHERNET_HEADER = 14;
    private static final int AVERAGE_PACKET = 1000;

    private final Map<String, Filled> named;
    private final Problems problems;

    /** @param named what the file calls by a name */
    Disciplines(Map<String, Filled> named, Problems problems) {
        this.named = named;
        this.problems = problems;
    }

    /**
     * What stands on one port.
     *
     * @param place where it is asked for
     * @param rate of its link
     * @param mtu of its link
     */
    Discipline of(Place place, PortChoice choice, Optional<Located<Rate>> rate, int mtu) {
        if (choice.isNothing()) {
            return Discipline.NOTHING;
        }
        Optional<Filled> filled = choice.isNamed() ? find(place, choice.name()) : Optional.of(choice.inline());
        return filled.map(found -> new Port(rate, mtu).complete(found)).orElse(Discipline.NOTHING);
    }

    /** What stands on a port of which nothing is known but its link's rate: dwrr, with its defaults. */
    Discipline ofRate(Place place, Optional<Located<Rate>> rate, int mtu) {
        return bare(place, Qdiscs.DWRR.name()).map(found -> new Port(rate, mtu).complete(found)).orElseThrow();
    }

    /** What the file defines by this name or, with all defaults, the qdisc of this name. */
    private Optional<Filled> find(Place place, String name) {
        if (named.containsKey(name)) {
            return Optional.of(named.get(name));
        }
        List<String> kinds = Qdiscs.DISCIPLINE.keys().stream().map(Key::name).toList();
        if (kinds.contains(name)) {
            return bare(place, name);
        }
        Set<String> known = new LinkedHashSet<>(named.keySet());
        known.add(Words.NOTHING);
        known.addAll(kinds);
        problems.error(place, "there is no port '" + name + "'", Suggestion.among(name, known));
        return Optional.empty();
    }

    /** Nothing where the qdisc has to be told more than its name, which the problems tell then. */
    private Optional<Filled> bare(Place place, String name) {
        Problems missing = new Problems();
        Optional<Filled> filled = Qdiscs.DISCIPLINE.word(new Located<>(name, place), missing);
        missing.list().forEach(each -> problems.error(each.place(), each.failure(), each.remedy()));
        return filled.filter(found -> !missing.hasErrors());
    }

    /** One port, at the end of one link. */
    private final class Port {
        private final Optional<Located<Rate>> linkRate;
        private final int mtu;
        private final List<Layer> layers = new ArrayList<>();
        private Optional<Rate> portRate = Optional.empty();
        private OptionalLong threshold = OptionalLong.empty();

        Port(Optional<Located<Rate>> linkRate, int mtu) {
            this.linkRate = linkRate;
            this.mtu = mtu;
        }

        Discipline complete(Filled choice) {
            return choice.get(Qdiscs.DWRR).map(this::dwrr).orElseGet(() -> stock(choice));
        }

        private Discipline dwrr(Filled filled) {
            List<Assignment> assignments = new ArrayList<>();
            for (Key<?> key : filled.keys()) {
                filled.get(key).ifPresent(value -> ((List<?>) value).forEach(each ->
                        assignments.add((Assignment) each)));
            }
            Optional<Located<Rate>> own = assignments.stream().filter(each -> each.setting() == DwrrSetting.RATE)
                    .findFirst().map(each -> new Located<>(new Rate(each.value()), filled.place()));
            Optional<Rate> rate = rate(own, "dwrr");
            if (rate.isEmpty()) {
                problems.error(filled.place(), "dwrr has no rate, and neither has its link",
                        "give the link one: rate: 995mbit");
                return Discipline.NOTHING;
            }
            if (own.isEmpty()) {
                problems.at(filled.place(), () -> assignments.add(0, Assignment.parse(DwrrSetting.RATE,
                        rate.get().toString())));
            }
            return problems.at(filled.place(), () -> dwrr(filled, new Request(QdiscKind.DWRR, assignments), rate), Discipline.NOTHING);
        }

        private Discipline dwrr(Filled filled, Request request, Optional<Rate> rate) {
            request.checkQueues(request.queues());
            Dwrr port = new Dwrr(request, rate);
            long buffer = port.value(DwrrSetting.SHARED_BUFFER);
            if (buffer < frame()) {
                throw UserError.usage("a shared-buffer of " + buffer + " bytes has no room for a frame of " + frame()
                        + " bytes: everything is dropped", "give it a multiple of that: shared-buffer: 96k");
            }
            port.markingThreshold().stream().filter(k -> k >= buffer).findFirst().ifPresent(k ->
                    problems.warning(filled.place(), "the marking threshold of " + k + " bytes is not below the "
                            + "buffer of " + buffer + " bytes: packets are dropped and none is marked",
                            "lower the threshold or give it a greater shared-buffer"));
            return port;
        }

        private Discipline stock(Filled choice) {
            Key<?> kind = choice.keys().iterator().next();
            Qdisc qdisc = Qdiscs.of(kind.name());
            Filled filled = (Filled) choice.get(kind).orElseThrow();
            Optional<Rate> rate = rate(qdisc.isShaper() ? filled.located(qdisc.rate()) : Optional.empty(),
                    qdisc.kind());
            portRate = rate;
            String parent = "root";
            if (!qdisc.isShaper() && rate.isPresent()) {
                layers.add(new Layer(parent, handle(), "tbf", shaper(rate.get())));
                parent = "1:1";
            }
            add(qdisc, filled, parent, rate);
            return new Stock(layers, rate, threshold);
        }

        /** The port's own rate or its link's, which it may not exceed. */
        private Optional<Rate> rate(Optional<Located<Rate>> own, String kind) {
            linkRate.ifPresent(link -> own.filter(rate -> rate.value().bitsPerSecond() > link.value().bitsPerSecond())
                    .ifPresent(rate -> problems.error(rate.place(), "the rate of this " + kind + ", " + rate.value()
                            + ", is more than the " + link.value() + " of its link (line " + link.place().line() + ")",
                            "say the rate once, at the link")));
            return own.or(() -> linkRate).map(Located::value);
        }

        private List<String> shaper(Rate rate) {
            long bucket = Math.max(2L * frame(),
                    Math.round((double) rate.bitsPerSecond() * BUCKET_NANOSECONDS / BITS_AND_NANOSECONDS));
            return List.of("rate", rate.toString(), "burst", String.valueOf(bucket), "limit", BUFFER);
        }

        private int frame() {
            return mtu + ETHERNET_HEADER;
        }

        private String handle() {
            return Integer.toHexString(layers.size() + 1) + ":";
        }

        /** Adds a qdisc and what stands below it, on each of its classes. */
        private void add(Qdisc qdisc, Filled filled, String parent, Optional<Rate> rate) {
            String handle = handle();
            layers.add(new Layer(parent, handle, qdisc.kind(), words(qdisc, filled, rate)));
            List<Key<Filled>> below = Qdiscs.STOCK_KEYS.stream().filter(filled::has).toList();
            if (below.size() > 1) {
                problems.error(filled.placeOf(below.get(1)), "two qdiscs cannot stand below one " + qdisc.kind() + ": "
                        + below.get(0) + " and " + below.get(1), "keep one of them");
            } else if (below.size() == 1) {
                Qdisc child = Qdiscs.of(below.get(0).name());
                Filled words = filled.require(below.get(0));
                for (int i = 1; i <= qdisc.classes().apply(filled); i++) {
                    add(child, words, handle + Integer.toHexString(i),
                            child.isShaper() ? words.get(child.rate()) : Optional.empty());
                }
            }
        }

        private List<String> words(Qdisc qdisc, Filled filled, Optional<Rate> rate) {
            List<String> words = new ArrayList<>();
            if (qdisc.isShaper()) {
                rate.ifPresent(value -> words.addAll(qdisc.rateWords(value)));
            }
            qdisc.parameters().forEach(parameter -> words.addAll(parameter.words(filled)));
            switch (qdisc.kind()) {
                case "tbf" -> completeTbf(filled, rate, words);
                case "red" -> completeRed(filled, words);
                case "ets" -> checkEts(filled);
                case Layer.EIFFEL -> problems.at(filled.place(),
                        () -> Request.parse(QdiscKind.EIFFEL, words).checkNew());
                case "prio" -> checkPriomap(filled, filled.get(Qdiscs.Prio.BANDS.key()).orElse(3));
                default -> { }
            }
            return words;
        }

        private void completeTbf(Filled filled, Optional<Rate> rate, List<String> words) {
            if (rate.isEmpty()) {
                problems.error(filled.place(), "tbf has no rate, and neither has its link",
                        "give the link one: rate: 100mbit");
                return;
            }
            holdsFrame(filled, Qdiscs.Tbf.BURST.key(), 10);
            holdsFrame(filled, Qdiscs.Tbf.MTU.key(), 1);
            if (filled.has(Qdiscs.Tbf.PEAKRATE.key()) && !filled.has(Qdiscs.Tbf.MTU.key())) {
                problems.error(filled.placeOf(Qdiscs.Tbf.PEAKRATE.key()), "a tbf with a peakrate needs an mtu",
                        "write for example mtu: " + frame());
            }
            boolean limit = filled.has(Qdiscs.Tbf.LIMIT.key());
            boolean latency = filled.has(Qdiscs.Tbf.LATENCY.key());
            if (limit && latency) {
                problems.error(filled.placeOf(Qdiscs.Tbf.LATENCY.key()), "tbf takes limit or latency, not both",
                        "leave out one of them");
            }
            List<String> own = shaper(rate.get());
            if (!filled.has(Qdiscs.Tbf.BURST.key())) {
                words.addAll(own.subList(2, 4));
            }
            if (!limit && !latency) {
                words.addAll(own.subList(4, 6));
            }
        }

        /** A bucket that cannot hold a frame lets none through. */
        private void holdsFrame(Filled filled, Key<Bytes> bucket, int frames) {
            filled.get(bucket).filter(bytes -> bytes.bytes() < frame()).ifPresent(bytes -> problems.error(
                    filled.placeOf(bucket), "a tbf with " + bucket + " " + bytes + " drops every frame of " + frame()
                            + " bytes", "give it at least that: " + bucket + ": " + frames * frame()));
        }

        private void completeRed(Filled filled, List<String> words) {
            long min = filled.require(Qdiscs.Red.MIN.key()).bytes();
            long max = filled.require(Qdiscs.Red.MAX.key()).bytes();
            Bytes packet = filled.get(Qdiscs.Red.AVPKT.key()).orElse(new Bytes(AVERAGE_PACKET));
            if (min >= max) {
                problems.error(filled.placeOf(Qdiscs.Red.MIN.key()), "red's min of " + min + " is not below its max of "
                        + max, "it marks more and more from min to max: min: 30000, max: 90000");
            }
            if (filled.require(Qdiscs.Red.LIMIT.key()).bytes() <= min) {
                problems.warning(filled.placeOf(Qdiscs.Red.LIMIT.key()), "red's limit is not above its min of " + min
                        + ": packets are dropped and none is marked", "give it room for more than max");
            }
            // tc computes the weight of the average from them, and gives up otherwise.
            filled.get(Qdiscs.Red.BURST.key()).filter(burst -> packet.bytes() == 0 || burst < min / packet.bytes())
                    .ifPresent(burst -> problems.error(filled.placeOf(Qdiscs.Red.BURST.key()), "red's burst of " + burst
                            + " is less than min / avpkt, " + (packet.bytes() == 0 ? "with an avpkt of 0"
                            : String.valueOf(min / packet.bytes())), "give it a little more than that"));
            if (!filled.has(Qdiscs.Red.AVPKT.key())) {
                words.addAll(List.of("avpkt", packet.toString()));
            }
            if (!filled.has(Qdiscs.Red.BANDWIDTH.key())) {
                portRate.ifPresent(rate -> words.addAll(List.of("bandwidth", rate.toString())));
            }
            if (filled.get(Qdiscs.Red.ECN.key()).orElse(false)) {
                threshold = OptionalLong.of(min);
            }
        }

        private void checkEts(Filled filled) {
            int bands = filled.require(Qdiscs.Ets.BANDS.key());
            int strict = filled.get(Qdiscs.Ets.STRICT.key()).orElse(0);
            int quanta = filled.get(Qdiscs.Ets.QUANTA.key()).map(List::size).orElse(0);
            if (strict > bands) {
                problems.error(filled.placeOf(Qdiscs.Ets.STRICT.key()), "ets has " + bands + " bands: " + strict
                        + " cannot be strict", "give it more bands");
            } else if (quanta > bands - strict) {
                problems.error(filled.placeOf(Qdiscs.Ets.QUANTA.key()), "ets has " + (bands - strict)
                        + " bands that take turns, and " + quanta + " quanta", "give each of those bands one quantum");
            }
            checkPriomap(filled, bands);
        }

        private void checkPriomap(Filled filled, int bands) {
            filled.get(Qdiscs.PRIOMAP.key()).stream().flatMap(List::stream).filter(band -> band >= bands).findFirst()
                    .ifPresent(band -> problems.error(filled.placeOf(Qdiscs.PRIOMAP.key()), "there is no band " + band,
                            "there are " + bands + ": 0 to " + (bands - 1)));
        }
    }
}
