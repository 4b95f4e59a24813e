package org.downcall.checks.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.downcall.Arithmetic;
import org.downcall.checks.Operation;

/** Replaces its own jar, and then computes. Prints how many results were right or refused. */
public final class ReplacedJar {

    /**
     * @param args the jar; how it is replaced; {@code before} or {@code after} the first
     *     computation
     */
    public static void main(String[] args) throws Exception {
        Path jar = Path.of(args[0]);
        List<Operation> operations = Operation.shortOnes();
        Class.forName("org.downcall.Arithmetic", false, ReplacedJar.class.getClassLoader());
        if (args[2].equals("after")) {
            operations.getFirst().run(Arithmetic.of());
        }
        replace(jar, args[1]);
        int right = 0;
        int refused = 0;
        for (Operation operation : operations) {
            try {
                operation.run(Arithmetic.of());
                right++;
            } catch (LinkageError e) {
                System.err.println(operation.name() + ": " + e);
                refused++;
            }
        }
        System.out.println("right " + right + ", refused " + refused);
    }

    private static void replace(Path jar, String how) throws Exception {
        byte[] other = new byte[(int) Files.size(jar)];
        Path temporary = jar.resolveSibling("other.jar");
        switch (how) {
            case "delete" -> Files.delete(jar);
            case "rename" -> {
                Files.write(temporary, other);
                Files.move(temporary, jar, StandardCopyOption.REPLACE_EXISTING);
            }
            case "overwrite" -> Files.write(jar, other);
            case "truncate" -> Files.write(jar, new byte[0]);
            default -> throw new IllegalArgumentException(how);
        }
    }

    private ReplacedJar() {}
}
