package com.example;

import java.util.function.Supplier;
import org.downcall.Backend;
import org.downcall.Fibonacci;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

public final class Activator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        context.registerService(Supplier.class, Activator::describe, null);
    }

    private static String describe() {
        return Backend.current() + "; F(400) = " + Fibonacci.exact(400);
    }

    @Override
    public void stop(BundleContext context) {}
}
