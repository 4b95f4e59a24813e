package org.downcall.benchmarks.calls;

/** The ways to call C from Java, and the two limits: no call at all, and a call from C. */
public enum Technology {
    JAVA("java", "Java", "the same in Java, inlined: no call at all"),
    C("c", "C to C", "C calls the same function through a pointer, the cheapest possible call"),
    FFM_CRITICAL(
            "ffmCritical",
            "FFM critical",
            "Linker.Option.critical, without the thread-state transition"),
    FFM("ffm", "FFM", "a downcall handle in a static final field"),
    JEXTRACT("jextract", "jextract", "the method that jextract generates"),
    PUBLIC_API("publicApi", "org.downcall", "the library's public method, with its checks"),
    JNI("jni", "JNI", "native methods, with hand-written C in benchmarks/src/main/c"),
    JNR(
            "jnr",
            "JNR-FFI",
            "an interface that JNR-FFI implements; it saves errno only in the shape errno"),
    JNA_DIRECT(
            "jnaDirect",
            "JNA direct",
            "native methods that JNA registers; it saves errno after every call"),
    JNA("jna", "JNA", "an interface that JNA implements; it saves errno after every call"),
    /** Last, because charts give each technology the colour of its position. */
    VECTOR_API("vector", "Vector API", "Java with jdk.incubator.vector: no call at all");

    private final String method;
    private final String title;
    private final String description;

    Technology(String method, String title, String description) {
        this.method = method;
        this.title = title;
        this.description = description;
    }

    /** The name of the benchmark method in each shape that has one method for this technology. */
    public String method() {
        return method;
    }

    public String title() {
        return title;
    }

    public String description() {
        return description;
    }
}
