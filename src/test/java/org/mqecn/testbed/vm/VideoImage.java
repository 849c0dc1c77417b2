// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.List;
import org.mqecn.host.LocalMachine;

/** The image that tests boot, built once and cached. The build takes about two minutes and needs root. */
final class VideoImage {
    private VideoImage() {}

    /** Test classes run in parallel: one of them builds the image. */
    static synchronized void obtain() {
        ImageStore imageStore = new ImageStore(LocalMachine.current().cache().resolve("images"));
        if (!imageStore.exists("video")) {
            imageStore.build("video", List.of(), System.err::println);
        }
    }
}
