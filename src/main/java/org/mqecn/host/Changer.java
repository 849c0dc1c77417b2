// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Link;
import org.mqecn.port.Assignment;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.Request;
import org.mqecn.port.UserError;

/** Changes ports that there are: one by tc, all of a network namespace by sysctl. */
public final class Changer {
    private final Session session;
    private final Sysctls sysctls;

    public Changer(Session session) {
        this.session = session;
        this.sysctls = new Sysctls(session.machine().sysctls());
    }

    /**
     * Changes one port.
     *
     * @param words keys and values, which suit the port's kind
     * @throws UserError where it cannot be done; nothing is changed then
     */
    public Outcome set(String device, List<String> words) {
        Request typed = Request.parse(words);
        typed.assignments().stream().filter(each -> each.setting().isFixed()).findFirst().ifPresent(fixed -> {
            throw UserError.usage(fixed.setting().key() + " is fixed when a port is made",
                    "'mqecn install " + device + " --replace --" + fixed + " …' makes it anew");
        });
        List<String> warnings = new ArrayList<>();
        try (Kernel kernel = new Kernel()) {
            Optional<Link> link = session.find(kernel, device, warnings);
            if (link.isEmpty()) {
                return unseen(device, typed.kind(), typed.words(), warnings);
            }
            Port port = only(kernel, link.get());
            Request request = Request.parse(port.config().kind(), words);
            request.checkChange(port.config());
            if (request.differences(port.config()).isEmpty()) {
                return Outcome.unchanged(device + " has these values already");
            }
            Plan plan = new Plan().add(change(port, request.words()),
                    change(port, request.present(port.config())));
            List<String> told = session.carryOut("change " + device, plan,
                    () -> Session.refuse(request.differences(only(kernel, link.get()).config())));
            warnings.addAll(Warnings.of(told, only(kernel, link.get()).config().warnings()));
            return new Outcome(true, device + ": " + String.join(" ", request.words()), plan.lines(), warnings);
        }
    }

    /**
     * Sets the counters of a port to zero, and its watermarks, if it has any, to the backlog of now.
     *
     * @throws UserError where it cannot be done
     */
    public Outcome clear(String device) {
        List<String> warnings = new ArrayList<>();
        try (Kernel kernel = new Kernel()) {
            Optional<Link> link = session.find(kernel, device, warnings);
            if (link.isEmpty()) {
                return unseen(device, QdiscKind.DWRR, List.of("clear"), warnings);
            }
            Port port = only(kernel, link.get());
            Plan plan = new Plan().add(change(port, List.of("clear")));
            warnings.addAll(session.carryOut("clear the counters of " + device, plan, () -> { }));
            return new Outcome(true, device + ": counters are 0", plan.lines(), warnings);
        }
    }

    /** For a device that is not there, what it would take if it were a port as install makes them. */
    private Outcome unseen(String device, QdiscKind kind, List<String> words, List<String> warnings) {
        return new Outcome(true, "", new Plan().add(change(device, "root", "1:", kind, words)).lines(), warnings);
    }

    private static Port only(Kernel kernel, Link link) {
        List<Port> ports = kernel.ports(link);
        if (ports.isEmpty()) {
            throw new UserError(link.name() + " is not a port",
                    "'mqecn install " + link.name() + " --rate RATE' makes it one");
        }
        if (!ports.get(0).config().isComplete()) {
            throw new UserError(link.name() + " is a port that stands in for tbf: its values are those of dwrr.*",
                    "set them for every port: 'mqecn set KEY VALUE'");
        }
        return ports.get(0);
    }

    private List<String> change(Port port, List<String> words) {
        return change(port.device(), port.parent(), port.handle(), port.config().kind(), words);
    }

    private List<String> change(String device, String place, String handle, QdiscKind kind, List<String> words) {
        List<String> command = session.at(device, place, "change");
        command.addAll(List.of("handle", handle, kind.word()));
        command.addAll(words);
        return command;
    }

    /**
     * Changes every port of the network namespace, and what ports to come begin with.
     *
     * @throws UserError where it cannot be done; nothing is changed then
     */
    public Outcome set(Request request) {
        List<Assignment> assignments = sysctls.effective(request.inSteps());
        if (!sysctls.exist() && !session.dryRun()) {
            throw new UserError("there are no dwrr.* sysctls: the module is not loaded",
                    "'mqecn module load' loads it");
        }
        Plan plan = new Plan();
        assignments.forEach(each -> plan.add(write(each, each.value()), takeBack(each)));
        String summary = "every port: " + String.join(" ", request.words());
        if (session.dryRun()) {
            return new Outcome(true, summary, plan.lines(), List.of());
        }
        try (Kernel kernel = new Kernel()) {
            if (differences(kernel, assignments).isEmpty()) {
                return Outcome.unchanged("every port has these values already");
            }
            ports(kernel).forEach(port -> request.checkBeside(port.device(), port.config()));
            request.checkBeside("ports to come", Sysctls.defaults(session.machine()));
            session.carryOut("change every port", plan, () -> Session.refuse(differences(kernel, assignments)));
            List<String> warnings = kernel.ports().stream().flatMap(port -> port.config().warnings().stream()
                    .map(warning -> port.device() + ": " + warning)).toList();
            return new Outcome(true, summary, plan.lines(), warnings);
        }
    }

    /** Those that sysctls change. */
    private static List<Port> ports(Kernel kernel) {
        return kernel.ports().stream()
                .filter(port -> port.config().kind() == QdiscKind.DWRR && port.config().isComplete()).toList();
    }

    private List<String> write(Assignment assignment, long value) {
        return session.commands().sysctl("-q", "-w", Sysctls.word(assignment, value));
    }

    private List<String> takeBack(Assignment assignment) {
        OptionalLong old = sysctls.value(assignment.setting(), assignment.queue());
        return old.isEmpty() ? List.of() : write(assignment, old.getAsLong());
    }

    /** What sysctls and ports do not have, though it was asked for. */
    private List<String> differences(Kernel kernel, List<Assignment> assignments) {
        List<String> differences = new ArrayList<>(sysctls.differences(assignments));
        for (Port port : ports(kernel)) {
            List<Assignment> present = assignments.stream()
                    .filter(each -> each.queue() < port.config().queues().size()).toList();
            new Request(QdiscKind.DWRR, present).differences(port.config())
                    .forEach(difference -> differences.add(port.device() + ": " + difference));
        }
        return differences;
    }
}
