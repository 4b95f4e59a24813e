package org.downcall.internal;

import java.util.List;
import org.downcall.internal.bindings.downcall_h;

/** The instruction-set levels of the library, by name. */
final class InstructionSet {

    /**
     * From the lowest; the index is the level. A test holds them against the library's own list.
     */
    static final List<String> NAMES = List.of("baseline", "adx", "avx2", "avx512");

    /**
     * Caps the level, unless {@code name} is null.
     *
     * @param name one of {@link #NAMES}, or null
     * @return the name of the level that runs
     */
    static String select(String name) {
        if (name != null) {
            downcall_h.dc_isa_limit(NAMES.indexOf(name));
        }
        return NAMES.get(downcall_h.dc_isa());
    }

    private InstructionSet() {}
}
