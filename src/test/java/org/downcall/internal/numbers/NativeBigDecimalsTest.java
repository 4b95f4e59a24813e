package org.downcall.internal.numbers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.downcall.internal.RequiresLibrary;
import org.downcall.internal.TestBuild;
import org.downcall.internal.calls.Execution;
import org.downcall.internal.calls.NativeMemory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@RequiresLibrary
class NativeBigDecimalsTest extends BigDecimalKernelTest {

    @BeforeAll
    static void theLibraryIsLoaded() {
        TestBuild.assertLibraryIsLoaded();
    }

    private final BigDecimalKernel kernel = new NativeBigDecimals(
            new NativeBigIntegers(new NativeResources(true, NativeMemory.unlimited())));

    @Override
    BigDecimalKernel kernel() {
        return kernel;
    }

    private static BigDecimal number(int digits, int scale, Random random) {
        return new BigDecimal(new BigInteger((int) (digits / Math.log10(2)), random), scale);
    }

    /** Too long for BigDecimal's own methods. The operations check each other. */
    @Test
    void numbersOfManyDigits() {
        Random random = new Random(8);
        for (int digits : new int[] {10_000, 100_000, 300_000}) {
            BigDecimal a = number(digits, digits / 2, random);
            BigDecimal b = number(digits, -digits, random);
            assertEquals(a, kernel.parse(kernel.toString(a, Execution.DEFAULT), Execution.DEFAULT));
            BigDecimal plain =
                    kernel.parse(kernel.toPlainString(a, Execution.DEFAULT), Execution.DEFAULT);
            assertEquals(a, plain);
            BigDecimal product = kernel.multiply(a, b, MathContext.UNLIMITED, Execution.DEFAULT);
            MathContext exact = new MathContext(digits + 1, RoundingMode.UNNECESSARY);
            assertEquals(0, kernel.divide(product, b, exact, Execution.DEFAULT).compareTo(a));
            BigDecimal square = kernel.multiply(b, b, MathContext.UNLIMITED, Execution.DEFAULT);
            assertEquals(
                    0,
                    kernel.sqrt(square, MathContext.UNLIMITED, Execution.DEFAULT)
                            .compareTo(b.abs()));
            assertEquals(
                    0,
                    kernel.sqrt(square, new MathContext(digits + 2), Execution.DEFAULT)
                            .compareTo(b.abs()));
        }
    }

    @Test
    void progressGrowsToOne() {
        Random random = new Random(9);
        List<Double> fractions = new ArrayList<>();
        Execution reporting = Execution.DEFAULT.withProgress(fractions::add);
        BigDecimal a = number(2_000_000, 0, random);
        BigDecimal b = number(1_000_000, 0, random);
        MathContext context = new MathContext(500_000);
        List<Runnable> operations = List.of(
                () -> kernel.multiply(a, b, MathContext.UNLIMITED, reporting),
                () -> kernel.multiply(a, b, context, reporting),
                () -> kernel.divide(b, a, context, reporting),
                () -> kernel.toString(a, reporting));
        for (Runnable operation : operations) {
            fractions.clear();
            operation.run();
            assertTrue(fractions.size() > 1, fractions::toString);
            assertTrue(fractions.getFirst() > 0, fractions::toString);
            assertEquals(1.0, fractions.getLast(), fractions::toString);
            assertEquals(new ArrayList<>(new TreeSet<>(fractions)), fractions);
        }
    }

    /** The exception of a listener is not taken for one that describes the text. */
    @Test
    void aListenerMayThrowANumberFormatException() {
        NumberFormatException expected = new NumberFormatException("of the listener");
        Execution throwing = Execution.DEFAULT.withProgress(fraction -> {
            throw expected;
        });
        for (String text :
                new String[] {"5".repeat(3_000_000), "-1." + "5".repeat(3_000_000) + "e7"}) {
            assertSame(
                    expected,
                    assertThrows(NumberFormatException.class, () -> kernel.parse(text, throwing)));
        }
    }

    @Test
    void anInterruptCancelsEachOperation() {
        Random random = new Random(11);
        BigDecimal a = number(2_000_000, 0, random);
        BigDecimal b = number(1_000_000, 0, random);
        String text = "1." + "5".repeat(3_000_000);
        MathContext context = new MathContext(1_000_000);
        Execution interrupting = Execution.DEFAULT.withProgress(
                fraction -> Thread.currentThread().interrupt());
        for (Executable operation : List.<Executable>of(
                () -> kernel.parse(text, interrupting),
                () -> kernel.toString(a, interrupting),
                () -> kernel.multiply(a, b, context, interrupting),
                () -> kernel.divide(a, b, context, interrupting),
                () -> kernel.sqrt(a, context, interrupting))) {
            assertThrows(CancellationException.class, operation);
            assertTrue(Thread.interrupted());
        }
    }
}
