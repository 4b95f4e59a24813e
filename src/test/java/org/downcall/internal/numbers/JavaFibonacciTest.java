package org.downcall.internal.numbers;

class JavaFibonacciTest extends FibonacciKernelTest {

    @Override
    FibonacciKernel kernel() {
        return new JavaFibonacci();
    }
}
