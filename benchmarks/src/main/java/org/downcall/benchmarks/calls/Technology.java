package org.downcall.benchmarks.calls;

/** The ways from Java to C, and the two limits: no call at all, and a call from C. */
public enum Technology {
    JAVA("java", "Java", "the same in Java, inlined: no call at all"),
    C("c", "C to C", "C calls the same function through a pointer: no call can be cheaper"),
    FFM_CRITICAL(
            "ffmCritical", "FFM critical", "Linker.Option.critical: no thread-state transition"),
    FFM("ffm", "FFM", "a downcall handle that is static and final"),
    JEXTRACT("jextract", "jextract", "the method that jextract generates"),
    PUBLIC_API("publicApi", "org.downcall", "the library's public method, with its checks"),
    JNI("jni", "JNI", "by hand, with the C glue in benchmarks/src/main/c"),
    JNR(
            "jnr",
            "JNR-FFI",
            "an interface that JNR-FFI implements; @IgnoreError: it saves errno only in the shape of that name"),
    JNA_DIRECT(
            "jnaDirect",
            "JNA direct",
            "native methods that JNA registers; it saves errno after every call"),
    JNA("jna", "JNA", "an interface that JNA implements; it saves errno after every call");

    private final String method;
    private final String title;
    private final String description;

    Technology(String method, String title, String description) {
        this.method = method;
        this.title = title;
        this.description = description;
    }

    /**
     * The name of the benchmark method, in every shape where there is just one for this technology.
     */
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
