// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

/** The questions of a port that schemes answer. The order is the kernel's (enum dwrr_role in kmod/dwrr/scheme.h). */
public enum SchemeRole {
    /** Which packets are marked? */
    MARKING("marking scheme"),
    /** How much of the buffer may each queue fill? */
    BUFFERING("buffer policy");

    private final String words;

    SchemeRole(String words) {
        this.words = words;
    }

    /** What people call a scheme of this role. */
    public String words() {
        return words;
    }

    /** The setting that selects the scheme. */
    public DwrrSetting setting() {
        return this == MARKING ? DwrrSetting.ECN_SCHEME : DwrrSetting.BUFFER_MODE;
    }

    /** The number of this role's schemes that are part of dwrr itself. */
    int ownSchemes() {
        return this == MARKING ? EcnScheme.MODULE.ordinal() : BufferMode.MODULE.ordinal();
    }
}
