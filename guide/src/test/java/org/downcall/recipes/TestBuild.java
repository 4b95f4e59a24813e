package org.downcall.recipes;

import static org.junit.jupiter.api.Assertions.assertNotNull;

/** What the build tells the tests. */
final class TestBuild {

    /** {@return the path of the library that the build compiled from src/test/c/recipes} */
    static String library() {
        return property("downcall.test.recipes");
    }

    /** {@return the C compiler} */
    static String cc() {
        return property("downcall.test.cc");
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        assertNotNull(value, () -> "The build has not set " + name + ".");
        return value;
    }

    private TestBuild() {}
}
