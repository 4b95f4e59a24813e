package org.downcall.internal.numbers;

import java.math.BigDecimal;
import java.math.MathContext;
import org.downcall.internal.calls.Execution;

/**
 * The computations behind the public class BigDecimals, for arguments that are not null. The
 * results, and the classes of the exceptions, are those of BigDecimal's own methods.
 * Implementations are thread-safe.
 */
public interface BigDecimalKernel {

    /** {@return the number that {@code new BigDecimal(text)} returns} */
    BigDecimal parse(String text, Execution execution);

    /** {@return what {@link BigDecimal#toString} returns} */
    String toString(BigDecimal a, Execution execution);

    /** {@return what {@link BigDecimal#toEngineeringString} returns} */
    String toEngineeringString(BigDecimal a, Execution execution);

    /** {@return what {@link BigDecimal#toPlainString} returns} */
    String toPlainString(BigDecimal a, Execution execution);

    /** {@return a * b, rounded according to the context} */
    BigDecimal multiply(BigDecimal a, BigDecimal b, MathContext context, Execution execution);

    /** {@return a / b, rounded according to the context} */
    BigDecimal divide(BigDecimal a, BigDecimal b, MathContext context, Execution execution);

    /** {@return the square root of a, rounded according to the context} */
    BigDecimal sqrt(BigDecimal a, MathContext context, Execution execution);
}
