package org.downcall.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files for the page and for pictures: our own, and those of the libraries on the class path.
 */
final class Scripts {

    private static final String WEBJARS = "META-INF/resources/webjars/";
    private static final Pattern TABLESORT_VERSION = Pattern.compile("tablesort v([0-9.]+)");

    static String own(String name) {
        return read("org/downcall/benchmarks/report/" + name);
    }

    static String echarts() {
        return read(WEBJARS + "echarts/" + echartsVersion() + "/echarts.min.js");
    }

    static String echartsVersion() {
        return version("org.webjars/echarts");
    }

    /** {@return a colour of the light theme in report.css} */
    static String colour(String name) {
        Matcher colour = Pattern.compile("--" + Pattern.quote(name) + ": (#[0-9a-f]{6});")
                .matcher(own("report.css"));
        if (!colour.find()) {
            throw new IllegalStateException("report.css has no colour " + name);
        }
        return colour.group(1);
    }

    static String tablesort() {
        return readTablesort("dist/tablesort.min.js") + "\n"
                + readTablesort("dist/sorts/tablesort.number.min.js");
    }

    /** The version in its first lines, which differs from that of its package. */
    static String tablesortVersion() {
        Matcher banner = TABLESORT_VERSION.matcher(tablesort());
        if (!banner.find()) {
            throw new IllegalStateException("tablesort has no version in its first lines");
        }
        return banner.group(1);
    }

    static String tablesortLicence() {
        return readTablesort("LICENCE");
    }

    private static String readTablesort(String file) {
        return read(WEBJARS + "tablesort/" + version("org.webjars.npm/tablesort") + "/" + file);
    }

    /** Escapes what would end the script element in a page. */
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
