package org.downcall.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmhLockTest {

    @TempDir
    Path directory;

    @Test
    void aLockThatIsTakenIsOneClearError() throws IOException {
        Path file = directory.resolve("jmh.lock");
        FileLock lock = JmhLock.take(file);
        UsageException e = assertThrows(UsageException.class, () -> JmhLock.take(file));
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        assertTrue(e.getMessage().contains("-Djmh.ignoreLock=true"), e.getMessage());
        lock.acquiredBy().close();
        JmhLock.take(file).acquiredBy().close();
    }

    @Test
    void aFileThatCannotBeLockedIsNamed() throws IOException {
        Path file = Files.createDirectory(directory.resolve("jmh.lock"));
        UsageException e = assertThrows(UsageException.class, () -> JmhLock.take(file));
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    }
}
