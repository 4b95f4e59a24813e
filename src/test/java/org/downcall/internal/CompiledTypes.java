package org.downcall.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The sizes, alignments and kinds of C types, which a program prints that the C compiler compiles.
 */
final class CompiledTypes {

    /** What kind of register or memory holds a value: the part of a type that a call depends on. */
    enum Kind {
        INTEGER,
        POINTER,
        FLOATING,
        AGGREGATE
    }

    record Type(long size, long alignment, Kind kind) {}

    record Member(long offset, Type type) {}

    private static final String PRELUDE = """
            #include <stddef.h>
            #include <stdio.h>
            #define TYPE(T) sizeof(T), _Alignof(T), __builtin_classify_type(*(T *)0)
            """;

    private final Path header;
    private final Path directory;

    CompiledTypes(Path header, Path directory) {
        this.header = header;
        this.directory = directory;
    }

    /** Returns the types that these spellings stand for. */
    List<Type> types(List<String> spellings) throws IOException, InterruptedException {
        return run(
                        "",
                        spellings.stream()
                                .map(t -> "printf(\"0 %zu %zu %d\\n\", TYPE(" + t + "));")
                                .toList())
                .stream()
                .map(Member::type)
                .toList();
    }

    /** Returns the members of a structure or union such as {@code "struct point"}. */
    List<Member> members(String aggregate, List<String> names)
            throws IOException, InterruptedException {
        return run(
                "",
                names.stream()
                        .map(name -> "printf(\"%zu %zu %zu %d\\n\", offsetof(" + aggregate + ", "
                                + name + "), TYPE(__typeof__(((" + aggregate + " *)0)->" + name
                                + ")));")
                        .toList());
    }

    /** Fails unless the compiler takes these for the functions that the header declares. */
    void confirm(List<CHeader.Function> functions) throws IOException, InterruptedException {
        run(
                functions.stream()
                        .map(f -> f.returnType() + " " + f.name() + "("
                                + (f.parameterTypes().isEmpty()
                                        ? "void"
                                        : String.join(", ", f.parameterTypes()))
                                + ");")
                        .collect(Collectors.joining("\n")),
                List.of());
    }

    private List<Member> run(String declarations, List<String> statements)
            throws IOException, InterruptedException {
        Path source = Files.writeString(
                directory.resolve("types.c"),
                "#include \"" + header.toAbsolutePath() + "\"\n" + PRELUDE + declarations
                        + "\nint main(void) {\n" + String.join("\n", statements)
                        + "\nreturn 0;\n}\n");
        Path program = directory.resolve("types");
        TestBuild.Output compiled = TestBuild.cc(
                List.of("-std=gnu11", "-Werror", "-o", program.toString(), source.toString()));
        assertEquals(0, compiled.exit(), compiled.text());
        TestBuild.Output output = TestBuild.run(List.of(program.toString()));
        List<Member> members = new ArrayList<>();
        for (String line : output.text().lines().toList()) {
            String[] fields = line.split(" ");
            Kind kind = KINDS.get(Integer.parseInt(fields[3]));
            members.add(new Member(
                    Long.parseLong(fields[0]),
                    new Type(Long.parseLong(fields[1]), Long.parseLong(fields[2]), kind)));
        }
        assertEquals(statements.size(), members.size(), output.text());
        return members;
    }

    /**
     * The numbers that GCC and Clang give to classes of types: enum type_class in GCC's
     * typeclass.h.
     */
    private static final Map<Integer, Kind> KINDS = Map.of(
            1,
            Kind.INTEGER,
            5,
            Kind.POINTER,
            8,
            Kind.FLOATING,
            12,
            Kind.AGGREGATE,
            13,
            Kind.AGGREGATE);
}
