package org.downcall.benchmarks.kernels;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.downcall.benchmarks.kernels.Contender.Kind;
import org.downcall.benchmarks.run.RunMode;

/**
 * An operation of BigDecimal, compared with that of BigDecimals. The size is the number of digits
 * of each operand and of the result.
 */
abstract class DecimalKernel implements Kernel {

    private static final long SLOW = 100_000;
    private static final long VERY_SLOW = 1_000_000;

    @Override
    public final String unit() {
        return "digits";
    }

    @Override
    public final List<Long> sizes(RunMode mode) {
        return switch (mode) {
            case SMOKE -> List.of(1_000L);
            case DEFAULT -> List.of();
            case FULL ->
                List.of(
                        20L,
                        50L,
                        100L,
                        150L,
                        200L,
                        500L,
                        1_000L,
                        2_000L,
                        10_000L,
                        100_000L,
                        1_000_000L);
        };
    }

    @Override
    public final boolean standsInForJava() {
        return true;
    }

    /** The operations are made of those of BigIntegers, which more JVMs measure. */
    @Override
    public final int mostJvms() {
        return 5;
    }

    @Override
    public final List<Contender> contenders() {
        String method = method();
        return List.of(
                Contender.of(Kind.JAVA, "java", "BigDecimal." + method, task(this::inJava))
                        .slowFrom(SLOW)
                        .onceFrom(VERY_SLOW),
                Contender.of(Kind.NATIVE, "native", "BigDecimals." + method, task(this::inC)));
    }

    private static LongFunction<Task> task(LongFunction<Supplier<?>> work) {
        return digits -> Task.of(work.apply(digits));
    }

    /** {@return a number with this many digits, half of them after the point} */
    static BigDecimal operand(long digits, int which) {
        return new BigDecimal(
                Operands.ofBits(Operands.ofDigits(digits).bitLength(), which), (int) (digits / 2));
    }

    /** {@return the name of the method} */
    abstract String method();

    /** {@return the operation of BigDecimal} */
    abstract Supplier<?> inJava(long digits);

    /** {@return the operation of BigDecimals} */
    abstract Supplier<?> inC(long digits);
}
