package org.downcall.internal.numbers;

import java.io.IOException;

/** Receives the digits of a number in several arrays, one after the other. */
public interface DigitSink {

    /**
     * @param ascii ASCII digits; the caller overwrites the array after this method has returned
     * @param length how many bytes of the array are digits
     */
    void write(byte[] ascii, int length) throws IOException;
}
