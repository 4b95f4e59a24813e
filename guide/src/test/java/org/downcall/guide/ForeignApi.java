package org.downcall.guide;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The public types and methods of {@code java.lang.foreign} in a release. The compiler of the
 * running JDK has this information for its own release and for older ones.
 *
 * @param types the types, sorted by binary name
 */
record ForeignApi(SortedMap<String, ApiType> types) {

    static final String PACKAGE = "java.lang.foreign";

    /**
     * @param binaryName for example {@code java.lang.foreign.MemoryLayout$PathElement}
     * @param methods the methods that it declares: for each {@link #key}, a text such as
     *     {@code allocate(long, long)}
     * @param supertypes the binary names of its direct supertypes in the same package
     */
    record ApiType(String binaryName, SortedMap<String, String> methods, List<String> supertypes) {

        /** {@return the name without the package, such as {@code MemoryLayout.PathElement}} */
        String simpleName() {
            return binaryName.substring(PACKAGE.length() + 1).replace('$', '.');
        }
    }

    /**
     * A method of the API, identified by its uppermost declaration. Subtypes may declare it again
     * to narrow the type of the result.
     */
    record ApiMethod(String type, String key) {}

    /** {@return the API in that release} */
    static ForeignApi of(int release) {
        Reader reader = new Reader();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        // Given the name of a class, the compiler runs the processor and compiles nothing.
        JavaCompiler.CompilationTask task = compiler.getTask(
                null,
                null,
                null,
                List.of("--release", Integer.toString(release), "-proc:only"),
                List.of(PACKAGE + ".Arena"),
                null);
        task.setProcessors(List.of(reader));
        if (!task.call() || reader.types.isEmpty()) {
            throw new IllegalStateException(
                    "the compiler cannot read the API of release " + release);
        }
        return new ForeignApi(reader.types);
    }

    /**
     * {@return the name of a method and the erasure of its parameters, which identify it within
     * its type}
     */
    static String key(String name, List<String> erasedParameters) {
        return name + "(" + String.join(",", erasedParameters) + ")";
    }

    /** {@return all methods, each of them once} */
    Set<ApiMethod> methods() {
        return types.values().stream()
                .flatMap(type -> type.methods().keySet().stream()
                        .map(key -> uppermost(type.binaryName(), key)))
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * {@return the uppermost declaration of the method that a call names; empty if it is not in the
     * API}
     */
    Optional<ApiMethod> uppermost(String type, String key) {
        ApiType declaring = types.get(type);
        if (declaring == null) {
            return Optional.empty();
        }
        for (String supertype : declaring.supertypes()) {
            Optional<ApiMethod> above = uppermost(supertype, key);
            if (above.isPresent()) {
                return above;
            }
        }
        return declaring.methods().containsKey(key)
                ? Optional.of(new ApiMethod(type, key))
                : Optional.empty();
    }

    /** {@return the method with its parameters, such as {@code allocate(long, long)}} */
    String text(ApiMethod method) {
        return types.get(method.type()).methods().get(method.key());
    }

    private static final class Reader extends AbstractProcessor {

        private final SortedMap<String, ApiType> types = new TreeMap<>();

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return Set.of("*");
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latest();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            if (!round.processingOver()) {
                Elements elements = processingEnv.getElementUtils();
                Element foreign =
                        elements.getPackageElement(elements.getModuleElement("java.base"), PACKAGE);
                addTypes(foreign, elements, processingEnv.getTypeUtils());
            }
            return false;
        }

        private void addTypes(Element enclosing, Elements elements, Types typeUtils) {
            for (TypeElement type : ElementFilter.typesIn(enclosing.getEnclosedElements())) {
                if (type.getModifiers().contains(Modifier.PUBLIC)) {
                    ApiType read = read(type, elements, typeUtils);
                    types.put(read.binaryName(), read);
                    addTypes(type, elements, typeUtils);
                }
            }
        }

        private static ApiType read(TypeElement type, Elements elements, Types typeUtils) {
            SortedMap<String, String> methods = new TreeMap<>();
            for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
                if (method.getModifiers().contains(Modifier.PUBLIC)) {
                    List<TypeMirror> parameters = new ArrayList<>();
                    method.getParameters()
                            .forEach(parameter ->
                                    parameters.add(typeUtils.erasure(parameter.asType())));
                    String name = method.getSimpleName().toString();
                    methods.put(
                            key(
                                    name,
                                    parameters.stream()
                                            .map(one -> binaryName(one, elements, typeUtils))
                                            .toList()),
                            name
                                    + parameters.stream()
                                            .map(one ->
                                                    one.toString().replaceAll("\\b[a-z]+\\.", ""))
                                            .collect(Collectors.joining(", ", "(", ")")));
                }
            }
            List<String> supertypes = typeUtils.directSupertypes(type.asType()).stream()
                    .map(one -> (TypeElement) typeUtils.asElement(one))
                    .filter(one ->
                            elements.getPackageOf(one).getQualifiedName().contentEquals(PACKAGE))
                    .map(one -> elements.getBinaryName(one).toString())
                    .toList();
            return new ApiType(elements.getBinaryName(type).toString(), methods, supertypes);
        }

        private static String binaryName(TypeMirror type, Elements elements, Types typeUtils) {
            return switch (type.getKind()) {
                case ARRAY ->
                    binaryName(((ArrayType) type).getComponentType(), elements, typeUtils) + "[]";
                case DECLARED ->
                    elements.getBinaryName((TypeElement) typeUtils.asElement(type))
                            .toString();
                default -> type.toString();
            };
        }
    }
}
