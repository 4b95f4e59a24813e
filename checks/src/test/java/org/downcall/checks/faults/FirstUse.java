package org.downcall.checks.faults;

import org.downcall.Backend;

/** Loads the library, and prints which kernels run. A debugger makes all else slow. */
public final class FirstUse {

    public static void main(String[] args) {
        System.out.println(Backend.current().kind());
    }

    private FirstUse() {}
}
