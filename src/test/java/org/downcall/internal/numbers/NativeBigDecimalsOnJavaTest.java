package org.downcall.internal.numbers;

/** The same computations with BigInteger's own methods, which every platform has. */
class NativeBigDecimalsOnJavaTest extends BigDecimalKernelTest {

    @Override
    BigDecimalKernel kernel() {
        return new NativeBigDecimals(new JavaBigIntegers());
    }
}
