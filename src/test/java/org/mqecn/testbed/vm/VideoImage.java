// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.List;
import org.mqecn.host.LocalMachine;

/** The image that tests boot, made once and kept in the cache. Making it takes a minute or two and needs root. */
final class VideoImage {
    private VideoImage() {}

    /** Test classes run side by side: one of them makes it. */
    static synchronized void obtain() {
        ImageStore imageStore = new ImageStore(LocalMachine.current().cache().resolve("images"));
        if (!imageStore.exists("video")) {
            imageStore.build("video", List.of(), System.err::println);
        }
    }
}
