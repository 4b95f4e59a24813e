package org.downcall.benchmarks.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.downcall.benchmarks.RequiresLibrary;
import org.downcall.benchmarks.memory.MemoryShapes;
import org.downcall.benchmarks.run.RunMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ShapesTest {

    private static final List<Class<?>> ALL =
            Stream.of(CallSuite.ALL, MemoryShapes.ALL).flatMap(List::stream).toList();

    @ParameterizedTest
    @FieldSource("ALL")
    void everyMethodHasATechnologyAndIfThereAreSeveralATitle(Class<?> shape) {
        assertNotNull(shape.getAnnotation(Shape.class), "it has no @Shape");
        List<Way> ways = Way.of(shape);
        assertFalse(ways.isEmpty());
        ways.stream()
                .collect(Collectors.groupingBy(Way::technology))
                .forEach((technology, same) -> {
                    Set<String> titles = same.stream().map(Way::title).collect(Collectors.toSet());
                    assertEquals(
                            same.size(),
                            titles.size(),
                            () -> technology + " has ways with the same title: " + same);
                    assertFalse(
                            same.size() > 1 && titles.contains(""),
                            () -> "one of several ways has no title: " + same);
                });
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void everyTechnologyIsMeasuredOrAbsentWithAReason(Class<?> shape) {
        EnumSet<Technology> technologies = EnumSet.noneOf(Technology.class);
        Way.of(shape).forEach(way -> technologies.add(way.technology()));
        Set<Technology> absent = new HashSet<>();
        for (Shape.Absent one : shape.getAnnotation(Shape.class).absent()) {
            assertFalse(one.reason().isBlank() || one.reason().endsWith("."), one::reason);
            assertFalse(technologies.contains(one.technology()), () -> one + ", but it is there");
            absent.add(one.technology());
        }
        String others = shape.getAnnotation(Shape.class).others();
        if (!others.isEmpty()) {
            assertFalse(others.isBlank() || others.endsWith("."), others);
            assertNotEquals(
                    EnumSet.allOf(Technology.class),
                    technologies,
                    "all technologies are measured, so none is absent");
            absent.addAll(EnumSet.allOf(Technology.class));
        }
        absent.addAll(Way.absent(shape).keySet());
        technologies.addAll(absent);
        technologies.add(Technology.PUBLIC_API); // The functions in calls.h and data.h have none.
        assertEquals(EnumSet.allOf(Technology.class), technologies);
    }

    @RequiresLibrary
    @ParameterizedTest
    @FieldSource("ALL")
    void allWaysReturnTheSame(Class<?> shape) {
        assumeTrue(CallSuite.whyNot(shape) == null, () -> CallSuite.whyNot(shape));
        for (SortedMap<String, String> params : CallSuite.params(shape, RunMode.FULL)) {
            ShapeAgreement.check(shape, params);
        }
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void noTechnologyIsAbsentTwice(Class<?> shape) {
        List<Technology> absent = Arrays.stream(shape.getAnnotation(Shape.class).absent())
                .map(Shape.Absent::technology)
                .toList();
        assertEquals(Set.copyOf(absent).size(), absent.size(), absent::toString);
    }
}
