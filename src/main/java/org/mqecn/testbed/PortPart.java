// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.Commands;
import org.mqecn.host.Machine;
import org.mqecn.netlink.Link;
import org.mqecn.netlink.Qdisc;
import org.mqecn.port.Port;
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
                : Layers.differences(((Discipline.Stock) discipline).layers(), qdiscs(truth).stream()
                        .filter(qdisc -> !qdisc.place().equals(INGRESS)).map(Layers.Found::of).toList());
    }

    private List<String> differences(Request request, Truth truth) {
        Optional<Port> port = truth.network(namespace).orElseThrow().ports().stream()
                .filter(each -> each.config().kind() == QdiscKind.DWRR)
                .filter(each -> each.device().equals(device) && each.parent().equals(ROOT)).findFirst();
        if (port.isEmpty() || !port.get().config().isComplete()) {
            return List.of("dwrr: is not there");
        }
        int queues = port.get().config().queues().size();
        return queues == request.queues()
                ? request.completedBy(truth.beginning(namespace)).differences(port.get().config())
                : List.of("queues " + request.queues() + ": the kernel has " + queues);
    }

    @Override
    public List<Command> make(Truth truth) {
        if (discipline instanceof Discipline.Dwrr dwrr) {
            List<String> words = new ArrayList<>(new Commands(machine, namespace).tc("qdisc", "add", "dev", device,
                    ROOT, "handle", HANDLE, "dwrr"));
            words.addAll(dwrr.request().words());
            return List.of(Command.of(words));
        }
        return ((Discipline.Stock) discipline).layers().stream().map(this::add).toList();
    }

    private Command add(Discipline.Layer layer) {
        List<String> words = new ArrayList<>(List.of("qdisc", "add", "dev", device));
        words.addAll(List.of(Layers.place(layer).split(" ")));
        words.addAll(List.of("handle", layer.handle(), layer.kind()));
        words.addAll(layer.words());
        return layer.isOurs() ? Command.of(new Commands(machine, namespace).tc(words.toArray(String[]::new)))
                : new Typed(namespace).tc(words);
    }

    @Override
    public List<Command> mend(Truth truth) {
        List<Command> commands = new ArrayList<>();
        strangers(truth).forEach(qdisc -> commands.add(delete(qdisc.kind())));
        if (!faults(truth).isEmpty()) {
            if (qdiscs(truth).stream().anyMatch(qdisc -> qdisc.place().equals(ROOT))) {
                commands.add(delete(ROOT));
            }
            commands.addAll(make(truth));
        }
        return commands;
    }

    private Command delete(String what) {
        return new Typed(namespace).tc(List.of("qdisc", "del", "dev", device, what));
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.empty();
    }
}
