// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

/**
 * A parameter of a scheme. It has no attribute of its own: netlink has its name.
 *
 * @param scheme name of the scheme
 * @param defaultValue in the base unit
 */
public record SchemeSetting(String scheme, SettingSpec spec, long defaultValue, ParameterRelations relations)
        implements Setting {
    /** The parameter that a scheme declares in these words. */
    public static SchemeSetting of(
            String scheme,
            String name,
            String text,
            SchemeUnit unit,
            boolean perQueue,
            long min,
            long max,
            long defaultValue,
            ParameterRelations relations) {
        return new SchemeSetting(
                scheme,
                new SettingSpec(
                        name,
                        0,
                        perQueue ? Scope.QUEUE : Scope.PORT,
                        "",
                        unit.quantity(),
                        min,
                        max,
                        text + " (" + scheme + ")"),
                defaultValue,
                relations);
    }

    /** The role of the scheme. */
    public SchemeRole role() {
        return ModuleSchemes.find(scheme).map(DwrrScheme::role).orElse(SchemeRole.MARKING);
    }

    /** The parameter of the same scheme with a name that this one refers to; itself if it refers to none. */
    SchemeSetting sibling(String key) {
        return ModuleSchemes.find(scheme).flatMap(each -> each.setting(key)).orElse(this);
    }

    @Override
    public String example() {
        return quantity().format(defaultValue);
    }
}
