package org.downcall.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@code java} command and its environment variables.
 *
 * @param command the program and its first arguments
 * @param environment variables to add to the environment of this JVM
 */
public record Java(List<String> command, Map<String, String> environment) {

    /** Denies native access to everything that no other option grants it. New in JDK 24. */
    private static final String DENY = "--illegal-native-access=deny";

    /**
     * {@return the command of the JDK that runs this JVM, with the agent that the environment names
     * if it does} The check of coverage names one.
     */
    public static Java ofThisJdk() {
        Java java = withoutAgent();
        String agent = System.getenv("DOWNCALL_TEST_AGENT");
        if (agent == null) {
            return java;
        }
        List<String> command = new ArrayList<>(java.command());
        command.add("-javaagent:" + agent);
        return new Java(command, java.environment());
    }

    /** {@return the command of the JDK that runs this JVM, for tests that an agent would disturb} */
    public static Java withoutAgent() {
        return of(Path.of(System.getProperty("java.home")));
    }

    /**
     * {@return the command of a JDK, or of a jlink image that this JDK made, which denies native
     * access unless an option grants it} A later JDK will do so by default.
     */
    public static Java of(Path home) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin").resolve("java").toString());
        // Log records begin with the level in the language of the user.
        command.add("-Duser.language=en");
        // These JVMs are short-lived, so they end sooner without C2 and the threads of G1.
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseSerialGC");
        if (Runtime.version().feature() >= 24) {
            command.add(DENY);
        }
        return new Java(command, Map.of());
    }

    /** {@return this command with the JDK's default for native access that no option grants} */
    public Java withDefaultNativeAccess() {
        return new Java(command.stream().filter(word -> !word.equals(DENY)).toList(), environment);
    }

    /** {@return this command, passed to another program as its last arguments} */
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
