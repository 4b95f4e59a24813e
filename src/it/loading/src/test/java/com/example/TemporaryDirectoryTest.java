package com.example;

import static com.example.Application.AS_SHIPPED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.downcall.it.Java;
import org.downcall.it.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Directories in which the bundled library cannot be unpacked: Java runs, the warning names a
 * remedy, and the remedy works.
 */
class TemporaryDirectoryTest {

    /** The directory that cannot be used. */
    @TempDir
    private Path directory;

    @TempDir
    private Path good;

    @Test
    void aReadOnlyDirectoryIsReportedAndTheRemedyWorks() throws Exception {
        assertNeedsAnotherDirectory(
                AS_SHIPPED.with(Java.ofThisJdk().under(mounted("ro"))),
                cannotBeUnpacked(
                        "The operating system reports: java.nio.file.FileSystemException: …."));
    }

    @Test
    void aNoexecDirectoryIsReportedAndTheRemedyWorks() throws Exception {
        assertNeedsAnotherDirectory(
                AS_SHIPPED.with(Java.ofThisJdk().under(mounted("noexec"))),
                "The bundled library was unpacked in " + directory
                        + " but cannot be loaded. The dynamic linker reports: …. If the directory is"
                        + " mounted noexec, set -Dorg.downcall.tmpdir to a directory that allows"
                        + " execution.");
    }

    @Test
    void aFullDirectoryIsReportedAndTheRemedyWorks() throws Exception {
        // A page is 4 KiB or 64 KiB, and the limit is a number of pages.
        assertNeedsAnotherDirectory(
                AS_SHIPPED.with(Java.ofThisJdk()
                        .under(mounted("size=64k", "head -c 65536 /dev/zero >\"$0/ballast\""))),
                cannotBeUnpacked("The operating system reports: java.io.IOException: …."));
    }

    @Test
    void anUnwritableDirectoryIsReportedAndTheRemedyWorks() throws Exception {
        directory.toFile().setWritable(false);
        Java java = Java.ofThisJdk();
        assertNeedsAnotherDirectory(
                AS_SHIPPED.with(
                        Files.isWritable(directory)
                                ? java.under(withoutTheCapabilitiesOfRoot())
                                : java),
                cannotBeUnpacked(
                        "The operating system reports: java.nio.file.AccessDeniedException: …."));
    }

    /** Another user could replace the library between its creation and its use. */
    @Test
    void aDirectoryOpenToEveryoneIsReportedAndBothRemediesWork() throws Exception {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Application inOpen = AS_SHIPPED.with("-Djava.io.tmpdir=" + open);
        inOpen.assertCannotUseTheLibrary(
                "The bundled library is not unpacked in " + open
                        + ". Other users can write to "
                        + open
                        + ", and it does not have the sticky bit, so another user could replace the library"
                        + " before it is loaded. Run chmod +t "
                        + open
                        + ", or set -Dorg.downcall.tmpdir to a directory that only this user can write to.");
        inOpen.with("-Dorg.downcall.tmpdir=" + good).assertRunsC("bundled in the jar");
        Files.setAttribute(open, "unix:mode", 01777);
        inOpen.assertRunsC("bundled in the jar");
    }

    /** The owner of a directory can rename what is in it. */
    @Test
    void aDirectoryOfAnotherUserIsReportedAndTheRemedyWorks() throws Exception {
        Path below = Files.createDirectory(directory.resolve("below"));
        try {
            Files.setAttribute(
                    directory, "unix:uid", 1 + (int) Files.getAttribute(directory, "unix:uid"));
        } catch (IOException e) {
            abort("this user cannot give away a directory: " + e);
        }
        Application inBelow = AS_SHIPPED.with("-Djava.io.tmpdir=" + below);
        inBelow.assertCannotUseTheLibrary("The bundled library is not unpacked in " + below
                + ". Another user owns " + directory
                + ", and could replace the library before it is loaded. Set -Dorg.downcall.tmpdir to a"
                + " directory that only this user can write to.");
        inBelow.with("-Dorg.downcall.tmpdir=" + good).assertRunsC("bundled in the jar");
    }

    @Test
    void aSymbolicLinkIsFollowed() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), good);
        AS_SHIPPED.with("-Djava.io.tmpdir=" + link).assertRunsC("bundled in the jar");
        try (var files = Files.list(good)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void aMissingDirectoryIsReported() throws Exception {
        Files.delete(directory);

        // If java.io.tmpdir does not exist, the JVM itself prints a warning.
        AS_SHIPPED
                .with("-Dorg.downcall.tmpdir=" + directory)
                .assertCannotUseTheLibrary(cannotBeUnpacked("The directory does not exist."));
    }

    @Test
    void aFileIsReported() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        AS_SHIPPED
                .with("-Dorg.downcall.tmpdir=" + file)
                .assertCannotUseTheLibrary("The bundled library cannot be unpacked in " + file
                        + ". It is not a directory. Set -Dorg.downcall.tmpdir to a directory that"
                        + " this user can write to and that has enough free space.");
    }

    /** An empty property would mean the working directory. */
    @Test
    void aPropertyThatIsNotSetIsReportedAndTheRemedyWorks() throws Exception {
        for (String option : List.of("-Djava.io.tmpdir=", "-Dclear=java.io.tmpdir")) {
            Application unset = AS_SHIPPED.with(ClearedProperties.class).with(option);
            unset.assertCannotUseTheLibrary(
                    "The bundled library cannot be unpacked. The system property java.io.tmpdir is"
                            + " not set. Set -Dorg.downcall.tmpdir to a directory that this user"
                            + " can write to and that has enough free space.");
            unset.with("-Dorg.downcall.tmpdir=" + good).assertRunsC("bundled in the jar");
        }
        AS_SHIPPED
                .with(ClearedProperties.class)
                .with("-Dclear=java.library.path")
                .assertRunsC("bundled in the jar");
        AS_SHIPPED
                .with(ClearedProperties.class)
                .with("-Dclear=os.name,os.arch")
                .assertCannotUseTheLibrary(
                        "The bundled library cannot be loaded. This downcall jar contains no library"
                                + " for unknown-unknown. Build downcall on this platform, or set"
                                + " -Dorg.downcall.library.path to a native library for"
                                + " unknown-unknown.");
    }

    /** In the locale C, the JVM cannot use this name, whatever the file system contains. */
    @Test
    void aNameThatTheLocaleCannotEncodeIsReportedWithTheLocale() throws Exception {
        Java inC = Java.ofThisJdk().with("LC_ALL", "C");
        String start = " In the locale of this process, the names of files are encoded in …"
                + " (sun.jnu.encoding), which does not have all characters of this name. Set"
                + " the environment variable LC_ALL to a UTF-8 locale, such as C.UTF-8, or"
                + " set -Dorg.downcall.";
        AS_SHIPPED
                .with(inC)
                .with("-Dorg.downcall.tmpdir=caf\u00e9")
                .assertRejects("The system property org.downcall.tmpdir has the invalid value '…'."
                        + start + "tmpdir to a path of ASCII characters.");
        AS_SHIPPED
                .with(inC)
                .with("-Dorg.downcall.library.path=caf\u00e9")
                .assertRejects(
                        "The system property org.downcall.library.path has the invalid value '…'."
                                + start + "library.path to a path of ASCII characters.");
    }

    private String cannotBeUnpacked(String why) {
        return "The bundled library cannot be unpacked in " + directory + ". " + why
                + " Set -Dorg.downcall.tmpdir to a directory that this user can write to and that"
                + " has enough free space.";
    }

    private void assertNeedsAnotherDirectory(Application application, String reason)
            throws Exception {
        Application inBadDirectory = application.with("-Djava.io.tmpdir=" + directory);
        inBadDirectory.assertCannotUseTheLibrary(reason);
        inBadDirectory.with("-Dorg.downcall.tmpdir=" + good).assertRunsC("bundled in the jar");
    }

    /**
     * A program that mounts an empty file system on {@code directory}, starts its arguments, and
     * then writes to stderr what is left there. The mount is visible to it only, and ends with it.
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
                "mount -t tmpfs -o " + options + " tmpfs \"$0\" && " + then
                        + " && \"$@\"; code=$?; rm -f \"$0/ballast\"; ls -A \"$0\" >&2; exit $code",
                directory.toString()));
    }

    /**
     * A program that starts its arguments without the capabilities of root, so that file
     * permissions apply.
     */
    private static List<String> withoutTheCapabilitiesOfRoot() throws InterruptedException {
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
