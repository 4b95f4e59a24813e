package org.downcall.benchmarks.report;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the values of an axis are in a picture.
 *
 * @param from the value at {@code start}
 * @param to the value at {@code end}
 */
record Axis(double from, double to, double start, double end, boolean isLogarithmic) {

    /** The fewest units between two ticks. */
    private static final double ROOM = 42;

    /** {@return an axis from 0 on} */
    static Axis linear(double to, double start, double end) {
        return new Axis(0, to, start, end, false);
    }

    static Axis logarithmic(double from, double to, double start, double end) {
        return new Axis(from, to, start, end, true);
    }

    double at(double value) {
        double part = isLogarithmic
                ? Math.log(value / from) / Math.log(to / from)
                : (value - from) / (to - from);
        return start + part * (end - start);
    }

    /** {@return the place of the value, or the end of the axis that is nearest to it} */
    double clamped(double value) {
        return at(Math.max(from, Math.min(to, value)));
    }

    /** {@return round values and their places} */
    SortedMap<Double, Double> ticks() {
        SortedMap<Double, Double> ticks = new TreeMap<>();
        double most = Math.max(2, Math.abs(end - start) / ROOM);
        if (isLogarithmic) {
            int decades = (int) Math.ceil(Math.log10(to / from) / most);
            for (int exponent = (int) Math.ceil(Math.log10(from) - 1e-9);
                    Math.pow(10, exponent) <= to * (1 + 1e-9);
                    exponent++) {
                if (exponent % decades == 0) {
                    double value = Math.pow(10, exponent);
                    ticks.put(value, at(value));
                }
            }
        } else {
            double magnitude = Math.pow(10, Math.floor(Math.log10(to / most)));
            double step = magnitude;
            for (double factor : new double[] {2, 5, 10}) {
                step = to / step > most ? factor * magnitude : step;
            }
            for (double value = 0; value <= to; value += step) {
                ticks.put(value, at(value));
            }
        }
        return ticks;
    }
}
