// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.mqecn.port.Assignment;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.schema.Key;
import org.mqecn.schema.Located;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problems;
import org.mqecn.schema.SourceLocation;
import org.mqecn.topology.QdiscSchema.StockQdisc;
import org.mqecn.topology.QueueingDiscipline.TcQdisc;
import org.mqecn.topology.TestbedSchema.QdiscChoice;
import org.mqecn.value.Bytes;
import org.mqecn.value.Rate;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * Makes what a file says of a port complete: the rate is that of the link where it is not the port's own, and what
 * does not shape stands below a tbf then.
 *
 * <p>That tbf gets the bucket that a dwrr port has, 20 µs at its rate, though never less than two frames, so that a
 * late timer costs no bandwidth and yet a burst is no longer than the queue behind it can tell; and room for as much
 * as a dwrr port's buffer, which matters only while nothing stands below it.
 */
final class QdiscResolver {
    private static final long BURST_NANOSECONDS = 20_000;
    private static final long NANOBITS_PER_BYTE = 8_000_000_000L;
    private static final String SHAPER_LIMIT = "2000000";
    private static final int ETHERNET_HEADER = 14;
    private static final int DEFAULT_AVPKT = 1000;

    private final Map<String, ParsedObject> definitions;
    private final Problems problems;

    /** @param named what the file calls by a name */
    QdiscResolver(Map<String, ParsedObject> named, Problems problems) {
        this.definitions = named;
        this.problems = problems;
    }

    /**
     * What stands on one port.
     *
     * @param place where it is asked for
     * @param rate of its link
     * @param mtu of its link
     */
    QueueingDiscipline resolve(SourceLocation location, QdiscChoice choice, Optional<Located<Rate>> rate, int mtu) {
        if (choice.isKernelDefault()) {
            return QueueingDiscipline.KERNEL_DEFAULT;
        }
        Optional<ParsedObject> filled =
                choice.isNamed() ? lookUp(location, choice.name()) : Optional.of(choice.inline());
        return filled.map(found -> new PortResolver(rate, mtu).resolve(found))
                .orElse(QueueingDiscipline.KERNEL_DEFAULT);
    }

    /** What stands on a port of which nothing is known but its link's rate: dwrr, with its defaults. */
    QueueingDiscipline resolveDefault(SourceLocation location, Optional<Located<Rate>> rate, int mtu) {
        return withDefaults(location, QdiscSchema.DWRR.name())
                .map(found -> new PortResolver(rate, mtu).resolve(found))
                .orElseThrow();
    }

    /** What the file defines by this name or, with all defaults, the qdisc of this name. */
    private Optional<ParsedObject> lookUp(SourceLocation location, String name) {
        if (definitions.containsKey(name)) {
            return Optional.of(definitions.get(name));
        }
        List<String> kinds =
                QdiscSchema.QDISC_CHOICE.keys().stream().map(Key::name).toList();
        if (kinds.contains(name)) {
            return withDefaults(location, name);
        }
        Set<String> known = new LinkedHashSet<>(definitions.keySet());
        known.add(TestbedSchema.KERNEL_DEFAULT);
        known.addAll(kinds);
        problems.error(location, "there is no port '" + name + "'", Suggestion.of(name, known));
        return Optional.empty();
    }

    /** Nothing where the qdisc has to be told more than its name, which the problems tell then. */
    private Optional<ParsedObject> withDefaults(SourceLocation location, String name) {
        Problems missing = new Problems();
        Optional<ParsedObject> filled = QdiscSchema.QDISC_CHOICE.readWord(new Located<>(name, location), missing);
        missing.list().forEach(each -> problems.error(each.location(), each.failure(), each.remedy()));
        return filled.filter(found -> !missing.hasErrors());
    }

    /** One port, at the end of one link. */
    private final class PortResolver {
        private final Optional<Located<Rate>> linkRate;
        private final int mtu;
        private final List<TcQdisc> qdiscs = new ArrayList<>();
        private Optional<Rate> portRate = Optional.empty();
        private OptionalLong markingThreshold = OptionalLong.empty();

        PortResolver(Optional<Located<Rate>> linkRate, int mtu) {
            this.linkRate = linkRate;
            this.mtu = mtu;
        }

        QueueingDiscipline resolve(ParsedObject choice) {
            return choice.get(QdiscSchema.DWRR).map(this::resolveDwrr).orElseGet(() -> resolveStock(choice));
        }

        private QueueingDiscipline resolveDwrr(ParsedObject parsed) {
            List<Assignment> assignments = new ArrayList<>();
            for (Key<?> key : parsed.keys()) {
                parsed.get(key)
                        .ifPresent(value -> ((List<?>) value).forEach(each -> assignments.add((Assignment) each)));
            }
            Optional<Located<Rate>> own = assignments.stream()
                    .filter(each -> each.setting() == DwrrSetting.RATE)
                    .findFirst()
                    .map(each -> new Located<>(new Rate(each.value()), parsed.location()));
            Optional<Rate> rate = effectiveRate(own, "dwrr");
            if (rate.isEmpty()) {
                problems.error(
                        parsed.location(),
                        "dwrr has no rate, and neither has its link",
                        "give the link one: rate: 995mbit");
                return QueueingDiscipline.KERNEL_DEFAULT;
            }
            if (own.isEmpty()) {
                problems.capture(
                        parsed.location(),
                        () -> assignments.add(
                                0, Assignment.parse(DwrrSetting.RATE, rate.get().toString())));
            }
            return problems.capture(
                    parsed.location(),
                    () -> resolveDwrr(parsed, new QdiscRequest(QdiscKind.DWRR, assignments), rate),
                    QueueingDiscipline.KERNEL_DEFAULT);
        }

        private QueueingDiscipline resolveDwrr(ParsedObject parsed, QdiscRequest request, Optional<Rate> rate) {
            request.validateQueues(request.queueCount());
            QueueingDiscipline port = QueueingDiscipline.dwrr(request, rate);
            long buffer = DwrrDefaults.value(request, DwrrSetting.SHARED_BUFFER);
            if (buffer < frameLength()) {
                throw UserError.usage(
                        "a shared-buffer of " + buffer + " bytes has no room for a frame of " + frameLength()
                                + " bytes: everything is dropped",
                        "give it a multiple of that: shared-buffer: 96k");
            }
            port.markingThreshold().stream()
                    .filter(k -> k >= buffer)
                    .findFirst()
                    .ifPresent(k -> problems.warning(
                            parsed.location(),
                            "the marking threshold of " + k + " bytes is not below the " + "buffer of " + buffer
                                    + " bytes: packets are dropped and none is marked",
                            "lower the threshold or give it a greater shared-buffer"));
            return port;
        }

        private QueueingDiscipline resolveStock(ParsedObject choice) {
            Key<?> kind = choice.keys().iterator().next();
            StockQdisc stockQdisc = QdiscSchema.stock(kind.name());
            ParsedObject parsed = (ParsedObject) choice.get(kind).orElseThrow();
            Optional<Rate> rate = effectiveRate(
                    stockQdisc.isShaper() ? parsed.located(stockQdisc.rate()) : Optional.empty(), stockQdisc.kind());
            portRate = rate;
            String parent = QueueingDiscipline.ROOT;
            if (!stockQdisc.isShaper() && rate.isPresent()) {
                qdiscs.add(TcQdisc.stock(parent, nextHandle(), "tbf", shaperOptions(rate.get())));
                parent = "1:1";
            }
            addQdisc(stockQdisc, parsed, parent, rate);
            return new QueueingDiscipline(qdiscs, rate, markingThreshold);
        }

        /** The port's own rate or its link's, which it may not exceed. */
        private Optional<Rate> effectiveRate(Optional<Located<Rate>> own, String kind) {
            linkRate.ifPresent(link -> own.filter(
                            rate -> rate.value().bitsPerSecond() > link.value().bitsPerSecond())
                    .ifPresent(rate -> problems.error(
                            rate.location(),
                            "the rate of this " + kind + ", " + rate.value() + ", is more than the " + link.value()
                                    + " of its link (line " + link.location().line() + ")",
                            "say the rate once, at the link")));
            return own.or(() -> linkRate).map(Located::value);
        }

        private List<String> shaperOptions(Rate rate) {
            long bucket = Math.max(
                    2L * frameLength(),
                    Math.round((double) rate.bitsPerSecond() * BURST_NANOSECONDS / NANOBITS_PER_BYTE));
            return List.of("rate", rate.toString(), "burst", String.valueOf(bucket), "limit", SHAPER_LIMIT);
        }

        private int frameLength() {
            return mtu + ETHERNET_HEADER;
        }

        private String nextHandle() {
            return Integer.toHexString(qdiscs.size() + 1) + ":";
        }

        /** Adds a qdisc and what stands below it, on each of its classes. */
        private void addQdisc(StockQdisc stockQdisc, ParsedObject parsed, String parent, Optional<Rate> rate) {
            String handle = nextHandle();
            qdiscs.add(tcQdisc(parsed, parent, handle, stockQdisc.kind(), tcOptions(stockQdisc, parsed, rate)));
            List<Key<ParsedObject>> below =
                    QdiscSchema.STOCK_KEYS.stream().filter(parsed::has).toList();
            if (below.size() > 1) {
                problems.error(
                        parsed.locationOf(below.get(1)),
                        "two qdiscs cannot stand below one " + stockQdisc.kind() + ": " + below.get(0) + " and "
                                + below.get(1),
                        "keep one of them");
            } else if (below.size() == 1) {
                StockQdisc child = QdiscSchema.stock(below.get(0).name());
                ParsedObject words = parsed.require(below.get(0));
                for (int i = 1; i <= stockQdisc.classes().apply(parsed); i++) {
                    addQdisc(
                            child,
                            words,
                            handle + Integer.toHexString(i),
                            child.isShaper() ? words.get(child.rate()) : Optional.empty());
                }
            }
        }

        private TcQdisc tcQdisc(ParsedObject parsed, String parent, String handle, String kind, List<String> options) {
            TcQdisc stock = TcQdisc.stock(parent, handle, kind, options);
            return QdiscKind.find(kind)
                    .map(module -> problems.capture(
                            parsed.location(),
                            () -> {
                                QdiscRequest request = QdiscRequest.parse(module, options);
                                request.validateNew();
                                return TcQdisc.module(parent, handle, request);
                            },
                            stock))
                    .orElse(stock);
        }

        private List<String> tcOptions(StockQdisc stockQdisc, ParsedObject parsed, Optional<Rate> rate) {
            List<String> words = new ArrayList<>();
            if (stockQdisc.isShaper()) {
                rate.ifPresent(value -> words.addAll(stockQdisc.rateArguments(value)));
            }
            stockQdisc.parameters().forEach(tcOption -> words.addAll(tcOption.arguments(parsed)));
            switch (stockQdisc.kind()) {
                case "tbf" -> completeTbf(parsed, rate, words);
                case "red" -> completeRed(parsed, words);
                case "ets" -> checkEts(parsed);
                case "prio" ->
                    checkPriomap(
                            parsed, parsed.get(QdiscSchema.Prio.BANDS.key()).orElse(3));
                default -> {}
            }
            return words;
        }

        private void completeTbf(ParsedObject parsed, Optional<Rate> rate, List<String> words) {
            if (rate.isEmpty()) {
                problems.error(
                        parsed.location(),
                        "tbf has no rate, and neither has its link",
                        "give the link one: rate: 100mbit");
                return;
            }
            checkBucketHoldsFrame(parsed, QdiscSchema.Tbf.BURST.key(), 10);
            checkBucketHoldsFrame(parsed, QdiscSchema.Tbf.MTU.key(), 1);
            if (parsed.has(QdiscSchema.Tbf.PEAKRATE.key()) && !parsed.has(QdiscSchema.Tbf.MTU.key())) {
                problems.error(
                        parsed.locationOf(QdiscSchema.Tbf.PEAKRATE.key()),
                        "a tbf with a peakrate needs an mtu",
                        "write for example mtu: " + frameLength());
            }
            boolean limit = parsed.has(QdiscSchema.Tbf.LIMIT.key());
            boolean latency = parsed.has(QdiscSchema.Tbf.LATENCY.key());
            if (limit && latency) {
                problems.error(
                        parsed.locationOf(QdiscSchema.Tbf.LATENCY.key()),
                        "tbf takes limit or latency, not both",
                        "leave out one of them");
            }
            List<String> own = shaperOptions(rate.get());
            if (!parsed.has(QdiscSchema.Tbf.BURST.key())) {
                words.addAll(own.subList(2, 4));
            }
            if (!limit && !latency) {
                words.addAll(own.subList(4, 6));
            }
        }

        /** A bucket that cannot hold a frame lets none through. */
        private void checkBucketHoldsFrame(ParsedObject parsed, Key<Bytes> bucket, int frames) {
            parsed.get(bucket)
                    .filter(bytes -> bytes.bytes() < frameLength())
                    .ifPresent(bytes -> problems.error(
                            parsed.locationOf(bucket),
                            "a tbf with " + bucket + " " + bytes + " drops every frame of " + frameLength() + " bytes",
                            "give it at least that: " + bucket + ": " + frames * frameLength()));
        }

        private void completeRed(ParsedObject parsed, List<String> words) {
            long min = parsed.require(QdiscSchema.Red.MIN.key()).bytes();
            long max = parsed.require(QdiscSchema.Red.MAX.key()).bytes();
            Bytes packet = parsed.get(QdiscSchema.Red.AVPKT.key()).orElse(new Bytes(DEFAULT_AVPKT));
            if (min >= max) {
                problems.error(
                        parsed.locationOf(QdiscSchema.Red.MIN.key()),
                        "red's min of " + min + " is not below its max of " + max,
                        "it marks more and more from min to max: min: 30000, max: 90000");
            }
            if (parsed.require(QdiscSchema.Red.LIMIT.key()).bytes() <= min) {
                problems.warning(
                        parsed.locationOf(QdiscSchema.Red.LIMIT.key()),
                        "red's limit is not above its min of " + min + ": packets are dropped and none is marked",
                        "give it room for more than max");
            }
            // tc computes the weight of the average from them, and gives up otherwise.
            parsed.get(QdiscSchema.Red.BURST.key())
                    .filter(burst -> packet.bytes() == 0 || burst < min / packet.bytes())
                    .ifPresent(burst -> problems.error(
                            parsed.locationOf(QdiscSchema.Red.BURST.key()),
                            "red's burst of " + burst
                                    + " is less than min / avpkt, "
                                    + (packet.bytes() == 0
                                            ? "with an avpkt of 0"
                                            : String.valueOf(min / packet.bytes())),
                            "give it a little more than that"));
            if (!parsed.has(QdiscSchema.Red.AVPKT.key())) {
                words.addAll(List.of("avpkt", packet.toString()));
            }
            if (!parsed.has(QdiscSchema.Red.BANDWIDTH.key())) {
                portRate.ifPresent(rate -> words.addAll(List.of("bandwidth", rate.toString())));
            }
            if (parsed.get(QdiscSchema.Red.ECN.key()).orElse(false)) {
                markingThreshold = OptionalLong.of(min);
            }
        }

        private void checkEts(ParsedObject parsed) {
            int bands = parsed.require(QdiscSchema.Ets.BANDS.key());
            int strict = parsed.get(QdiscSchema.Ets.STRICT.key()).orElse(0);
            int quanta =
                    parsed.get(QdiscSchema.Ets.QUANTA.key()).map(List::size).orElse(0);
            if (strict > bands) {
                problems.error(
                        parsed.locationOf(QdiscSchema.Ets.STRICT.key()),
                        "ets has " + bands + " bands: " + strict + " cannot be strict",
                        "give it more bands");
            } else if (quanta > bands - strict) {
                problems.error(
                        parsed.locationOf(QdiscSchema.Ets.QUANTA.key()),
                        "ets has " + (bands - strict) + " bands that take turns, and " + quanta + " quanta",
                        "give each of those bands one quantum");
            }
            checkPriomap(parsed, bands);
        }

        private void checkPriomap(ParsedObject parsed, int bands) {
            parsed.get(QdiscSchema.PRIOMAP.key()).stream()
                    .flatMap(List::stream)
                    .filter(band -> band >= bands)
                    .findFirst()
                    .ifPresent(band -> problems.error(
                            parsed.locationOf(QdiscSchema.PRIOMAP.key()),
                            "there is no band " + band,
                            "there are " + bands + ": 0 to " + (bands - 1)));
        }
    }
}
