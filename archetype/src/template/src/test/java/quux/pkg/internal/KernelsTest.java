package quux.pkg.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import quux.pkg.Quux;
import quux.pkg.QuuxException;
import quux.pkg.internal.bindings.quux_h;

/** The kernels in C and in Java return the same results, and one of them is chosen. */
@DisabledIfSystemProperty(
        named = "quux.test.native.skip",
        matches = "true",
        disabledReason = "the build has compiled no C on this platform")
class KernelsTest {

    private static final Kernel JAVA = new JavaKernel("the tests compare C with it");
    private static final Kernel C = Kernels.loadNative();

    private static final long[] EDGES = {
        0,
        1,
        -1,
        2,
        -2,
        3,
        10,
        -10,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    /** The same numbers in every run, so that a failure can be repeated. */
    private final Random random = new Random(1);

    @Test
    void hammingIsAlike() {
        for (long a : EDGES) {
            for (long b : EDGES) {
                assertEquals(JAVA.hamming(a, b), C.hamming(a, b), a + ", " + b);
            }
        }
        for (int i = 0; i < 10_000; i++) {
            long a = random.nextLong();
            long b = random.nextLong();
            assertEquals(JAVA.hamming(a, b), C.hamming(a, b), a + ", " + b);
        }
    }

    @Test
    void powerIsAlikeAndFailsAlike() {
        for (int exponent = -2; exponent < 70; exponent++) {
            for (long base : EDGES) {
                assertPowerIsAlike(base, exponent);
            }
            for (int i = 0; i < 100; i++) {
                assertPowerIsAlike(random.nextLong() >> random.nextInt(64), exponent);
            }
        }
        assertPowerIsAlike(-1, Integer.MAX_VALUE);
        assertPowerIsAlike(2, Integer.MIN_VALUE);
    }

    private static void assertPowerIsAlike(long base, int exponent) {
        assertEquals(
                outcome(() -> JAVA.power(base, exponent)), outcome(() -> C.power(base, exponent)));
    }

    /** {@return the result or the message, which names the arguments} */
    private static String outcome(Supplier<Long> call) {
        try {
            return call.get().toString();
        } catch (QuuxException e) {
            return e.getMessage();
        }
    }

    @Test
    void distanceIsAlikeForAllShortArraysAndAroundTheLengthOfACriticalCall() {
        List<Integer> lengths = new ArrayList<>();
        for (int length = 0; length <= 200; length++) {
            lengths.add(length);
        }
        for (int i = -1; i <= 1; i++) {
            lengths.add(NativeKernel.CRITICAL_BYTES + i);
            lengths.add(3 * NativeKernel.CRITICAL_BYTES + i);
        }
        for (int length : lengths) {
            byte[] a = new byte[length];
            byte[] b = new byte[length];
            random.nextBytes(a);
            random.nextBytes(b);
            assertEquals(JAVA.distance(a, b), C.distance(a, b), "length " + length);
        }
    }

    @Test
    void theStatusesAreThoseOfTheHeader() {
        assertEquals(quux_h.QUUX_ERR_RANGE(), QuuxException.RANGE);
        assertEquals(quux_h.QUUX_ERR_OVERFLOW(), QuuxException.OVERFLOW);
    }

    @Test
    void byDefaultCRuns() {
        assertTrue(Quux.kernel().startsWith("C: "), Quux.kernel());
    }

    @Test
    void theSystemPropertyChoosesTheKernel() {
        assertInstanceOf(JavaKernel.class, Kernels.choose("java", warning -> {}));
        assertInstanceOf(NativeKernel.class, Kernels.choose("native", warning -> {}));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> Kernels.choose("c", warning -> {}));
        assertEquals(
                "The system property quux.pkg.kernel has the invalid value 'c'. Set it to auto,"
                        + " native or java.",
                e.getMessage());
    }
}
