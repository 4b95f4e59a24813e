package org.downcall.internal;

class JavaFibonacciTest extends FibonacciKernelTest {

    @Override
    FibonacciKernel kernel() {
        return new JavaFibonacci();
    }
}
