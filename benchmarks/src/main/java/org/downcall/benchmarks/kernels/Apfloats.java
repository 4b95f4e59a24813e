package org.downcall.benchmarks.kernels;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.apfloat.ApfloatContext;
import org.apfloat.Apint;
import org.apfloat.spi.FilenameGenerator;

/** Numbers of apfloat, which uses one processor here, like the other contenders. */
final class Apfloats {

    /**
     * The radix whose conversion to a BigInteger is fastest. From the default, 10, it takes longer
     * than all products together.
     */
    static final int RADIX_OF_BIG_INTEGERS = 16;

    static final int RADIX_OF_STRINGS = 10;

    static {
        ApfloatContext.getContext().setNumberOfProcessors(1);
        // apfloat stores large numbers in files. By default they are in the working directory, and
        // their names collide with files that a JVM left behind when it crashed.
        try {
            Path directory = Files.createTempDirectory("apfloat");
            directory.toFile().deleteOnExit();
            ApfloatContext.getContext()
                    .setFilenameGenerator(
                            new FilenameGenerator(directory + File.separator, "0", ".ap"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Apint number(long value, int radix) {
        return new Apint(value, radix);
    }

    /**
     * {@return the number in the radix whose conversion to a BigInteger is fastest} It is made of
     * the bytes, because BigInteger's own conversion is slow.
     */
    static Apint number(BigInteger value) {
        return new Apint(HexFormat.of().formatHex(value.toByteArray()), RADIX_OF_BIG_INTEGERS);
    }

    /** {@return the decimal digits of a number in another radix} */
    static String decimal(Apint value) {
        return value.toRadix(RADIX_OF_STRINGS).toString();
    }

    /** {@return the number with these decimal digits, through the radix that converts fastest} */
    static BigInteger parse(String digits) {
        return new Apint(digits, RADIX_OF_STRINGS)
                .toRadix(RADIX_OF_BIG_INTEGERS)
                .toBigInteger();
    }

    private Apfloats() {}
}
