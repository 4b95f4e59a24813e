package org.downcall.benchmarks.calls;

/** A shape for the tests of the report. They read its annotations and call no methods. */
@Shape(
        title = "sample <of> a & \"shape\"",
        signature = "int f(const char *)",
        absent =
                @Shape.Absent(
                        technology = Technology.JNI,
                        reason = "a sample's reason | with a bar"))
public class SampleShape {

    public int java() {
        return 0;
    }

    @Variant(technology = Technology.FFM, title = "the right way")
    public int ffm() {
        return 0;
    }

    @Variant(technology = Technology.FFM, title = "the quick way")
    public int quick() {
        return 0;
    }

    @Variant(technology = Technology.JNA, title = "the only way")
    public int only() {
        return 0;
    }
}
