package org.downcall.checks.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.downcall.Arithmetic;
import org.downcall.Backend;
import org.downcall.Fibonacci;
import org.downcall.checks.Operation;

/** Makes every kind of call, tests the results, and prints which kernels run. */
public final class Everything {

    /** @param args {@code short}, or {@code long} for long computations, too; how many times */
    public static void main(String[] args) throws Exception {
        List<Operation> operations = new ArrayList<>(Operation.shortOnes());
        if (args[0].equals("long")) {
            operations.addAll(Operation.longOnes());
        }
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            require(Fibonacci.longValue(90) == 2880067194370816120L);
            require(Fibonacci.wrappingIterative(90) == Fibonacci.wrapping(90));
            for (Operation operation : operations) {
                operation.run(Arithmetic.of());
                operation.run(Arithmetic.of().withExecutor(ForkJoinPool.commonPool()));
            }
        }
        MemoryInUse.assertNone();
        System.out.println("all right, " + Backend.current().kind());
    }

    private static void require(boolean right) {
        if (!right) {
            throw new AssertionError("wrong");
        }
    }

    private Everything() {}
}
