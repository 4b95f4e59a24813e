package org.downcall.internal.calls;

/** The names of the system properties of this module. */
public final class PropertyNames {

    /**
     * {@return the full name of a property, such as {@code org.downcall.tmpdir} for {@code tmpdir}}
     * It is not a constant: maven-shade-plugin and similar tools would change a constant that
     * begins with the name of a package, and the documented property would then have no effect.
     */
    public static String of(String name) {
        return String.join(".", "org", "downcall", name);
    }

    private PropertyNames() {}
}
