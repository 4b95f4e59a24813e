package org.downcall.checks.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Something to fuzz, and the engine that does it. */
interface Target {

    /** From which time on an input hangs. The slowest one takes a second, or more on a busy machine. */
    int HANG_SECONDS = 600;

    /** {@return the name for -Dfuzz.target} */
    String name();

    /** {@return what is tested, in a few words} */
    String description();

    /** Compiles what the engine needs. */
    void build(Tools tools) throws IOException, InterruptedException;

    /** {@return the committed inputs, relative to the library} One on each line, in hexadecimal. */
    String inputs();

    /**
     * {@return the command that fuzzes for some seconds}
     *
     * @param corpus the directory of the inputs found so far, which the engine extends
     * @param findings the directory for inputs that fail
     */
    List<String> command(Tools tools, long seconds, Path corpus, Path findings);

    /** {@return the command that runs one input again} */
    List<String> replay(Tools tools, String input);

    /** {@return the pattern of the line in the engine's output that states the number of inputs} */
    String inputsPattern();
}
