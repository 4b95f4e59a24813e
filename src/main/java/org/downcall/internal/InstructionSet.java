package org.downcall.internal;

import java.util.List;
import org.downcall.internal.calls.Downcalls;

/** The library's levels, by name. A level caps the CPU features that the library uses. */
public final class InstructionSet {

    /**
     * {@return the names in ascending order; the index is the level} A test compares them with the
     * library's names. A constant would need an initializer, which could fail for good.
     */
    public static List<String> names() {
        return List.of("baseline", "adx", "neon", "avx2", "avx512");
    }

    /**
     * Permits the features of a level and no others.
     *
     * @param name one of {@link #names}
     * @return the name of the level in use, which is lower than {@code name} if the CPU lacks the
     *     features for that level
     */
    public static String select(String name) {
        Downcalls.limitLevel(names().indexOf(name));
        return names().get(Downcalls.levelInUse());
    }

    private InstructionSet() {}
}
