// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Everything that is made from a data file, beside it: pictures as SVG and PNG, and a page that holds them. */
public final class DemoReport {
    /** The data file. */
    public static final String DATA = "data.json";
    /** The page. */
    public static final String PAGE = "index.html";

    private DemoReport() {}

    /**
     * Makes it all anew.
     *
     * @param folder with the data file in it
     */
    public static void write(Path folder) throws IOException {
        Comparison comparison = Comparison.read(folder.resolve(DATA));
        Map<Picture, String> pictures = new LinkedHashMap<>();
        for (Picture picture : DemoPictures.of(comparison)) {
            String svg = picture.svg();
            Files.writeString(folder.resolve(picture.name() + ".svg"), svg);
            Files.write(folder.resolve(picture.name() + ".png"), picture.png());
            pictures.put(picture, svg);
        }
        Files.writeString(folder.resolve(PAGE), DemoPage.of(comparison, pictures));
    }
}
