package com.example;

/** Runs {@link Main} without some system properties, which {@code -Dclear} lists. */
public final class ClearedProperties {

    public static void main(String[] args) {
        for (String property : System.getProperty("clear", "").split(",")) {
            if (!property.isEmpty()) {
                System.clearProperty(property);
            }
        }
        Main.main(args);
    }
}
