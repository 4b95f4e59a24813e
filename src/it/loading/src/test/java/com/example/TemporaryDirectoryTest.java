package com.example;

import static com.example.Application.AS_SHIPPED;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.downcall.it.Java;
import org.downcall.it.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Directories that are of no use for the bundled library: Java runs, the warning names a remedy,
 * the remedy works.
 */
class TemporaryDirectoryTest {

    /** The one that is of no use. */
    @TempDir
    private Path directory;

    @TempDir
    private Path good;

    @Test
    void oneThatIsMountedReadOnlyIsReportedAndAnotherOneDoes() throws Exception {
        assertNeedsAnotherDirectory(
                AS_SHIPPED.with(Java.ofThisJdk().under(mounted("ro"))),
                cannotBeUnpacked("java.nio.file.FileSystemException: …"));
    }

    @Test
    void oneThatIsMountedNoexecIsReportedAndAnotherOneDoes() throws Exception {
        assertNeedsAnotherDirectory(
                AS_SHIPPED.with(Java.ofThisJdk().under(mounted("noexec"))),
                "The library was unpacked but cannot be loaded: …. If " + directory
                        + " is mounted noexec, let"
                        + " -Dorg.downcall.tmpdir=DIRECTORY name a directory that is not.");
    }

    @Test
    void oneThatIsFullIsReportedAndAnotherOneDoes() throws Exception {
        // A page is 4 KiB or 64 KiB, and the limit is a number of pages.
        assertNeedsAnotherDirectory(
                AS_SHIPPED.with(Java.ofThisJdk()
                        .under(mounted("size=64k", "head -c 65536 /dev/zero >\"$0/ballast\""))),
                cannotBeUnpacked("java.io.IOException: …"));
    }

    @Test
    void oneThatThisUserMayNotWriteToIsReportedAndAnotherOneDoes() throws Exception {
        directory.toFile().setWritable(false);
        Java java = Java.ofThisJdk();
        assertNeedsAnotherDirectory(
                AS_SHIPPED.with(
                        Files.isWritable(directory) ? java.under(withoutThePowersOfRoot()) : java),
                cannotBeUnpacked("java.nio.file.AccessDeniedException: …"));
    }

    @Test
    void oneThatDoesNotExistIsReported() throws Exception {
        Files.delete(directory);

        // Not as java.io.tmpdir: the JVM has a warning of its own for that.
        AS_SHIPPED
                .with("-Dorg.downcall.tmpdir=" + directory)
                .assertCannotUseTheLibrary(cannotBeUnpacked("there is no such directory"));
    }

    private String cannotBeUnpacked(String why) {
        return "The library cannot be unpacked in " + directory + ": " + why
                + ". Let -Dorg.downcall.tmpdir=DIRECTORY"
                + " name a directory that this user can write to and that has room.";
    }

    private void assertNeedsAnotherDirectory(Application application, String reason)
            throws Exception {
        Application inBadDirectory = application.with("-Djava.io.tmpdir=" + directory);
        inBadDirectory.assertCannotUseTheLibrary(reason);
        inBadDirectory.with("-Dorg.downcall.tmpdir=" + good).assertRunsC("bundled in the jar");
    }

    /**
     * A program that mounts an empty file system on {@code directory} and starts its arguments,
     * which alone see it; the mount goes when they end.
     */
    private List<String> mounted(String options) throws InterruptedException {
        return mounted(options, "true");
    }

    /** @param then what the shell does with the mounted directory, {@code $0} */
    private List<String> mounted(String options, String then) throws InterruptedException {
        return orSkip(List.of(
                "unshare",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o " + options + " tmpfs \"$0\" && " + then + " && exec \"$@\"",
                directory.toString()));
    }

    /**
     * A program that starts its arguments as this user, to whom the permissions of files apply even
     * if it is root.
     */
    private static List<String> withoutThePowersOfRoot() throws InterruptedException {
        return orSkip(List.of("unshare", "--user"));
    }

    private static List<String> orSkip(List<String> program) throws InterruptedException {
        List<String> trial = new ArrayList<>(program);
        trial.add("true");
        try {
            Run run = Run.of(trial, Map.of());
            return run.exit() == 0 ? program : abort("this machine does not let this user: " + run);
        } catch (IOException e) {
            return abort("this machine cannot: " + e.getMessage());
        }
    }
}
