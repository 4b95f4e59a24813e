package org.downcall.internal.numbers;

class JavaBigIntegersTest extends BigIntegerKernelTest {

    @Override
    BigIntegerKernel kernel() {
        return new JavaBigIntegers();
    }
}
