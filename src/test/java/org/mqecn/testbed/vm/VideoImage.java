// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.List;
import org.mqecn.host.Machine;

/** The image that tests boot, made once and kept in the cache. Making it takes a minute or two and needs root. */
final class VideoImage {
    private VideoImage() {}

    /** Test classes run side by side: one of them makes it. */
    static synchronized void obtain() {
        Images images = new Images(Machine.local().cache().resolve("images"));
        if (!images.exists("video")) {
            images.make("video", List.of(), System.err::println);
        }
    }
}
