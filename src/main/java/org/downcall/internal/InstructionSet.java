package org.downcall.internal;

import java.util.List;
import org.downcall.internal.calls.Downcalls;

/** The library's levels, by name. A level caps the CPU features that the library uses. */
public final class InstructionSet {

    /** In ascending order; the index is the level. A test compares them with the library's names. */
    public static final List<String> NAMES = List.of("baseline", "adx", "neon", "avx2", "avx512");

    /**
     * Permits the features of a level and no others.
     *
     * @param name one of {@link #NAMES}
     * @return the name of the level in use, which is lower than {@code name} if the CPU lacks the
     *     features for that level
     */
    public static String select(String name) {
        Downcalls.limitLevel(NAMES.indexOf(name));
        return inUse();
    }

    /**
     * {@return the name of the lowest level that contains every feature that the chosen variants
     * require}
     */
    static String inUse() {
        return NAMES.get(Downcalls.level());
    }

    private InstructionSet() {}
}
