package org.downcall.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the figures were measured on. */
public final class Machine {

    public static String describe() {
        int processors = Runtime.getRuntime().availableProcessors();
        return processor() + ", " + processors + (processors == 1 ? " processor" : " processors") + "; "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + "; "
                + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
                + System.getProperty("java.vendor");
    }

    /** Java does not tell the processor's name; each system has its own place for it. */
    private static String processor() {
        try {
            Path linux = Path.of("/proc/cpuinfo");
            if (Files.isReadable(linux)) {
                return modelName(Files.readAllLines(linux));
            }
            if (System.getProperty("os.name").startsWith("Mac")) {
                Process sysctl = new ProcessBuilder("sysctl", "-n", "machdep.cpu.brand_string").start();
                return new String(sysctl.getInputStream().readAllBytes()).strip();
            }
        } catch (IOException e) {
            // A table without the name is better than none.
        }
        return "unknown processor";
    }

    /** AArch64 kernels give numbers in place of a name. */
    static String modelName(List<String> cpuinfo) {
        return cpuinfo.stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown processor");
    }

    private Machine() {}
}
