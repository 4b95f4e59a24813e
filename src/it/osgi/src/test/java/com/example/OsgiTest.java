package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.felix.framework.FrameworkFactory;
import org.downcall.Fibonacci;
import org.downcall.it.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/** The jar of downcall is a bundle, which finds its library and can be updated. */
class OsgiTest {

    private static final Path DOWNCALL = Run.locationOf(Fibonacci.class);
    private static final Path APPLICATION = Path.of(System.getProperty("application.jar"));

    private Framework framework;
    private Bundle downcall;
    private Bundle application;

    @BeforeEach
    void startBundles(@TempDir Path cache) throws Exception {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        cache.toString(),
                        Constants.FRAMEWORK_STORAGE_CLEAN,
                        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT));
        framework.start();
        BundleContext context = framework.getBundleContext();
        downcall = context.installBundle(DOWNCALL.toUri().toString());
        application = context.installBundle(APPLICATION.toUri().toString());
        application.start();
    }

    @AfterEach
    void stopFramework() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    private void assertRunsC() {
        BundleContext context = framework.getBundleContext();
        Supplier<?> service =
                (Supplier<?>) context.getService(context.getServiceReference(Supplier.class));
        String description = service.get().toString();
        assertTrue(
                description.matches(
                        "downcall .*: native kernels, instruction set .*, library bundled"
                                + " in the jar; F\\(400\\) = 1760236806450139664682269453924112507703843833"
                                + "04492191886725992896575345044216019675"),
                description);
    }

    @Test
    void theBundleImportsThePackageAndTheLibraryIsFound() throws Exception {
        assertEquals("org.downcall", downcall.getSymbolicName());
        assertNotSame(Fibonacci.class, downcall.loadClass(Fibonacci.class.getName()));
        assertRunsC();
    }

    @Test
    void afterAnUpdateTheLibraryIsLoadedAgain() throws Exception {
        assertRunsC();
        Class<?> before = downcall.loadClass(Fibonacci.class.getName());
        downcall.update();
        CountDownLatch refreshed = new CountDownLatch(1);
        framework.adapt(FrameworkWiring.class).refreshBundles(null, event -> refreshed.countDown());
        assertTrue(refreshed.await(10, TimeUnit.SECONDS));
        assertNotSame(before, downcall.loadClass(Fibonacci.class.getName()));
        assertRunsC();
    }

    @Test
    void otherPackagesAreHidden() {
        assertEquals(
                "org.downcall;version=\"" + downcall.getVersion() + "\"",
                downcall.getHeaders().get(Constants.EXPORT_PACKAGE));
        assertEquals(Bundle.ACTIVE, application.getState());
    }
}
