// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;

/** Where a session gets its playlists and segments from. */
interface ContentSource extends Closeable {
    /**
     * Gets one file to its end.
     *
     * @param body is given what the file has
     * @throws IOException with a sentence that says what went wrong
     */
    HttpTransfer get(URI file, OutputStream body) throws IOException;
}
