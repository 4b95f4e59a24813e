package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.downcall.Fibonacci;
import org.downcall.internal.InstructionSet;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.downcall.internal.bindings.downcall_h;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.calls.NativeMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The native kernel, with the Java kernel as the oracle. */
@RequiresLibrary
class NativeFibonacciTest extends FibonacciKernelTest {

    private final FibonacciKernel inJava = new JavaFibonacci();

    @BeforeAll
    static void theLibraryIsLoaded() {
        TestBuild.assertLibraryIsLoaded();
    }

    @AfterEach
    void everyLevelAgain() {
        downcall_h.dc_features_limit(downcall_h.dc_features_detected());
    }

    private final FibonacciKernel kernel = new NativeFibonacci();

    @Override
    FibonacciKernel kernel() {
        return kernel;
    }

    @Test
    void theLimitsInJavaAreWithinThoseOfC() {
        assertEquals(downcall_h.dc_fib_max_long_index(), Fibonacci.MAX_LONG_INDEX);
        assertTrue(Fibonacci.MAX_EXACT_INDEX <= downcall_h.dc_fib_max_exact_index());
    }

    @Test
    void theLengthsInJavaAreAtLeastThoseOfC() {
        for (int n = 0; n <= Thresholds.CRITICAL_EXACT_INDEX; n++) {
            long result = downcall_h.dc_fib_exact_limbs(n);
            long scratch = downcall_h.dc_fib_exact_scratch_limbs(n);
            String lengths = "n = " + n + ", in C: " + result + ", " + scratch;
            assertTrue(result <= NativeFibonacci.resultLimbs(n), lengths);
            assertTrue(NativeFibonacci.resultLimbs(n) <= result + 4, lengths);
            assertTrue(scratch <= NativeFibonacci.scratchLimbs(n), lengths);
            assertTrue(NativeFibonacci.scratchLimbs(n) <= scratch + 50, lengths);
        }
    }

    /** Those that this machine can reach. */
    static Stream<String> levels() {
        try {
            return InstructionSet.names().stream()
                    .filter(name -> InstructionSet.select(name).equals(name))
                    .toList()
                    .stream();
        } finally {
            downcall_h.dc_features_limit(downcall_h.dc_features_detected());
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("levels")
    void equalsJavaAtEverySmallIndex(String level) {
        assertEquals(level, InstructionSet.select(level));
        for (int n = 0; n <= 12_000; n++) {
            assertEquals(inJava.exact(n), kernel().exact(n), "n = " + n);
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("levels")
    void equalsJavaAtRandomIndices(String level) {
        InstructionSet.select(level);
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 60; i++) {
            long n = random.nextLong(200_000);
            assertEquals(inJava.exact(n), kernel().exact(n), "n = " + n);
        }
        for (int i = 0; i < 10_000; i++) {
            long n = random.nextLong(Long.MAX_VALUE);
            assertEquals(inJava.wrapping(n), kernel().wrapping(n), "n = " + n);
            int small = random.nextInt(20_000);
            assertEquals(
                    inJava.wrappingIterative(small),
                    kernel().wrappingIterative(small),
                    "n = " + small);
        }
    }

    /** Around the thresholds: critical or not, one call or several. */
    @Test
    void equalsJavaAroundEveryThreshold() {
        long bitsPerIndexInverse =
                Math.round(64 / 0.6942419136306174 * Thresholds.CRITICAL_BIG_ENDIAN_LIMBS);
        for (long threshold : new long[] {
            Thresholds.CRITICAL_EXACT_INDEX, bitsPerIndexInverse, 2 * bitsPerIndexInverse
        }) {
            for (long n = threshold - 3; n <= threshold + 3; n++) {
                assertEquals(inJava.exact(n), kernel().exact(n), "n = " + n);
            }
        }
    }

    @Test
    void equalsJavaWhereTheNumberIsAPowerOfTwoOfLimbs() {
        for (int limbs = 1; limbs <= 2048; limbs *= 2) {
            long n = Math.round((64.0 * limbs + 1.16) / 0.6942419136306174);
            for (long i = n - 3; i <= n + 3; i++) {
                assertEquals(inJava.exact(i), kernel().exact(i), "n = " + i);
            }
        }
    }

    /** SHA-256 of the decimal digits, computed with GMP. 2 089 877 digits. */
    @Tag("slow")
    @ParameterizedTest
    @MethodSource("levels")
    void digestOfTenMillion(String level) throws Exception {
        InstructionSet.select(level);
        NativeResources resources = new NativeResources(true, NativeMemory.unlimited());
        FibonacciKernel checked = new NativeFibonacci(resources);
        String digits = checked.decimal(10_000_000, Execution.DEFAULT);
        byte[] sha256 = MessageDigest.getInstance("SHA-256")
                .digest(digits.getBytes(StandardCharsets.US_ASCII));
        assertEquals(
                "dee686d8c2407fb7fae2c58f8096d07baa790709d489454691af77d29cf3fb4d",
                HexFormat.of().formatHex(sha256));
        BigInteger f = checked.exact(10_000_000, Execution.DEFAULT);
        assertEquals(digits, new NativeBigIntegers().toString(f, Execution.DEFAULT));
        // Cassini: F(n-1) F(n+1) - F(n)^2 = (-1)^n
        BigIntegerKernel products = new NativeBigIntegers(resources);
        BigInteger neighbours = products.multiply(
                checked.exact(9_999_999, Execution.DEFAULT),
                checked.exact(10_000_001, Execution.DEFAULT),
                Execution.DEFAULT);
        assertEquals(
                BigInteger.ONE, neighbours.subtract(products.multiply(f, f, Execution.DEFAULT)));
    }

    @Test
    void limitsOfDecimalNumbers() {
        assertEquals(Fibonacci.MAX_DECIMAL_INDEX, downcall_h.dc_fib_max_decimal_index());
        assertEquals(19, downcall_h.dc_fib_word_digits(2_000_000_000L));
        assertEquals(18, downcall_h.dc_fib_word_digits(Fibonacci.MAX_DECIMAL_INDEX));
        assertEquals(downcall_h.DC_ERR_RANGE(), downcall_h.dc_fib_word_digits(-1));
    }
}
