package org.downcall.internal.loading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which names the JVM can use depends on the encoding of file names, which the locale sets. */
class FileNamesTest {

    private static final String ENCODING = "sun.jnu.encoding";

    private final String actual = System.getProperty(ENCODING);

    @AfterEach
    void restore() {
        System.setProperty(ENCODING, actual);
    }

    @Test
    void theEncodingDecides() {
        System.setProperty(ENCODING, "US-ASCII");
        assertTrue(FileNames.canEncode("file"));
        assertFalse(FileNames.canEncode("fichier é"));
        System.setProperty(ENCODING, "UTF-8");
        assertTrue(FileNames.canEncode("fichier é"));
        assertFalse(FileNames.canEncode("half a character: \uD800"));
    }

    /** The JVM decodes bytes that are invalid in the locale to U+FFFD. */
    @Test
    void aNameThatWasDecodedWrongly() {
        System.setProperty(ENCODING, "UTF-8");
        assertFalse(FileNames.canEncode("\uFFFDt\uFFFD"));
        assertFalse(FileNames.canEncode("t\uFFFD"));
    }

    @Test
    void anUnknownEncodingIsNotTheCause() {
        System.setProperty(ENCODING, "no such encoding");
        assertTrue(FileNames.canEncode("fichier é"));
        System.setProperty(ENCODING, "x-no-such-encoding");
        assertTrue(FileNames.canEncode("fichier é"));
    }

    @Test
    void theMessageNamesTheEncodingAndTheProperty() {
        System.setProperty(ENCODING, "US-ASCII");
        assertEquals(
                "In the locale of this process, the names of files are encoded in US-ASCII"
                        + " (sun.jnu.encoding), which does not have all characters of this name."
                        + " Set the environment variable LC_ALL to a UTF-8 locale, such as C.UTF-8,"
                        + " or set -Dsome.directory to a path of ASCII characters.",
                FileNames.causeAndRemedy("some.directory"));
    }
}
