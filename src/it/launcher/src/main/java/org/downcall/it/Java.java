package org.downcall.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@code java} command and the environment variables set for it.
 *
 * @param command the words that stand before the arguments
 * @param environment what is added to the environment of this JVM
 */
public record Java(List<String> command, Map<String, String> environment) {

    /** That of the JDK that runs this JVM. */
    public static Java ofThisJdk() {
        return of(Path.of(System.getProperty("java.home")));
    }

    /** That of a JDK or of an image made by jlink. */
    public static Java of(Path home) {
        // The log record that a test looks for begins with a word of the user's language.
        return new Java(
                List.of(home.resolve("bin").resolve("java").toString(), "-Duser.language=en"),
                Map.of());
    }

    /** Started by another program, which is given this command as its last arguments. */
    public Java under(List<String> program) {
        List<String> both = new ArrayList<>(program);
        both.addAll(command);
        return new Java(both, environment);
    }

    public Java with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Java(command, more);
    }

    public Run run(List<String> arguments) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(arguments);
        return Run.of(whole, environment);
    }

    public Run run(String... arguments) throws IOException, InterruptedException {
        return run(List.of(arguments));
    }
}
