package org.downcall.checks.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import org.downcall.Arithmetic;
import org.downcall.checks.Operation;

/** Computes while the operating system gives less memory than the library's own limit allows. */
public final class MemoryLimits {

    private static final long MIB = 1 << 20;

    /**
     * @param args {@code address-space}: limits the address space during a product; {@code growing}:
     *     doubles a product until it is refused; {@code pause}: prints a line in the middle of a
     *     product and waits for one
     */
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "address-space" -> addressSpace();
            case "growing" -> growing();
            case "pause" -> pause();
            default -> throw new IllegalArgumentException(args[0]);
        }
        MemoryInUse.assertNone();
        System.out.println("all right");
    }

    private static void addressSpace() throws Exception {
        Operation moderate = Operation.multiply(20_000_000, 20_000_000);
        Operation large = Operation.multiply(160_000_000, 160_000_000);
        for (int i = 0; i < 3; i++) {
            moderate.run(Arithmetic.of());
        }
        long room = 160 * MIB; // less than the large product requires
        boolean[] limited = new boolean[1];
        moderate.run(Arithmetic.of().withProgress(fraction -> {
            if (fraction > 0.3 && !limited[0]) {
                limited[0] = true;
                limitAddressSpace(String.valueOf(addressSpaceInUse() + room));
            }
        }));
        for (int i = 0; i < 5; i++) {
            moderate.run(Arithmetic.of());
            try {
                large.run(Arithmetic.of());
                throw new AssertionError("There was enough memory.");
            } catch (OutOfMemoryError e) {
                if (!e.getMessage().contains("The operating system refused to allocate it.")) {
                    throw e;
                }
            }
        }
        limitAddressSpace("unlimited");
        large.run(Arithmetic.of());
    }

    private static long addressSpaceInUse() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmSize:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        throw new AssertionError("no VmSize");
    }

    private static void limitAddressSpace(String limit) {
        try {
            int exit = new ProcessBuilder(
                            "prlimit",
                            "--pid",
                            String.valueOf(ProcessHandle.current().pid()),
                            "--as=" + limit + ":unlimited")
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError("prlimit: " + exit);
            }
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void growing() {
        int bits = 1 << 20;
        try {
            for (; bits < 1 << 30; bits += bits / 2) {
                Operation.multiply(bits, bits).run(Arithmetic.of());
            }
            throw new AssertionError("There was enough memory.");
        } catch (OutOfMemoryError e) {
            System.err.println(bits + " bits: " + e);
        }
        Operation.multiply(1 << 20, 1 << 20).run(Arithmetic.of());
    }

    private static void pause() {
        boolean[] paused = new boolean[1];
        Operation.multiply(150_000_000, 150_000_000).run(Arithmetic.of().withProgress(fraction -> {
            if (fraction > 0.3 && !paused[0]) {
                paused[0] = true;
                System.out.println("paused");
                try {
                    System.in.read();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        }));
    }

    private MemoryLimits() {}
}
