package org.downcall.checks.coverage;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.downcall.checks.coverage.Coverage.Count;
import org.downcall.checks.coverage.Coverage.Found;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IBundleCoverage;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.analysis.ILine;
import org.jacoco.core.analysis.IPackageCoverage;
import org.jacoco.core.analysis.ISourceFileCoverage;
import org.jacoco.core.tools.ExecFileLoader;
import org.jacoco.report.DirectorySourceFileLocator;
import org.jacoco.report.FileMultiReportOutput;
import org.jacoco.report.IReportVisitor;
import org.jacoco.report.html.HTMLFormatter;

/** Reads JaCoCo's data about the classes of src/main/java. */
final class JavaCoverage {

    static Found read(Path copy, Path data, Path report) throws IOException {
        ExecFileLoader loader = new ExecFileLoader();
        loader.load(data.toFile());
        CoverageBuilder builder = new CoverageBuilder();
        Analyzer analyzer = new Analyzer(loader.getExecutionDataStore(), builder);
        Path classes = copy.resolve("target/classes/org/downcall");
        try (var files = Files.walk(classes)) {
            for (Path file : files.filter(JavaCoverage::isWritten).toList()) {
                analyzer.analyzeAll(file.toFile());
            }
        }
        IBundleCoverage bundle = builder.getBundle("org.downcall");
        Path sources = copy.resolve("src/main/java");
        write(loader, bundle, sources.toFile(), report.toFile());
        return new Found(
                "Java",
                count(bundle.getLineCounter()),
                count(bundle.getBranchCounter()),
                unreached(bundle, sources));
    }

    /** Whether a file is a class that was not generated. */
    private static boolean isWritten(Path file) {
        return file.toString().endsWith(".class")
                && !file.getParent().getFileName().toString().equals("bindings")
                && !file.getFileName().toString().equals("Version.class");
    }

    private static Count count(ICounter counter) {
        return new Count(counter.getCoveredCount(), counter.getTotalCount());
    }

    private static Set<String> unreached(IBundleCoverage bundle, Path sources) throws IOException {
        Set<String> unreached = new TreeSet<>();
        for (IPackageCoverage room : bundle.getPackages()) {
            for (ISourceFileCoverage file : room.getSourceFiles()) {
                String name = room.getName() + "/" + file.getName();
                List<String> text = Files.readAllLines(sources.resolve(name));
                for (int i = file.getFirstLine(); i <= file.getLastLine(); i++) {
                    ILine line = file.getLine(i);
                    ICounter branches = line.getBranchCounter();
                    if (branches.getMissedCount() > 0) {
                        String whole = name.replaceFirst("^org/downcall/", "") + ": `"
                                + text.get(i - 1).strip() + "`";
                        String missed = ", " + branches.getMissedCount() + " of "
                                + branches.getTotalCount() + " branches";
                        String key = whole + missed;
                        // The same line may occur twice in a file.
                        for (int copy = 2; !unreached.add(key); copy++) {
                            key = whole + " (" + copy + ")" + missed;
                        }
                    }
                }
            }
        }
        return unreached;
    }

    private static void write(
            ExecFileLoader loader, IBundleCoverage bundle, File sources, File report)
            throws IOException {
        IReportVisitor visitor =
                new HTMLFormatter().createVisitor(new FileMultiReportOutput(report));
        visitor.visitInfo(
                loader.getSessionInfoStore().getInfos(),
                loader.getExecutionDataStore().getContents());
        visitor.visitBundle(bundle, new DirectorySourceFileLocator(sources, "UTF-8", 4));
        visitor.visitEnd();
    }

    private JavaCoverage() {}
}
