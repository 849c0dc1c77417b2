// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.value.Keyword;
import org.mqecn.value.Quantity;
import org.mqecn.value.UserError;

/** The questions of a port that schemes answer. The order is the kernel's (enum dwrr_role in kmod/dwrr/scheme.h). */
public enum SchemeRole implements Keyword {
    /** Which packets are marked? */
    MARKING("marking scheme", "schemes"),
    /** How much of the buffer may each queue fill? */
    BUFFERING("buffer policy", "buffers");

    private final String words;
    private final String folder;

    SchemeRole(String words, String folder) {
        this.words = words;
        this.folder = folder;
    }

    /** What people call a scheme of this role. */
    public String words() {
        return words;
    }

    /** The folder below kmod with the files of this version. */
    public String folder() {
        return folder;
    }

    /** The folders of all roles. */
    public static Stream<String> folders() {
        return Arrays.stream(values()).map(SchemeRole::folder);
    }

    /** The role whose scheme a setting selects; empty for all but two settings. */
    public static Optional<SchemeRole> of(Setting setting) {
        return Arrays.stream(values()).filter(role -> role.setting() == setting).findFirst();
    }

    /** The setting that selects the scheme. */
    public DwrrSetting setting() {
        return this == MARKING ? DwrrSetting.ECN_SCHEME : DwrrSetting.BUFFER_MODE;
    }

    /** The key of the setting that selects the scheme. */
    @Override
    public String keyword() {
        return setting().key();
    }

    /** The option of 'mqecn install' that selects the scheme. */
    public String option() {
        return "--" + keyword();
    }

    /**
     * The role with a keyword.
     *
     * @throws UserError a usage error if there is none
     */
    public static SchemeRole parse(String keyword) {
        return values()[(int) Quantity.ofKeywords(values()).parse("role", keyword)];
    }

    /** The number of this role's schemes that are part of dwrr itself. */
    int ownSchemes() {
        return this == MARKING ? EcnScheme.MODULE.ordinal() : BufferMode.MODULE.ordinal();
    }
}
