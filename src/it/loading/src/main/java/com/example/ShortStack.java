package com.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.downcall.VectorMatrix;
import org.downcall.VectorType;

/**
 * Allocates and frees a matrix on threads with less and less free stack. Prints how much the memory
 * of the process has grown.
 */
public final class ShortStack {

    /** So large that the C library returns the memory to the system immediately. */
    private static final int ROWS = 5 << 20;

    private static final int TESTED_FRAMES = 320;

    private static int reached;
    private static int right;
    private static int overflows;

    public static void main(String[] args) throws Exception {
        allocate();
        inThread(ShortStack::descend);
        int deepest = reached;
        long before = residentKilobytes();
        for (int depth = deepest - TESTED_FRAMES; depth < deepest; depth++) {
            int frames = depth;
            inThread(() -> descendTo(frames));
        }
        System.out.println(right > 0 && overflows > 0);
        System.out.println((residentKilobytes() - before) / 1024 + " MiB");
    }

    private static void allocate() {
        VectorMatrix.allocate(VectorType.FLOAT32, ROWS, 2).close();
    }

    private static void inThread(Runnable action) throws InterruptedException {
        Thread thread = new Thread(null, () -> run(action), "short stack", 1); // the JVM's minimum
        thread.start();
        thread.join();
    }

    private static void run(Runnable action) {
        try {
            action.run();
            right++;
        } catch (StackOverflowError e) {
            overflows++;
        }
    }

    private static void descend() {
        reached++;
        descend();
    }

    private static void descendTo(int left) {
        if (left > 0) {
            descendTo(left - 1);
        } else {
            allocate();
        }
    }

    private static long residentKilobytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("VmRSS");
    }

    private ShortStack() {}
}
