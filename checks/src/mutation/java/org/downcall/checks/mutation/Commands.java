package org.downcall.checks.mutation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs programs with a time limit. */
final class Commands {

    record Run(List<String> command, int exit, String output) {}

    private static final int FAILED = 1;

    static Run run(List<String> command, long limitMillis)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        CompletableFuture<Void> limit = limit(process, limitMillis);
        String output = new String(process.getInputStream().readAllBytes());
        int exit = process.waitFor();
        return new Run(command, limit.isDone() ? FAILED : exit, output);
    }

    /**
     * Runs a test until its first failure. Its memory is limited, because a changed program may
     * allocate any amount.
     */
    static Run runTest(Path executable, long limitMillis) throws IOException, InterruptedException {
        List<String> command =
                List.of("sh", "-c", "ulimit -v 8000000; ulimit -c 0; exec \"$0\"", executable + "");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DOWNCALL_LONG_TESTS", "true"); // docs/testing.md
        Process process = builder.start();
        CompletableFuture<Void> limit = limit(process, limitMillis);
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            for (; line != null; line = lines.readLine()) {
                if (line.startsWith("not ok")) {
                    process.destroyForcibly().waitFor();
                    return new Run(command, FAILED, line);
                }
            }
        }
        int exit = process.waitFor();
        return limit.isDone()
                ? new Run(command, FAILED, "did not end")
                : new Run(command, exit, "exit " + exit);
    }

    /** Kills the process after a time. The result is done only if that happened. */
    private static CompletableFuture<Void> limit(Process process, long millis) {
        CompletableFuture<Void> killed = new CompletableFuture<>();
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(() -> {
            if (process.isAlive()) {
                killed.complete(null);
                process.destroyForcibly();
            }
        });
        return killed;
    }

    private Commands() {}
}
