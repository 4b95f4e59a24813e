package org.downcall.internal.loading;

import java.util.Locale;

/** The name of a platform, which is the name of the directory that contains its library. */
public final class Platform {

    public static final String CURRENT = name(
            System.getProperty("os.name", "unknown"), System.getProperty("os.arch", "unknown"));

    /** {@return the operating system and the architecture, such as {@code "linux-x86_64"}} */
    static String name(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = osArch.toLowerCase(Locale.ROOT);
        return (os.startsWith("mac")
                        ? "macos"
                        : os.startsWith("windows") ? "windows" : os.replace(' ', '-'))
                + "-"
                + switch (arch) {
                    case "amd64", "x86_64", "x64" -> "x86_64";
                    case "arm64" -> "aarch64";
                    default -> arch;
                };
    }

    private Platform() {}
}
