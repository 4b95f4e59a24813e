package org.downcall.benchmarks.vectors;

import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.lucene.util.VectorUtil;
import org.downcall.VectorType;
import org.downcall.Vectors;
import org.downcall.benchmarks.kernels.Contender;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.kernels.Kernel;
import org.downcall.benchmarks.kernels.Task;
import org.downcall.benchmarks.run.DowncallKernels;
import org.downcall.benchmarks.run.RunMode;

/**
 * The dot product of two arrays on the heap. For {@code float[]}, two contenders call the same C
 * function in another way:
 *
 * <ul>
 *   <li>{@code jni}: by JNI, with GetPrimitiveArrayCritical. The difference from {@code native} is
 *       that between the two ways to call C.
 *   <li>{@code c}: in a loop in C, with vectors outside of the heap. This is the limit of every way
 *       to call C. A task of the benchmark is a single comparison, so every 256th task runs the
 *       loop for all of them, and the others do nothing.
 * </ul>
 */
public final class DotProduct implements Kernel {

    /** The libraries add in another order, with another error. */
    private static final double RELATIVE_ERROR = 1e-5;

    /** The calls that a loop in C makes: so many that the time to call the loop is negligible. */
    private static final int REPETITIONS = 256;

    private static final int CACHE_LINE = 64;

    private final VectorType type;

    /** @param type FLOAT32, FLOAT16 or INT8 */
    public DotProduct(VectorType type) {
        this.type = type;
    }

    @Override
    public String name() {
        return "dot-" + Samples.name(type);
    }

    @Override
    public String title() {
        return "Dot product, " + Samples.name(type);
    }

    @Override
    public String unit() {
        return "dimensions";
    }

    @Override
    public List<Long> sizes(RunMode mode) {
        return switch (mode) {
            case SMOKE -> List.of(128L);
            case DEFAULT -> List.of();
            case FULL ->
                type == VectorType.FLOAT32 ? List.of(16L, 128L, 768L, 1536L) : List.of(128L, 768L);
        };
    }

    @Override
    public boolean settlesSlowly() {
        return true;
    }

    @Override
    public boolean movesOperands() {
        return true;
    }

    @Override
    public boolean agree(Object expected, Object actual) {
        double difference = ((Number) expected).doubleValue() - ((Number) actual).doubleValue();
        return Math.abs(difference)
                <= (type == VectorType.INT8
                        ? 0
                        : RELATIVE_ERROR * sizes(RunMode.FULL).getLast());
    }

    @Override
    public List<Contender> contenders() {
        List<Contender> contenders = new ArrayList<>();
        switch (type) {
            case FLOAT32 -> {
                contenders.add(Contender.of(Kind.JAVA, "java", "Java loop", DotProduct::inJava));
                contenders.add(Contender.of(Kind.NATIVE, "native", "Vectors.dot", DotProduct::inC));
                contenders.add(
                        Contender.of(Kind.NATIVE, "jni", "the same C by JNI", DotProduct::byJni)
                                .unless(JniVectors.Library::absence));
                contenders.add(Contender.of(
                                Kind.NATIVE, "c", "the same C, called from C", DotProduct::fromC)
                        .unless(JniVectors.Library::absence));
                contenders.add(VectorModule.contender(
                                Kind.VECTOR_API,
                                "vector-api",
                                "Vector API",
                                DotProduct::byVectorApi)
                        .unless(VectorModule::absenceOfFma));
                contenders.add(VectorModule.contender(
                        Kind.LIBRARY, "lucene", "Lucene", DotProduct::byLucene));
                contenders.add(VectorModule.contender(
                        Kind.LIBRARY, "jvector", "JVector", DotProduct::byJVector));
            }
            case FLOAT16 -> {
                contenders.add(
                        Contender.of(Kind.JAVA, "java", "Java loop", DotProduct::halvesInJava));
                contenders.add(
                        Contender.of(Kind.NATIVE, "native", "Vectors.dot", DotProduct::halvesInC));
            }
            default -> {
                contenders.add(
                        Contender.of(Kind.JAVA, "java", "Java loop", DotProduct::bytesInJava));
                contenders.add(
                        Contender.of(Kind.NATIVE, "native", "Vectors.dot", DotProduct::bytesInC));
                contenders.add(VectorModule.contender(
                        Kind.LIBRARY, "lucene", "Lucene", DotProduct::bytesByLucene));
            }
        }
        return contenders;
    }

    private interface Dot {
        float value();
    }

    /** A task whose result is not boxed while it is timed. */
    private static Task task(Dot dot) {
        return Task.ofLong(() -> Float.floatToRawIntBits(dot.value()), dot::value);
    }

    private static float[] first(long dimensions) {
        return Samples.floats(1, Math.toIntExact(dimensions));
    }

    private static float[] second(long dimensions) {
        return Samples.floats(2, Math.toIntExact(dimensions));
    }

    private static Task inJava(long dimensions) {
        float[] a = first(dimensions);
        float[] b = second(dimensions);
        return task(() -> {
            float sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * b[i];
            }
            return sum;
        });
    }

    private static Task inC(long dimensions) {
        float[] a = first(dimensions);
        float[] b = second(dimensions);
        return task(() -> Vectors.dot(a, b));
    }

    private static Task byJni(long dimensions) {
        float[] a = first(dimensions);
        float[] b = second(dimensions);
        long function = DowncallKernels.dotFloat32Address().address();
        return task(() -> JniVectors.dot(function, a, b));
    }

    private static Task fromC(long dimensions) {
        MemorySegment a = outsideTheHeap(first(dimensions));
        MemorySegment b = outsideTheHeap(second(dimensions));
        long function = DowncallKernels.dotFloat32Address().address();
        return task(new Dot() {

            private int calls;
            private float value;

            @Override
            public float value() {
                if (calls++ % REPETITIONS == 0) {
                    value = JniVectors.dotRepeatedly(
                            function, a.address(), b.address(), dimensions, REPETITIONS);
                }
                return value;
            }
        });
    }

    /** {@return a copy that begins at a random multiple of 8, as arrays in the heap do} */
    private static MemorySegment outsideTheHeap(float[] vector) {
        long shift = Long.BYTES * ThreadLocalRandom.current().nextLong(CACHE_LINE / Long.BYTES);
        MemorySegment from = MemorySegment.ofArray(vector);
        MemorySegment to = Arena.ofAuto()
                .allocate(from.byteSize() + CACHE_LINE, CACHE_LINE)
                .asSlice(shift, from.byteSize());
        return to.copyFrom(from);
    }

    private static Task byVectorApi(long dimensions) {
        float[] a = first(dimensions);
        float[] b = second(dimensions);
        return task(() -> VectorApi.dot(a, b));
    }

    private static Task byLucene(long dimensions) {
        float[] a = first(dimensions);
        float[] b = second(dimensions);
        return task(() -> VectorUtil.dotProduct(a, b));
    }

    private static Task byJVector(long dimensions) {
        VectorTypeSupport types = VectorizationProvider.getInstance().getVectorTypeSupport();
        VectorFloat<?> a = types.createFloatVector(first(dimensions));
        VectorFloat<?> b = types.createFloatVector(second(dimensions));
        return task(() -> io.github.jbellis.jvector.vector.VectorUtil.dotProduct(a, b));
    }

    private static Task halvesInJava(long dimensions) {
        short[] a = Samples.halves(1, Math.toIntExact(dimensions));
        short[] b = Samples.halves(2, Math.toIntExact(dimensions));
        return task(() -> {
            float sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += Float.float16ToFloat(a[i]) * Float.float16ToFloat(b[i]);
            }
            return sum;
        });
    }

    private static Task halvesInC(long dimensions) {
        short[] a = Samples.halves(1, Math.toIntExact(dimensions));
        short[] b = Samples.halves(2, Math.toIntExact(dimensions));
        return task(() -> Vectors.dot(a, b));
    }

    private static Task bytesInJava(long dimensions) {
        byte[] a = Samples.bytes(1, Math.toIntExact(dimensions));
        byte[] b = Samples.bytes(2, Math.toIntExact(dimensions));
        return Task.ofLong(() -> {
            int sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * b[i];
            }
            return sum;
        });
    }

    private static Task bytesInC(long dimensions) {
        byte[] a = Samples.bytes(1, Math.toIntExact(dimensions));
        byte[] b = Samples.bytes(2, Math.toIntExact(dimensions));
        return Task.ofLong(() -> Vectors.dot(a, b));
    }

    private static Task bytesByLucene(long dimensions) {
        byte[] a = Samples.bytes(1, Math.toIntExact(dimensions));
        byte[] b = Samples.bytes(2, Math.toIntExact(dimensions));
        return Task.ofLong(() -> VectorUtil.dotProduct(a, b));
    }
}
