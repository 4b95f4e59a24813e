package org.downcall.recipes;

import java.net.URI;
import java.nio.file.Path;
import org.downcall.Backend;

/** The jar of the module org.downcall, which some recipes put on a module path. */
public final class DowncallJar {

    public static Path file() {
        return Path.of(URI.create(Backend.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
    }

    private DowncallJar() {}
}
