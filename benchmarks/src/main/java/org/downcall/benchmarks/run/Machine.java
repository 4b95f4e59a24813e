package org.downcall.benchmarks.run;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Facts about the machine that Java does not provide. Each operating system has its own place for
 * them; what cannot be read is left out.
 */
final class Machine {

    private static final String UNKNOWN = "unknown processor";
    private static final Path GOVERNOR =
            Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
    private static final Path OS_RELEASE = Path.of("/etc/os-release");

    /** The flags in /proc/cpuinfo that name instructions for kernels or the compiler. */
    private static final Pattern INSTRUCTIONS = Pattern.compile(
            "ssse3|sse4_[12]|popcnt|avx.*|fma|f16c|bmi[12]|adx|aes|vaes|pclmulqdq|vpclmulqdq|gfni|sha_ni|amx.*"
                    + "|asimd.*|sve.*|sme|sme[2_f].*|neon|crc32|atomics|sha[123]|sha512|fphp|bf16|i8mm");

    /** The name of the model, and on x86 its family and model number: some names are vague. */
    static String processor() {
        List<String> cpuinfo = cpuinfo();
        return cpuinfo.isEmpty()
                ? output("sysctl", "-n", "machdep.cpu.brand_string").orElse(UNKNOWN) // of macOS
                : processor(cpuinfo, () -> lines("lscpu"));
    }

    /**
     * Linux on AArch64 gives numbers instead of a name, and lscpu translates many of them.
     *
     * @param lscpu the output of that command, used only if the kernel gives no name
     */
    static String processor(List<String> cpuinfo, Supplier<List<String>> lscpu) {
        String name = field(cpuinfo, "model name")
                .or(() -> field(lscpu.get(), "Model name").filter(found -> !found.equals("-")))
                .or(() -> numbers(cpuinfo))
                .orElse(UNKNOWN);
        Optional<String> family = field(cpuinfo, "cpu family");
        Optional<String> model = field(cpuinfo, "model");
        return family.isPresent() && model.isPresent()
                ? name + " (family " + family.get() + ", model " + model.get() + ")"
                : name;
    }

    private static Optional<String> numbers(List<String> cpuinfo) {
        return field(cpuinfo, "CPU implementer")
                .flatMap(implementer -> field(cpuinfo, "CPU part")
                        .map(part -> "implementer " + implementer + ", part " + part));
    }

    /** {@return what Linux tells about the processors; empty on other systems} */
    static List<String> cpuinfo() {
        return lines(Path.of("/proc/cpuinfo"));
    }

    /**
     * {@return the number of processors that share a core; empty if unknown} Both fields count per
     * socket.
     */
    static OptionalInt threadsPerCore(List<String> cpuinfo) {
        int cores = number(cpuinfo, "cpu cores");
        int siblings = number(cpuinfo, "siblings");
        return cores > 0 && siblings >= cores
                ? OptionalInt.of(siblings / cores)
                : OptionalInt.empty();
    }

    private static int number(List<String> cpuinfo, String name) {
        return field(cpuinfo, name)
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Integer::valueOf)
                .orElse(0);
    }

    static List<String> instructionSets(List<String> cpuinfo) {
        return field(cpuinfo, "flags")
                .or(() -> field(cpuinfo, "Features"))
                .map(flags -> Arrays.stream(flags.split("\\s+"))
                        .filter(flag -> INSTRUCTIONS.matcher(flag).matches())
                        .sorted()
                        .toList())
                .orElse(List.of());
    }

    /** {@return how many JVMs of such a size fit into the memory, beside other programs} */
    static int mostJvms(long bytes) {
        long memory = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                .getTotalMemorySize();
        return (int) Math.max(2, memory / 4 * 3 / bytes);
    }

    /** {@return the governor of the clock rate, which virtual machines do not show} */
    static Optional<String> governor() {
        return lines(GOVERNOR).stream().findFirst();
    }

    static Optional<String> distribution() {
        return lines(OS_RELEASE).stream()
                .filter(line -> line.startsWith("PRETTY_NAME="))
                .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
                .findFirst();
    }

    /** {@return the first line that a command prints} */
    static Optional<String> output(String... command) {
        return lines(command).stream().findFirst().filter(line -> !line.isEmpty());
    }

    /** Uses the C locale, because others translate the names of the fields. */
    private static List<String> lines(String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            process.getOutputStream().close();
            List<String> lines = new String(process.getInputStream().readAllBytes())
                    .lines()
                    .map(String::strip)
                    .toList();
            return process.waitFor() == 0 ? lines : List.of(); // else they are error messages
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static Optional<String> field(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.matches(Pattern.quote(name) + "\\s*:.*"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    private Machine() {}
}
