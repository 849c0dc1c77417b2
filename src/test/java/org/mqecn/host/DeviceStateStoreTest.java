// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.DeviceStateStore.DeviceState;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Offloads;

@DisplayName("The state of a device before install")
class DeviceStateStoreTest {
    private static final DeviceState STATE = new DeviceState(
            65535,
            new Offloads(Set.of("rx-gro")),
            List.of(new EarlierQdisc("root", List.of("handle", "5:", "fq_codel", "limit", "77"), "08000200")));
    private static final DeviceLink INSTALLED = link(4, "eth1", "02:00:00:00:00:01");

    @TempDir
    private Path folder;

    @Test
    @DisplayName("is found after the device was renamed")
    void survivesRenaming() {
        DeviceStateStore store = new DeviceStateStore(folder);
        store.save(INSTALLED, STATE);
        assertEquals(Optional.of(STATE), store.load(link(4, "lan0", "02:00:00:00:00:01")));
    }

    @Test
    @DisplayName("is found after the address of the device was changed")
    void survivesNewAddress() {
        DeviceStateStore store = new DeviceStateStore(folder);
        store.save(INSTALLED, STATE);
        assertEquals(Optional.of(STATE), store.load(link(4, "eth1", "02:00:00:00:00:09")));
    }

    @Test
    @DisplayName("is not that of another device")
    void ignoresOtherDevices() {
        DeviceStateStore store = new DeviceStateStore(folder);
        store.save(INSTALLED, STATE);
        assertEquals(Optional.empty(), store.load(link(5, "eth1", "02:00:00:00:00:01")));
        assertEquals(Optional.empty(), store.load(link(4, "eth2", "02:00:00:00:00:02")));
    }

    @Test
    @DisplayName("keeps the first qdisc of each place")
    void keepsTheFirstQdisc() {
        EarlierQdisc second = new EarlierQdisc("root", List.of("handle", "6:", "pfifo"), "");
        EarlierQdisc child = new EarlierQdisc("parent 1:2", List.of("handle", "7:", "pfifo"), "");
        assertEquals(STATE, STATE.with(second));
        assertEquals(List.of(STATE.qdiscs().get(0), child), STATE.with(child).qdiscs());
    }

    private static DeviceLink link(int index, String name, String mac) {
        return new DeviceLink(
                index, name, List.of(), "", "", mac, 1500, 0, true, true, 1, 0, DeviceLink.SAME_NAMESPACE);
    }

    @Test
    @DisplayName("is replaced as a whole: a reader, or a process after a crash, finds the old one or the new one")
    void replacesFile() throws IOException {
        DeviceStateStore store = new DeviceStateStore(folder);
        store.save(INSTALLED, STATE);
        Path file = folder.resolve(store.namespaceId()).resolve("4");
        String before = Files.readString(file);
        Path sameFile = Files.createLink(folder.resolve("link"), file);
        store.save(INSTALLED, new DeviceState(1, STATE.offloads(), STATE.qdiscs()));
        assertEquals(before, Files.readString(sameFile));
        assertNotEquals(before, Files.readString(file));
    }
}
