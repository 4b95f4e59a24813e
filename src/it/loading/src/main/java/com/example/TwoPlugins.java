package com.example;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Loads two plugins in separate class loaders, each of which loads its own downcall. */
public final class TwoPlugins {

    /** @param classPath the class path of both */
    public static void main(String[] classPath) throws Exception {
        URL[] urls = new URL[classPath.length];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = Path.of(classPath[i]).toUri().toURL();
        }
        try (URLClassLoader first = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
                URLClassLoader second =
                        new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            runMain(first);
            runMain(second);
        }
    }

    private static void runMain(ClassLoader plugin) throws Exception {
        plugin.loadClass("com.example.Main").getMethod("main", String[].class).invoke(null, (Object)
                new String[0]);
    }
}
