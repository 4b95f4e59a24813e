package org.downcall.internal;

class JavaBigIntegersTest extends BigIntegerKernelTest {

    @Override
    BigIntegerKernel kernel() {
        return new JavaBigIntegers();
    }
}
