package org.downcall.checks.faults;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads the library in 200 class loaders, one after the other, which the JVM collects. */
public final class ClassLoaders {

    private static final int LOADERS = 200;
    private static final int WARM_UP = 60;

    private record Usage(long residentKilobytes, long classes, long files, long libraries) {}

    /** @param args the jar; how many kilobytes the resident memory may grow after the warm-up */
    public static void main(String[] args) throws Exception {
        long kilobytes = Long.parseLong(args[1]);
        BigInteger a = BigInteger.ONE.shiftLeft(200_000).subtract(BigInteger.TWO);
        Usage before = null;
        for (int i = 0; i < LOADERS; i++) {
            WeakReference<ClassLoader> loader = use(Path.of(args[0]), a);
            for (int attempt = 0; loader.get() != null; attempt++) {
                if (attempt > 100) {
                    throw new AssertionError("The class loader is not collected.");
                }
                System.gc();
                Thread.sleep(1);
            }
            if (i == WARM_UP) {
                before = usage();
            }
        }
        Usage after = usage();
        System.err.println(before + " to " + after);
        boolean flat = after.residentKilobytes <= before.residentKilobytes + kilobytes
                && after.classes <= before.classes + 100
                && after.files <= before.files
                && after.libraries <= before.libraries + 1;
        System.out.println(flat ? "all right" : before + " to " + after);
    }

    private static WeakReference<ClassLoader> use(Path jar, BigInteger a) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Class<?> bigIntegers = loader.loadClass("org.downcall.BigIntegers");
            Object product = bigIntegers
                    .getMethod("multiply", BigInteger.class, BigInteger.class)
                    .invoke(null, a, a);
            Object digits =
                    bigIntegers.getMethod("toString", BigInteger.class).invoke(null, product);
            Object parsed = bigIntegers.getMethod("parse", CharSequence.class).invoke(null, digits);
            String backend = loader.loadClass("org.downcall.Backend")
                    .getMethod("current")
                    .invoke(null)
                    .toString();
            if (!parsed.equals(product) || !backend.contains("native kernels")) {
                throw new AssertionError(backend);
            }
            return new WeakReference<>(loader);
        }
    }

    private static Usage usage() throws Exception {
        System.gc();
        Thread.sleep(200);
        long resident = 0;
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                resident = Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        try (var files = Files.list(Path.of("/proc/self/fd"));
                var maps = Files.lines(Path.of("/proc/self/maps"))) {
            return new Usage(
                    resident,
                    ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
                    files.count(),
                    maps.filter(line -> line.contains("downcall") && line.contains("r-x"))
                            .count());
        }
    }

    private ClassLoaders() {}
}
