package org.downcall.checks.faults;

import java.lang.reflect.Field;
import java.lang.reflect.Method;

/** How much native memory the library's own account contains. It must be 0 between computations. */
final class MemoryInUse {

    static void assertNone() throws ReflectiveOperationException {
        assertNone(MemoryInUse.class.getClassLoader());
    }

    /** @param loader the class loader of the library */
    static void assertNone(ClassLoader loader) throws ReflectiveOperationException {
        Class<?> kernelsClass = Class.forName("org.downcall.internal.Kernels", true, loader);
        Method chosen = kernelsClass.getDeclaredMethod("chosen");
        chosen.setAccessible(true);
        Object kernels = chosen.invoke(null);
        // All kernels have the same.
        Object memory = field(field(field(kernels, "bigIntegers"), "tasks"), "memory");
        long used = (long) field(memory, "used");
        if (used != 0) {
            throw new AssertionError(used + " bytes have not been freed");
        }
    }

    private static Object field(Object object, String name) throws ReflectiveOperationException {
        Field field = object.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(object);
    }

    private MemoryInUse() {}
}
