package org.downcall.checks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system reports about another process. Linux only. */
final class Usage {

    private static final Path PROC = Path.of("/proc");

    /** {@return the memory of a process, in bytes} */
    static long residentBytes(long pid) throws IOException {
        return kilobytes(pid, "VmRSS:") << 10;
    }

    /** {@return the most memory of a process since {@link #forgetPeak}, in bytes} */
    static long peakBytes(long pid) throws IOException {
        return kilobytes(pid, "VmHWM:") << 10;
    }

    static void forgetPeak(long pid) throws IOException {
        Files.writeString(PROC.resolve(String.valueOf(pid)).resolve("clear_refs"), "5");
    }

    private static long kilobytes(long pid, String field) throws IOException {
        for (String line :
                Files.readAllLines(PROC.resolve(String.valueOf(pid)).resolve("status"))) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("The process " + pid + " has ended.");
    }

    static int openFiles(long pid) throws IOException {
        try (var files = Files.list(PROC.resolve(String.valueOf(pid)).resolve("fd"))) {
            return (int) files.count();
        }
    }

    static boolean isAvailable() {
        return Files.isReadable(PROC.resolve("self").resolve("status"));
    }

    private Usage() {}
}
