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

/** Numbers of apfloat, which computes with one processor here, as all others do. */
final class Apfloats {

    /**
     * Sixteen becomes a BigInteger fastest: of the default, 10, that takes longer than all products
     * together.
     */
    static final int RADIX_OF_BIG_INTEGERS = 16;

    static final int RADIX_OF_STRINGS = 10;

    static {
        ApfloatContext.getContext().setNumberOfProcessors(1);
        // What it does not hold in memory it keeps in files: by default in the working directory,
        // and under names that
        // the files of a JVM that did not end well have already.
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
     * In the radix that becomes a BigInteger fastest. From the bytes: BigInteger's own conversion
     * is slow.
     */
    static Apint number(BigInteger value) {
        return new Apint(HexFormat.of().formatHex(value.toByteArray()), RADIX_OF_BIG_INTEGERS);
    }

    private Apfloats() {}
}
