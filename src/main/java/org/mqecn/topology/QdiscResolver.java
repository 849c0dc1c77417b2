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
import org.mqecn.value.EthernetFrame;
import org.mqecn.value.Rate;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * Resolves the queueing discipline of a port. Its rate is the configured one or that of the link; a qdisc that does not
 * shape becomes the child of a tbf with that rate.
 *
 * <p>The tbf has the bucket of a dwrr port, 20 µs at its rate and at least two frames: large enough that a late timer
 * costs no bandwidth, small enough that bursts do not hide the queue behind it. Its limit is the buffer of a dwrr port,
 * and applies only while the tbf has no child.
 */
final class QdiscResolver {
    private static final long BURST_NANOSECONDS = 20_000;
    private static final long NANOBITS_PER_BYTE = 8_000_000_000L;
    private static final String SHAPER_LIMIT = String.valueOf(DwrrDefaults.SHARED_BUFFER);

    private final Map<String, ParsedObject> definitions;
    private final Problems problems;

    /** @param definitions queueing disciplines of the file, by name */
    QdiscResolver(Map<String, ParsedObject> definitions, Problems problems) {
        this.definitions = definitions;
        this.problems = problems;
    }

    /**
     * Resolves the queueing discipline of a port.
     *
     * @param location in the file, for messages
     * @param rate of the link
     * @param mtu of the link
     */
    QueueingDiscipline resolve(SourceLocation location, QdiscChoice choice, Optional<Located<Rate>> rate, int mtu) {
        if (choice.isKernelDefault()) {
            return QueueingDiscipline.KERNEL_DEFAULT;
        }
        Optional<ParsedObject> parsed =
                choice.isNamed() ? lookUp(location, choice.name()) : Optional.of(choice.inline());
        return parsed.map(found -> new PortResolver(rate, mtu).resolve(found))
                .orElse(QueueingDiscipline.KERNEL_DEFAULT);
    }

    /** Returns the default of a port whose link has a rate: dwrr with its defaults. */
    QueueingDiscipline resolveDefault(Located<Rate> rate, int mtu) {
        return withDefaults(rate.location(), QdiscSchema.DWRR.name())
                .map(found -> new PortResolver(Optional.of(rate), mtu).resolve(found))
                .orElseThrow();
    }

    /** Finds the definition in the file or, with its default options, the qdisc of this name. */
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
        problems.errorIfFirst(location, "there is no queueing discipline '" + name + "'", Suggestion.of(name, known));
        return Optional.empty();
    }

    /** Returns a qdisc with default options; reports an error if it has required ones. */
    private Optional<ParsedObject> withDefaults(SourceLocation location, String name) {
        Problems missing = new Problems();
        Optional<ParsedObject> parsed = QdiscSchema.QDISC_CHOICE.readWord(new Located<>(name, location), missing);
        missing.list().forEach(each -> problems.error(each.location(), each.failure(), each.remedy()));
        return parsed.filter(found -> !missing.hasErrors());
    }

    /** Resolves one port, at the end of one link. */
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
            List<Assignment> assignments = new ArrayList<>(QdiscSchema.assignments(parsed));
            Optional<Located<Rate>> own = assignments.stream()
                    .filter(each -> each.setting() == DwrrSetting.RATE)
                    .findFirst()
                    .map(each -> new Located<>(new Rate(each.value()), parsed.location()));
            Optional<Rate> rate = effectiveRate(own, "dwrr");
            if (rate.isEmpty()) {
                problems.errorIfFirst(
                        parsed.location(),
                        "neither dwrr nor its link has a rate",
                        "set the rate of the link: rate: 995mbit");
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
            request.validateChange(DwrrDefaults.newPort(request));
            QueueingDiscipline port = QueueingDiscipline.dwrr(request, rate);
            long buffer = DwrrDefaults.value(request, DwrrSetting.SHARED_BUFFER);
            if (buffer < frameLength()) {
                throw UserError.usage(
                        "a shared-buffer of " + buffer + " bytes is too small for a frame of " + frameLength()
                                + " bytes: all packets would be dropped",
                        "increase it: shared-buffer: 96k");
            }
            request.ignored(DwrrDefaults.newPort(request))
                    .forEach(
                            reason -> problems.warning(parsed.location(), reason, "remove it, or choose what uses it"));
            port.markingThreshold().stream()
                    .filter(k -> k >= buffer)
                    .findFirst()
                    .ifPresent(k -> problems.warning(
                            parsed.location(),
                            "the marking threshold of " + k + " bytes is not below the " + "buffer of " + buffer
                                    + " bytes: packets are dropped before any is marked",
                            "lower the threshold or increase shared-buffer"));
            request.defaultQueueWarning()
                    .ifPresent(warning -> problems.warning(
                            parsed.location(),
                            warning,
                            "name the queue of best effort: default-queue: " + (request.queueCount() - 1)));
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

        /** Returns the rate of the qdisc, which must not exceed that of the link, or else that of the link. */
        private Optional<Rate> effectiveRate(Optional<Located<Rate>> own, String kind) {
            linkRate.ifPresent(link -> own.filter(
                            rate -> rate.value().bitsPerSecond() > link.value().bitsPerSecond())
                    .ifPresent(rate -> problems.error(
                            rate.location(),
                            "the rate of this " + kind + ", " + rate.value() + ", exceeds the " + link.value()
                                    + " of its link (line " + link.location().line() + ")",
                            "set the rate at the link only")));
            return own.or(() -> linkRate).map(Located::value);
        }

        private List<String> shaperOptions(Rate rate) {
            return List.of("rate", rate.toString(), "burst", String.valueOf(bucket(rate)), "limit", SHAPER_LIMIT);
        }

        private long bucket(Rate rate) {
            return Math.max(
                    2L * frameLength(),
                    Math.round((double) rate.bitsPerSecond() * BURST_NANOSECONDS / NANOBITS_PER_BYTE));
        }

        private int frameLength() {
            return mtu + EthernetFrame.HEADER;
        }

        private String nextHandle() {
            return Integer.toHexString(qdiscs.size() + 1) + ":";
        }

        /** Adds a qdisc, and its child to each of its classes. */
        private void addQdisc(StockQdisc stockQdisc, ParsedObject parsed, String parent, Optional<Rate> rate) {
            String handle = nextHandle();
            qdiscs.add(tcQdisc(parsed, parent, handle, stockQdisc.kind(), tcOptions(stockQdisc, parsed, rate)));
            List<Key<ParsedObject>> children =
                    QdiscSchema.STOCK_KEYS.stream().filter(parsed::has).toList();
            if (children.size() > 1) {
                problems.error(
                        parsed.locationOf(children.get(1)),
                        stockQdisc.kind() + " takes one child qdisc, and this one has two: " + children.get(0) + " and "
                                + children.get(1),
                        "keep one of them");
            } else if (children.size() == 1) {
                StockQdisc child = QdiscSchema.stock(children.get(0).name());
                ParsedObject childOptions = parsed.require(children.get(0));
                for (int i = 1; i <= stockQdisc.classes().apply(parsed); i++) {
                    addQdisc(
                            child,
                            childOptions,
                            handle + Integer.toHexString(i),
                            child.isShaper() ? childOptions.get(child.rate()) : Optional.empty());
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
            List<String> arguments = new ArrayList<>();
            if (stockQdisc.isShaper()) {
                rate.ifPresent(value -> arguments.addAll(stockQdisc.rateArguments(value)));
            }
            stockQdisc.parameters().forEach(tcOption -> arguments.addAll(tcOption.arguments(parsed)));
            switch (stockQdisc.kind()) {
                case "tbf" -> completeTbf(parsed, rate, arguments);
                case "red" -> completeRed(parsed, arguments);
                case "ets" -> checkEts(parsed);
                case "prio" -> checkPrio(parsed);
                default -> {}
            }
            return arguments;
        }

        private void completeTbf(ParsedObject parsed, Optional<Rate> rate, List<String> arguments) {
            if (rate.isEmpty()) {
                problems.errorIfFirst(
                        parsed.location(),
                        "neither tbf nor its link has a rate",
                        "set the rate of the link: rate: 100mbit");
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
            parsed.get(QdiscSchema.Tbf.PEAKRATE.key())
                    .filter(peak -> peak.bitsPerSecond() <= rate.get().bitsPerSecond())
                    .ifPresent(peak -> problems.error(
                            parsed.locationOf(QdiscSchema.Tbf.PEAKRATE.key()),
                            "the peakrate of this tbf, " + peak + ", is not above its rate of " + rate.get(),
                            "increase it, or leave it out"));
            boolean limit = parsed.has(QdiscSchema.Tbf.LIMIT.key());
            boolean latency = parsed.has(QdiscSchema.Tbf.LATENCY.key());
            if (limit && latency) {
                problems.error(
                        parsed.locationOf(QdiscSchema.Tbf.LATENCY.key()),
                        "tbf takes limit or latency, not both",
                        "remove one of them");
            }
            checkTbfFields(parsed, rate.get());
            List<String> defaults = shaperOptions(rate.get());
            if (!parsed.has(QdiscSchema.Tbf.BURST.key())) {
                arguments.addAll(defaults.subList(2, 4));
            }
            if (!limit && !latency) {
                arguments.addAll(defaults.subList(4, 6));
            }
        }

        /** @param article of the key */
        private void checkTimeToFill(ParsedObject parsed, String article, Key<Bytes> bucket, long bytes, Rate rate) {
            if (rate.timeOf(bytes).compareTo(TcValues.MAX_TICKS) > 0) {
                problems.error(
                        parsed.locationOf(bucket),
                        article + bucket.name() + " of " + bytes + " bytes takes "
                                + rate.timeOf(bytes).toSeconds() + " s at " + rate + ", and tbf counts up to "
                                + TcValues.MAX_TICKS.toSeconds() + " s",
                        "use a smaller " + bucket.name() + " or a higher rate");
            }
        }

        /** The kernel has 32 bits for the time to fill each bucket, in ticks, and for the limit, in bytes. */
        private void checkTbfFields(ParsedObject parsed, Rate rate) {
            long burst =
                    parsed.get(QdiscSchema.Tbf.BURST.key()).map(Bytes::bytes).orElse(bucket(rate));
            checkTimeToFill(parsed, "a ", QdiscSchema.Tbf.BURST.key(), burst, rate);
            parsed.get(QdiscSchema.Tbf.PEAKRATE.key()).ifPresent(peak -> parsed.get(QdiscSchema.Tbf.MTU.key())
                    .ifPresent(mtu -> checkTimeToFill(parsed, "an ", QdiscSchema.Tbf.MTU.key(), mtu.bytes(), peak)));
            parsed.get(QdiscSchema.Tbf.LATENCY.key())
                    .filter(latency -> rate.bytesIn(latency) + burst > TcValues.UNSIGNED)
                    .ifPresent(latency -> problems.error(
                            parsed.locationOf(QdiscSchema.Tbf.LATENCY.key()),
                            "a queue with this latency holds " + (rate.bytesIn(latency) + burst) + " bytes at " + rate
                                    + ", and a tbf at most " + TcValues.UNSIGNED,
                            "use a smaller latency, or limit"));
        }

        /** A tbf drops every packet that is longer than its bucket. */
        private void checkBucketHoldsFrame(ParsedObject parsed, Key<Bytes> bucket, int frames) {
            parsed.get(bucket)
                    .filter(bytes -> bytes.bytes() < frameLength())
                    .ifPresent(bytes -> problems.error(
                            parsed.locationOf(bucket),
                            "a tbf with " + bucket + " " + bytes + " drops every frame of " + frameLength() + " bytes",
                            "increase it: " + bucket + ": " + frames * frameLength()));
        }

        private void completeRed(ParsedObject parsed, List<String> arguments) {
            RedParameters red = new RedParameters(parsed, portRate);
            red.check(problems);
            arguments.addAll(red.addedArguments());
            if (parsed.get(QdiscSchema.Red.ECN.key()).orElse(false)) {
                markingThreshold = OptionalLong.of(red.min());
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
                        "increase bands, or lower strict");
            } else if (quanta > bands - strict) {
                problems.error(
                        parsed.locationOf(QdiscSchema.Ets.QUANTA.key()),
                        "ets has " + (bands - strict) + " DRR bands, and " + quanta + " quanta",
                        "list one quantum for each DRR band");
            }
            checkPriomap(parsed, bands);
        }

        private void checkPrio(ParsedObject parsed) {
            int bands = parsed.get(QdiscSchema.Prio.BANDS.key()).orElse(QdiscSchema.Prio.DEFAULT_BANDS);
            checkPriomap(parsed, bands);
            if (bands < QdiscSchema.Prio.DEFAULT_BANDS && !parsed.has(QdiscSchema.PRIOMAP.key())) {
                problems.error(
                        parsed.locationOf(QdiscSchema.Prio.BANDS.key()),
                        "prio with " + bands + " bands needs a priomap: tc's own is for "
                                + QdiscSchema.Prio.DEFAULT_BANDS,
                        "write for example priomap: [1, 1, 1, 1, 1, 1, 0, 0]");
            }
        }

        private void checkPriomap(ParsedObject parsed, int bands) {
            parsed.get(QdiscSchema.PRIOMAP.key()).stream()
                    .flatMap(List::stream)
                    .filter(band -> band >= bands)
                    .findFirst()
                    .ifPresent(band -> problems.error(
                            parsed.locationOf(QdiscSchema.PRIOMAP.key()),
                            "there is no band " + band,
                            "bands are numbered 0 to " + (bands - 1)));
        }
    }
}
