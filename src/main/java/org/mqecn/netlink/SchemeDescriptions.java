// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.util.List;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.ParameterRelations;
import org.mqecn.port.SchemeCounter;
import org.mqecn.port.SchemeRole;
import org.mqecn.port.SchemeSetting;
import org.mqecn.port.SchemeUnit;
import org.mqecn.value.UserError;

/** The marking schemes and buffer policies as they describe themselves in the kernel (generic netlink family dwrr, kmod/uapi/dwrr.h). */
public final class SchemeDescriptions implements AutoCloseable {
    private static final String FAMILY = "dwrr";
    private static final int DWRR_CMD_GET_SCHEME = 1;
    private static final int DWRR_A_NAME = 1;
    private static final int DWRR_A_TEXT = 3;
    private static final int DWRR_A_PAPER = 4;
    private static final int DWRR_A_PARAM = 5;
    private static final int DWRR_A_STAT = 6;
    private static final int DWRR_A_IS_BUFFER = 7;
    private static final int DWRR_FIELD_NAME = 2;
    private static final int DWRR_FIELD_TEXT = 3;
    private static final int DWRR_FIELD_UNIT = 4;
    private static final int DWRR_FIELD_PER_QUEUE = 5;
    private static final int DWRR_FIELD_LOWEST = 6;
    private static final int DWRR_FIELD_HIGHEST = 7;
    private static final int DWRR_FIELD_DEFAULT = 8;
    private static final int DWRR_FIELD_AT_LEAST = 11;
    private static final int DWRR_FIELD_ONLY_WITH = 12;
    private static final int DWRR_FIELD_IS_THRESH = 13;

    private final GenericNetlink dwrr;

    /** @throws UserError if the module is not loaded and this process may not load it */
    public SchemeDescriptions() {
        try {
            dwrr = GenericNetlink.open(FAMILY);
        } catch (UserError e) {
            throw new UserError(
                    "the kernel knows no marking schemes: the module sch_dwrr is not loaded",
                    "'mqecn module load' loads it; 'mqecn lab exec -- mqecn scheme list' needs no root");
        }
    }

    /** Reads the schemes that are loaded. */
    public List<DwrrScheme> all() {
        return dwrr.dump(DWRR_CMD_GET_SCHEME).stream()
                .map(SchemeDescriptions::parse)
                .toList();
    }

    /**
     * Reads one scheme. Its module is loaded, if that is allowed.
     *
     * @throws UserError if there is no such scheme
     */
    public DwrrScheme require(String name) {
        byte[] attribute = NetlinkMessage.attribute(DWRR_A_NAME, NetlinkMessage.nullTerminated(name));
        return dwrr.get(DWRR_CMD_GET_SCHEME, attribute)
                .map(SchemeDescriptions::parse)
                .orElseThrow(() -> NetlinkAttributes.malformed("no answer about the scheme " + name));
    }

    static DwrrScheme parse(ByteBuffer payload) {
        NetlinkAttributes attributes = GenericNetlink.attributes(payload);
        String name = text(attributes, DWRR_A_NAME);
        return new DwrrScheme(
                name,
                attributes.find(DWRR_A_IS_BUFFER).isPresent() ? SchemeRole.BUFFERING : SchemeRole.MARKING,
                text(attributes, DWRR_A_TEXT),
                attributes.string(DWRR_A_PAPER).orElse(""),
                attributes.findAll(DWRR_A_PARAM).stream()
                        .map(NetlinkAttributes::parse)
                        .map(field -> setting(name, field))
                        .toList(),
                attributes.findAll(DWRR_A_STAT).stream()
                        .map(NetlinkAttributes::parse)
                        .map(field -> SchemeCounter.of(name, text(field, DWRR_FIELD_NAME), unit(field)))
                        .toList());
    }

    private static SchemeSetting setting(String scheme, NetlinkAttributes field) {
        return SchemeSetting.of(
                scheme,
                text(field, DWRR_FIELD_NAME),
                text(field, DWRR_FIELD_TEXT),
                unit(field),
                field.find(DWRR_FIELD_PER_QUEUE).isPresent(),
                field.required(DWRR_FIELD_LOWEST, "minimum"),
                field.required(DWRR_FIELD_HIGHEST, "maximum"),
                field.required(DWRR_FIELD_DEFAULT, "default"),
                new ParameterRelations(
                        field.string(DWRR_FIELD_AT_LEAST).orElse(""),
                        field.string(DWRR_FIELD_ONLY_WITH).orElse(""),
                        field.find(DWRR_FIELD_IS_THRESH).isPresent()));
    }

    private static String text(NetlinkAttributes attributes, int type) {
        return attributes.string(type).orElseThrow(() -> NetlinkAttributes.malformed("a scheme without text " + type));
    }

    private static SchemeUnit unit(NetlinkAttributes field) {
        long unit = field.required(DWRR_FIELD_UNIT, "unit");
        if (unit < 0 || unit >= SchemeUnit.values().length) {
            throw NetlinkAttributes.malformed("the unknown unit " + unit);
        }
        return SchemeUnit.values()[(int) unit];
    }

    @Override
    public void close() {
        dwrr.close();
    }
}
