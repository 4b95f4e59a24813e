package org.downcall.benchmarks.run;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file that JMH locks while it measures, so that two measurements do not disturb each other.
 * The suite locks it once for the whole run, before it writes anything: while another process has
 * the lock, every trial would fail.
 */
public final class JmhLock {

    /** JMH's own property. */
    private static final String IGNORE = "jmh.ignoreLock";

    /** Held until this JVM ends. */
    private static FileLock held;

    /**
     * Takes the lock until this JVM ends, unless the user ignores it. From then on, JMH in this JVM
     * does not ask for it.
     *
     * @throws UsageException if another process has the lock, or the file cannot be locked
     */
    public static void takeForThisRun() {
        if (!Boolean.getBoolean(IGNORE)) {
            held = take(Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock"));
        }
        ignore();
    }

    /** Lets JMH run in this JVM whether or not another process measures. */
    public static void ignore() {
        System.setProperty(IGNORE, "true");
    }

    static FileLock take(Path path) {
        try {
            File file = path.toFile();
            if (file.createNewFile()) {
                file.setWritable(true, false); // for other users, as JMH does
            }
            FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
            channel.close();
        } catch (OverlappingFileLockException e) {
            // This JVM has the lock.
        } catch (IOException e) {
            throw new UsageException(
                    "JMH's lock " + path + " cannot be locked (" + e + "). " + remedy(), e);
        }
        throw new UsageException(
                "Another process measures with JMH: it has the lock " + path + ". " + remedy());
    }

    private static String remedy() {
        return "Nothing was measured or written. Wait until no benchmark runs, or measure without"
                + " the lock with -D" + IGNORE + "=true.";
    }

    private JmhLock() {}
}
