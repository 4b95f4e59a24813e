package org.downcall.internal.loading;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;

/** The characters that the JVM can use in the names of files. */
public final class FileNames {

    private static String encoding() {
        return System.getProperty("sun.jnu.encoding", "unknown");
    }

    /**
     * {@return whether the JVM can use the text in the name of a file} The encoding of file names
     * depends on the locale. In the locale C it is ASCII.
     */
    public static boolean canEncode(String text) {
        try {
            // The JVM decodes bytes of the command line that are invalid to this character.
            return text.indexOf('\uFFFD') < 0
                    && Charset.forName(encoding()).newEncoder().canEncode(text);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return true; // The encoding is not known to be the cause.
        }
    }

    /**
     * {@return why a file name cannot be used for which {@link #canEncode} returns false, and what
     * to do}
     *
     * @param property the system property that names the file
     */
    public static String causeAndRemedy(String property) {
        return "In the locale of this process, the names of files are encoded in " + encoding()
                + " (sun.jnu.encoding), which does not have all characters of this name. Set the"
                + " environment variable LC_ALL to a UTF-8 locale, such as C.UTF-8, or set -D"
                + property + " to a path of ASCII characters.";
    }

    private FileNames() {}
}
