// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;

/** The server of playlists and segments as a session sees it. */
interface ContentSource extends Closeable {
    /**
     * Downloads a file.
     *
     * @param body receives the content
     * @throws IOException with a message for the user
     */
    HttpTransfer get(URI file, OutputStream body) throws IOException;
}
