package org.downcall.benchmarks.article;

import java.math.BigInteger;
import java.util.function.Function;

/** A row of the comparison: its name, the kind of its result, and its benchmark method. */
enum Row {
    JAVA_LOOP("Java loop", Kind.MODULAR, "javaLoop", b -> unsigned(b.javaLoop())),
    NATIVE_LOOP("native loop", Kind.MODULAR, "nativeLoop", b -> unsigned(b.nativeLoop(library()))),
    NATIVE_WRAPPING(
            "native wrapping",
            Kind.MODULAR,
            "nativeWrapping",
            b -> unsigned(b.nativeWrapping(library()))),
    JAVA_EXACT_ITERATIVE(
            "Java exact (iterative)",
            Kind.EXACT,
            "javaExactIterative",
            b -> b.javaExactIterative()),
    JAVA_EXACT_DOUBLING(
            "Java exact (fast doubling)",
            Kind.EXACT,
            "javaExactDoubling",
            b -> b.javaExactDoubling()),
    NATIVE_EXACT("native exact", Kind.EXACT, "nativeExact", b -> b.nativeExact(library()));

    enum Kind {
        /** The whole number. */
        EXACT,
        /** Its lowest 64 bits. */
        MODULAR
    }

    final String title;
    final Kind kind;
    final String method;
    private final Function<ArticleBenchmark, BigInteger> value;

    Row(String title, Kind kind, String method, Function<ArticleBenchmark, BigInteger> value) {
        this.title = title;
        this.kind = kind;
        this.method = method;
        this.value = value;
    }

    boolean isNative() {
        return method.startsWith("native");
    }

    /** {@return the result of one call of the benchmark method} */
    BigInteger value() {
        return value.apply(new ArticleBenchmark());
    }

    private static ArticleBenchmark.Native library() {
        return new ArticleBenchmark.Native();
    }

    private static BigInteger unsigned(long bits) {
        return new BigInteger(Long.toUnsignedString(bits));
    }
}
