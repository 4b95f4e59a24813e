package org.downcall.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The files that go into the page: our own, and those of the libraries, in the version that is on the class path. */
final class Scripts {

    private static final String WEBJARS = "META-INF/resources/webjars/";

    static String own(String name) {
        return read("org/downcall/benchmarks/report/" + name);
    }

    static String echarts() {
        return read(WEBJARS + "echarts/" + echartsVersion() + "/echarts.min.js");
    }

    static String echartsVersion() {
        return version("org.webjars/echarts");
    }

    static String tablesort() {
        String directory = WEBJARS + "tablesort/" + tablesortVersion() + "/";
        return read(directory + "dist/tablesort.min.js") + "\n"
                + read(directory + "dist/sorts/tablesort.number.min.js");
    }

    static String tablesortVersion() {
        return version("org.webjars.npm/tablesort");
    }

    static String tablesortLicence() {
        return read(WEBJARS + "tablesort/" + tablesortVersion() + "/LICENCE");
    }

    /** In a page, this would end the script before its end. */
    static String inPage(String script) {
        return script.replace("</script", "<\\/script").replace("<!--", "<\\!--");
    }

    private static String version(String artifact) {
        Properties properties = new Properties();
        try (InputStream in = open("META-INF/maven/" + artifact + "/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static String read(String resource) {
        try (InputStream in = open(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = Scripts.class.getClassLoader().getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("not on the class path: " + resource);
        }
        return in;
    }

    private Scripts() {}
}
