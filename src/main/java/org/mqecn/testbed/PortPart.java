// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.Commands;
import org.mqecn.host.Machine;
import org.mqecn.host.Sysctls;
import org.mqecn.netlink.Link;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Qdisc;
import org.mqecn.port.Port;
import org.mqecn.port.PortConfig;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.Request;
import org.mqecn.topology.Discipline;

/** What stands on a device of ours, in front of the wire. */
public record PortPart(Machine machine, String namespace, String device, Discipline discipline) implements Part {
    private static final String ROOT = "root";
    private static final String INGRESS = "ingress";
    private static final String HANDLE = "1:";

    @Override
    public String name() {
        return "port " + new Typed(namespace).name(device);
    }

    private Optional<Link> link(Truth truth) {
        return truth.network(namespace).flatMap(network -> network.link(device));
    }

    /** All that somebody asked for: the device is ours, and so is what is on it. */
    private List<Qdisc> qdiscs(Truth truth) {
        return link(truth).map(link -> truth.network(namespace).orElseThrow().qdiscs(link)).orElse(List.of());
    }

    /** What waits for packets to come in: no port of a file has that. */
    private List<Qdisc> strangers(Truth truth) {
        return qdiscs(truth).stream().filter(qdisc -> qdisc.place().equals(INGRESS)).toList();
    }

    @Override
    public Standing look(Truth truth) {
        boolean wantsNothing = discipline.equals(Discipline.NOTHING);
        if (qdiscs(truth).isEmpty()) {
            return wantsNothing ? Standing.RIGHT : Standing.MISSING;
        }
        List<String> differences = new ArrayList<>(faults(truth));
        strangers(truth).forEach(qdisc -> differences.add(qdisc.kind() + ": nobody asked for it"));
        return Standing.with(differences);
    }

    /** What is wrong with that through which packets leave. */
    private List<String> faults(Truth truth) {
        return discipline instanceof Discipline.Dwrr dwrr ? differences(dwrr.request(), truth)
                : Layers.differences(layers(), found(truth));
    }

    private List<Discipline.Layer> layers() {
        return ((Discipline.Stock) discipline).layers();
    }

    private List<Layers.Found> found(Truth truth) {
        return qdiscs(truth).stream().filter(qdisc -> !qdisc.place().equals(INGRESS)).map(Layers.Found::of).toList();
    }

    private List<String> differences(Request request, Truth truth) {
        Optional<Port> present = present(QdiscKind.DWRR, ROOT, truth);
        if (present.isEmpty()) {
            return List.of("dwrr: is not there");
        }
        int queues = present.get().config().queues().size();
        return queues == request.queues()
                ? request.completedBy(defaults(truth)).differences(present.get().config())
                : List.of("queues " + request.queues() + ": the kernel has " + queues);
    }

    /** The defaults of a new dwrr port in this namespace. */
    private PortConfig defaults(Truth truth) {
        return truth.known("default port configuration of " + namespace, PortConfig.class, () ->
                Netns.call(namespace, () -> Sysctls.defaults(machine)));
    }

    /** The qdisc of ours that stands at a place. */
    private Optional<Port> present(QdiscKind kind, String place, Truth truth) {
        return truth.network(namespace).orElseThrow().ports().stream()
                .filter(each -> each.device().equals(device) && each.parent().equals(place))
                .filter(each -> each.config().kind() == kind && each.config().isComplete()).findFirst();
    }

    @Override
    public List<Command> make(Truth truth) {
        if (discipline instanceof Discipline.Dwrr dwrr) {
            return List.of(ours("add", ROOT, HANDLE, QdiscKind.DWRR.word(), dwrr.request().words()));
        }
        return layers().stream().map(this::add).toList();
    }

    private Command add(Discipline.Layer layer) {
        String place = Layers.place(layer);
        return layer.isOurs() ? ours("add", place, layer.handle(), layer.kind(), layer.words())
                : new Typed(namespace).tc(qdisc("add", place, layer.handle(), layer.kind(), layer.words()));
    }

    /** What only the checkout's plugin makes tc understand. */
    private Command ours(String verb, String place, String handle, String kind, List<String> options) {
        return Command.of(new Commands(machine, namespace).tc(
                qdisc(verb, place, handle, kind, options).toArray(String[]::new)));
    }

    private List<String> qdisc(String verb, String place, String handle, String kind, List<String> options) {
        List<String> words = new ArrayList<>(List.of("qdisc", verb, "dev", device));
        words.addAll(List.of(place.split(" ")));
        words.addAll(List.of("handle", handle, kind));
        words.addAll(options);
        return words;
    }

    @Override
    public List<Command> mend(Truth truth) {
        List<Command> commands = new ArrayList<>();
        strangers(truth).forEach(qdisc -> commands.add(delete(qdisc.kind())));
        if (differInValuesAlone(truth)) {
            commands.addAll(changes(truth));
        } else if (!faults(truth).isEmpty()) {
            if (qdiscs(truth).stream().anyMatch(qdisc -> qdisc.place().equals(ROOT))) {
                commands.add(delete(ROOT));
            }
            commands.addAll(make(truth));
        }
        return commands;
    }

    /** Whether all is there and changing values of our own will do, so that packets and counters stay. */
    private boolean differInValuesAlone(Truth truth) {
        return discipline instanceof Discipline.Dwrr dwrr
                ? present(QdiscKind.DWRR, ROOT, truth)
                        .filter(port -> port.config().queues().size() == dwrr.request().queues()).isPresent()
                : Layers.differInOursAlone(layers(), found(truth));
    }

    private List<Command> changes(Truth truth) {
        if (discipline instanceof Discipline.Dwrr dwrr) {
            return change(ROOT, dwrr.request().completedBy(defaults(truth)), truth);
        }
        return layers().stream().filter(Discipline.Layer::isOurs).flatMap(layer ->
                change(Layers.place(layer), Request.parse(QdiscKind.find(layer.kind()).orElseThrow(), layer.words())
                        .completed(), truth).stream()).toList();
    }

    private List<Command> change(String place, Request wanted, Truth truth) {
        Port port = present(wanted.kind(), place, truth).orElseThrow();
        Request missing = wanted.missing(port.config());
        return missing.assignments().isEmpty() ? List.of()
                : List.of(ours("change", place, port.handle(), port.kind(), missing.words()));
    }

    private Command delete(String what) {
        return new Typed(namespace).tc(List.of("qdisc", "del", "dev", device, what));
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.empty();
    }
}
