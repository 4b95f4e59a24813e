package org.downcall.internal;

import java.util.ArrayList;
import java.util.List;
import org.downcall.internal.bindings.downcall_h;

/** The instruction-set levels of the loaded library, by name. */
final class InstructionSet {

    /**
     * Caps the level if {@code name} is not null.
     *
     * @return the name of the level that runs
     * @throws IllegalArgumentException if the library knows no such level
     */
    static String select(String name) {
        List<String> names = names();
        if (name != null) {
            int level = names.indexOf(name);
            if (level < 0) {
                throw new IllegalArgumentException(Settings.ISA + " (or " + Settings.ISA_VARIABLE + ") must be one of "
                        + String.join(", ", names) + ", but is '" + name + "'");
            }
            downcall_h.dc_isa_limit(level);
        }
        return names.get(downcall_h.dc_isa());
    }

    /** All levels that the library knows, from the lowest. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (var name = downcall_h.dc_isa_name(0);
                name.address() != 0;
                name = downcall_h.dc_isa_name(names.size())) {
            names.add(name.getString(0));
        }
        return names;
    }

    private InstructionSet() {}
}
